import Dispatch
import Synchronization

/// Where the clients wait for each other: all connect and have an answer, and then all begin.
final class StartingLine: Sendable {
  /// So many connect at the same time. A server's queue is short, and whoever does not fit into it
  /// is told nothing and tries again a second later.
  let doorway = DispatchSemaphore(value: 32)
  /// Left by each client that has had its first answer, or has failed to get one.
  let ready = DispatchGroup()
  /// Left once, when all begin.
  let signal = DispatchGroup()
  /// Left by each client that has ended.
  let ended = DispatchGroup()
  /// Whoever has not come to the doorway by then, does not connect.
  let closes: UInt64
  private let deadline = Atomic<UInt64>(0)

  init(clients: Int, closes: UInt64) {
    self.closes = closes
    signal.enter()
    for _ in 0..<clients {
      ready.enter()
      ended.enter()
    }
  }

  /// Until when new messages are sent.
  var end: UInt64 { deadline.load(ordering: .acquiring) }

  func begin(until moment: UInt64) {
    deadline.store(moment, ordering: .releasing)
    signal.leave()
  }
}
