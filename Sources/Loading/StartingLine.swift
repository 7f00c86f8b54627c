import Dispatch
import Synchronization

/// Where the clients wait for each other: all connect and have an answer, and then all begin.
final class StartingLine: Sendable {
  let doorway: Doorway
  /// Left by each client that has had its first answer, or has failed to get one.
  let ready = DispatchGroup()
  /// Left once, when all begin.
  let signal = DispatchGroup()
  /// Left by each client that has ended.
  let ended = DispatchGroup()
  private let deadline = Atomic<UInt64>(0)

  /// - Parameter closes: whoever has not begun to connect by then does not.
  init(clients: Int, closes: UInt64) {
    doorway = Doorway(closes: closes)
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
