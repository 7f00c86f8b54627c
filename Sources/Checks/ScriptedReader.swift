import Sockets
import Synchronization
import Workbook

/// A client of a broadcast without a network: it notes what it is told, until it dies.
final class ScriptedReader: UpdateReader {
  /// Its place in the order of arrival, from 1.
  let place: Int
  private struct State {
    var told: [Update] = []
    /// How many sends still succeed; nil while it lives.
    var left: Int?
    var failedSends = 0
    var wasShutDown = false
  }
  private let state = Mutex(State())
  /// How often somebody who is dead may be sent to before the answer is taken off the stage.
  private static let patience = 1000

  init(_ place: Int) { self.place = place }

  var isDead: Bool { state.withLock { $0.left == 0 } }
  var wasShutDown: Bool { state.withLock { $0.wasShutDown } }
  var failedSends: Int { state.withLock { $0.failedSends } }

  /// What it was told since the last time.
  func hear() -> [Update] {
    state.withLock { state in
      defer { state.told = [] }
      return state.told
    }
  }

  /// From now on, or after so many more sends, none succeeds.
  func die(after count: Int = 0) { state.withLock { $0.left = count } }

  func send(_ update: Update) throws {
    let isGone = state.withLock { state in
      if state.left == 0 { state.failedSends += 1 } else { state.told.append(update) }
      if let left = state.left, left > 0 { state.left = left - 1; return false }
      return state.left == 0
    }
    guard isGone else { return }
    if failedSends > Self.patience {
      Judgement.abandon(
        Mistake(
          "neverEnds",
          "It sends to client \(place) again and again, though every send throws.",
          advice: "strike a reader off when a send to it has thrown, and send nothing more to it."))
    }
    throw SocketError("send to client \(place)", .errno(.brokenPipe))
  }

  func shutdown() { state.withLock { $0.wasShutDown = true } }
}
