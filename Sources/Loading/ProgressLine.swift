import Foundation
import Synchronization

/// The line that shows where a load is: on a terminal it is written again and again in the same
/// place; into a file or a pipe goes one line a second.
public final class ProgressLine: Sendable {
  private struct State {
    /// What the last line showed.
    var shown: Snapshot?
    var isOnScreen = false
  }

  private let isTerminal: Bool
  private let write: @Sendable (String) -> Void
  private let state = Mutex(State())

  /// - Parameters:
  ///   - isTerminal: whether the line can be written over.
  ///   - write: takes the characters as they are to be written, line ends included.
  public init(isTerminal: Bool, write: @escaping @Sendable (String) -> Void) {
    self.isTerminal = isTerminal
    self.write = write
  }

  /// Shows `snapshot`, when it is time to.
  public func show(_ snapshot: Snapshot) {
    let text: String? = state.withLock { state in
      guard isDue(snapshot, after: state.shown) else { return nil }
      defer { state.shown = snapshot }
      state.isOnScreen = isTerminal
      return Self.text(snapshot, after: state.shown)
    }
    guard let text else { return }
    write(isTerminal ? "\r\u{1B}[K\(text)" : text + "\n")
  }

  private func isDue(_ snapshot: Snapshot, after past: Snapshot?) -> Bool {
    // That the clients connect is seldom worth a line in a file.
    if snapshot.isOpening { return isTerminal && past == nil }
    return snapshot.elapsed - (past?.elapsed ?? 0) >= (isTerminal ? 0.25 : 1)
  }

  /// Takes the line away again, so that the report begins in its place.
  public func clear() {
    let wasOnScreen = state.withLock { state in
      defer { state.isOnScreen = false }
      return state.isOnScreen
    }
    if wasOnScreen { write("\r\u{1B}[K") }
  }

  /// `2 of 5 s: 48 213 messages a second, 100 clients at work, 0 with trouble`.
  static func text(_ snapshot: Snapshot, after past: Snapshot?) -> String {
    if snapshot.isOpening { return "connecting \(count(snapshot.clients, "client"))" }
    let time = snapshot.elapsed - (past?.elapsed ?? 0)
    let rate = time > 0 ? Double(snapshot.answered - (past?.answered ?? 0)) / time : 0
    let clients = count(snapshot.atWork, "client")
    let trouble = "\(grouped(snapshot.troubled)) with trouble"
    if snapshot.elapsed > snapshot.duration {
      return "the time is up: \(clients) wait for the last answers, \(trouble)"
    }
    return "\(Int(snapshot.elapsed)) of \(figure(.seconds(snapshot.duration))): "
      + "\(grouped(Int(rate.rounded()))) messages a second, \(clients) at work, \(trouble)"
  }
}
