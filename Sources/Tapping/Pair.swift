import Foundation
import Sockets
import Tape

/// The two connections that a tap stands between, a client's and the one to the server, and what both
/// directions must know of each other.
final class Pair: Sendable {
  let client: Connection
  let server: Connection
  /// 1, 2, 3 …, in order of arrival.
  let number: Int
  private let tape: Tape?
  private let isOver = OverFlag()
  /// How long a side whose connection is dropped may go on talking to nobody.
  static let courtesy = Duration.seconds(1)

  init(client: Connection, server: Connection, number: Int, tape: Tape?) {
    self.client = client
    self.server = server
    self.number = number
    self.tape = tape
  }

  /// Whether it has been dropped or reset: what still comes goes nowhere.
  var hasEnded: Bool { isOver.isSet }

  func connection(of side: Side) -> Connection { side == .client ? client : server }

  func note(_ side: Side, _ call: Event.Call, _ bytes: [UInt8] = []) {
    tape?.note(side, connection(of: side).peer, call, bytes)
  }

  /// Waits; not longer than the pair lasts.
  func pause(_ duration: Duration) { isOver.wait(duration) }

  /// Both connections are reset: whoever waits comes back, and when the last of them has let go of
  /// the connections the peers' calls fail with ECONNRESET. False when it had ended before.
  @discardableResult
  func reset() -> Bool {
    guard isOver.set() else { return false }
    for connection in [client, server] {
      connection.resetOnClose()
      connection.stopReceiving()
    }
    return true
  }

  /// Both connections are closed in order: each side hears the end, and what it says until it closes
  /// itself is dropped.
  func drop() {
    guard isOver.set() else { return }
    for connection in [client, server] { try? connection.finishSending() }
  }

  /// Ends what is left of it.
  func shutdown() {
    client.shutdown()
    server.shutdown()
  }
}

/// Something that happens once, and can be waited for.
private final class OverFlag: @unchecked Sendable {
  // Sound: `isOver` is only touched while `condition` is held.
  private let condition = NSCondition()
  private var isOver = false

  var isSet: Bool { condition.withLock { isOver } }

  /// False when it was set before.
  func set() -> Bool {
    condition.withLock {
      defer { condition.broadcast() }
      if isOver { return false }
      isOver = true
      return true
    }
  }

  func wait(_ duration: Duration) {
    let deadline = Date(timeIntervalSinceNow: duration / .seconds(1))
    condition.withLock {
      while !isOver, condition.wait(until: deadline) {}
    }
  }
}
