import Dispatch
import Foundation

/// Closed until it is opened; then open for ever.
final class Gate: @unchecked Sendable {
  // Sound: a group is made for several threads, and `isOpen` is only touched under its lock.
  private let group = DispatchGroup()
  private let lock = NSLock()
  private var isOpen = false
  /// Nobody is to wait longer.
  let patience: DispatchTimeInterval

  init(patience: DispatchTimeInterval) {
    self.patience = patience
    group.enter()
  }

  func open() {
    let isFirst = lock.withLock {
      defer { isOpen = true }
      return !isOpen
    }
    if isFirst { group.leave() }
  }

  /// Whether it is open; waits for that until then.
  func wait(until deadline: DispatchTime) -> Bool { group.wait(timeout: deadline) == .success }
}
