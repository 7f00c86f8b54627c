import LessonKit
import Sockets
import Synchronization

/// A client as those see it who have news for it: they put them down, and never wait.
final class Reader: Sendable {
  private let stream: any ByteStream
  private let outbox: Monitor<Outbox>
  /// Why it was given up; nil while it takes what comes.
  private let loss = Mutex<(any Error)?>(nil)
  private let most: Int  // departures that may wait

  init(_ stream: any ByteStream, most: Int, in context: Context) {
    self.stream = stream
    self.most = most
    outbox = Monitor(Outbox(), in: context)
  }

  var lostBy: (any Error)? { loss.withLock { $0 } }

  func put(_ update: Update) {
    let departures = outbox.change { outbox in
      outbox.put(update)
      return outbox.departures
    }
    if departures > most { giveUp(Failure("more than \(most) departures wait for it")) }
  }

  /// No more will be put down. What waits is still sent.
  func close() { outbox.change { $0.isClosed = true } }

  /// Sends whatever waits, again and again; the one place where somebody waits for this client.
  func write() {
    do {
      while let updates = try nextUpdates() { try stream.sendAll(updates.flatMap(\.bytes)) }
    } catch {
      giveUp(error)
    }
  }

  /// All that waits, as soon as something does; nil when nothing will any more.
  private func nextUpdates() throws -> [Update]? {
    try outbox.wait(until: { $0.isClosed || !$0.isEmpty }) { $0.isEmpty ? nil : $0.takeAll() }
  }

  /// Wakes its threads. What waits is dropped: the client may have half a packet already.
  private func giveUp(_ error: any Error) {
    loss.withLock { $0 = $0 ?? error }
    outbox.change { $0 = Outbox(isClosed: true) }
    stream.shutdown()
  }
}
