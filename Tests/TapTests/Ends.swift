import Foundation
import Sockets
import Tape
import Tapping
import Testing

/// A tap, and the connections at both ends of it.
final class Ends {
  let client: Connection
  let server: Connection
  let notes: Notes
  private let tap: Tap

  init(_ mischief: Mischief = Mischief()) throws {
    let listener = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
    let notes = Notes()
    let tap = try Tap(
      on: Endpoint(host: "127.0.0.1", port: 0), to: listener.endpoint, mischief: mischief,
      tape: { _, _ in Tape { notes.add($0) } }, tell: { notes.hear($0) })
    Thread.detachNewThread { tap.run() }
    self.tap = tap
    self.notes = notes
    client = try Connection(to: tap.endpoint)
    #expect(try listener.waitForClient(until: .now + .seconds(5)))
    server = try #require(try listener.accept())
  }

  deinit { tap.stop() }
}

/// What a tap has noted and told.
final class Notes: @unchecked Sendable {
  // Sound: everything that changes is only touched while `change` is held.
  private let change = NSCondition()
  private var events: [Event] = []
  private var news: [Tap.News] = []

  func add(_ event: Event) {
    change.withLock {
      events.append(event)
      change.broadcast()
    }
  }

  func hear(_ item: Tap.News) {
    change.withLock {
      news.append(item)
      change.broadcast()
    }
  }

  /// The calls of one side, once there are as many.
  func calls(of side: Side, _ count: Int) -> [Event.Call] {
    waiting {
      events.filter { $0.side == side }.map(\.call)
    } until: {
      $0.count >= count
    }
  }

  /// What it told, once it has told as much; arrivals left out.
  func told(_ count: Int) -> [String] {
    waiting {
      news.compactMap { item in
        switch item {
        case .arrived: nil
        case .refused(_, let sentence): sentence
        case .ended(let number, let up, let down): "\(number) ended: \(up) and \(down)"
        }
      }
    } until: {
      $0.count >= count
    }
  }

  private func waiting<Found>(_ look: () -> Found, until isEnough: (Found) -> Bool) -> Found {
    let deadline = Date(timeIntervalSinceNow: 5)
    return change.withLock {
      while !isEnough(look()), change.wait(until: deadline) {}
      return look()
    }
  }
}

extension Connection {
  /// So many bytes, or as many as come within five seconds.
  func bytes(_ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count, try waitForBytes(until: .now + .seconds(5)) {
      let piece = try receive(upTo: count - bytes.count)
      if piece.isEmpty { break }
      bytes += piece
    }
    return bytes
  }

  /// Whether the end comes next.
  var ends: Bool {
    get throws { try waitForBytes(until: .now + .seconds(5)) && receive(upTo: 1).isEmpty }
  }

  /// Whether a reset comes next.
  var isReset: Bool {
    do {
      while try waitForBytes(until: .now + .seconds(5)) {
        if try receive(upTo: 1 << 16).isEmpty { return false }
      }
      return false
    } catch {
      return (error as? SocketError)?.isReset ?? false
    }
  }
}
