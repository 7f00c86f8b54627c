import Dispatch
import Sockets
import Synchronization

extension Common {
  public static let maxClients = Option.number(
    "--max-clients", "N", default: 10_000, in: 1...1_000_000,
    help: "how many may be connected at once")
}

extension Context {
  /// Serves any number of clients at once, each on a thread of its own, until Ctrl-C; then ends
  /// every conversation and waits for the threads. Lessons 4 and 5 spell it out.
  ///
  /// - Parameters:
  ///   - sendBuffer: about how many bytes the system keeps for a client that has not taken them.
  ///   - serve: holds a conversation, and says how it ended; an error that it throws is
  ///     an ending, too (`Guest.Ending.init(_:)`). What the client needs to be told before the
  ///     connection closes has been sent by then; the kit gives it time to arrive.
  /// - Throws: `SocketError`, EADDRINUSE when the port is taken.
  public func serveEveryone(
    sendBuffer: Int? = nil, _ serve: @escaping @Sendable (Guest) throws -> Guest.Ending
  ) throws {
    let guests = Guests()
    let threads = DispatchGroup()
    let most = self[Common.maxClients]
    let door = try listen(endsInOrder: true, sendBuffer: sendBuffer)
    while let stream = try door.accept() {
      guard let (number, active) = guests.add(stream, most: most) else {
        print(
          "\(stream.peer) refused: there are \(most) clients already. --max-clients N allows more")
        continue
      }
      let guest = Guest(number: number, stream: stream, context: self) { guests.isStopping }
      guest.print("connected from \(stream.peer); active connections: \(active)")
      threads.enter()
      startThread {
        let ending = converse(with: guest, guests, serve)
        let active = guests.remove(number)
        guest.print("\(ending); active connections: \(active)")
        threads.leave()
      }
    }
    let rest = guests.endAll()
    if rest > 0 { print("stopping; active connections: \(rest)") }
    wait(for: threads)
  }
}

private func converse(
  with guest: Guest, _ guests: Guests, _ serve: (Guest) throws -> Guest.Ending
) -> Guest.Ending {
  var ending: Guest.Ending
  do {
    ending = try serve(guest)
  } catch {
    ending = Guest.Ending(error)
  }
  if ending.needsTime { guest.stream.lingeringClose() }
  return guests.isStopping ? ending.whenStopping : ending
}

/// Who is connected.
private final class Guests: Sendable {
  private struct State {
    var lastNumber = 0
    var streams: [Int: any ByteStream] = [:]
  }
  private let state = Mutex(State())
  /// Looked at for each message, by all threads: none of them should wait for another here.
  private let stopping = Atomic(false)

  var isStopping: Bool { stopping.load(ordering: .relaxed) }

  func add(_ stream: any ByteStream, most: Int) -> (number: Int, active: Int)? {
    state.withLock { state in
      guard state.streams.count < most else { return nil }
      state.lastNumber += 1
      state.streams[state.lastNumber] = stream
      return (state.lastNumber, state.streams.count)
    }
  }

  func remove(_ number: Int) -> Int {
    state.withLock { state in
      state.streams[number] = nil
      return state.streams.count
    }
  }

  /// Shuts every connection down; says how many there were.
  func endAll() -> Int {
    stopping.store(true, ordering: .relaxed)
    let streams = state.withLock { Array($0.streams.values) }
    for stream in streams { stream.shutdown() }
    return streams.count
  }
}
