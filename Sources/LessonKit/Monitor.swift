import Foundation

/// A value that threads share, and a place to wait until it is as they need it.
///
/// A `Mutex` lets a thread look; who finds nothing to do can only look again. Here it waits, and
/// whoever changes the value wakes it:
///
///     let lines = Monitor([String](), in: context)
///     lines.change { $0.append("hello") }
///     let line = lines.wait(until: { !$0.isEmpty }) { $0.removeFirst() }
///
/// The idea is older than most languages: a monitor is a lock and a condition variable (C. A. R.
/// Hoare, 1974). Foundation's `NSCondition` is both in one.
public final class Monitor<Value: Sendable>: @unchecked Sendable {
  // Sound: `value` is only touched while `condition` is held.
  private let condition = NSCondition()
  private var value: Value
  private let turns: Turns?

  /// - Parameter context: of the program that waits here; in a demo a waiting thread hands its turn
  ///   on. Nil where there is no demo.
  public init(_ value: Value, in context: Context? = nil) {
    self.value = value
    turns = context?.turns
  }

  /// Looks at the value or changes it, and wakes all that wait.
  public func change<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    try MonitorVisits.watching {
      try condition.withLock {
        defer { condition.broadcast() }
        return try body(&value)
      }
    }
  }

  /// Waits until the value is as wanted; then changes it, before anybody else can.
  ///
  /// - Parameters:
  ///   - isReady: looks at the value; called again after each change.
  ///   - body: what is done once it is so, under the same lock.
  /// - Throws: what `body` throws; and in a demo, that it stands still.
  public func wait<Result>(
    until isReady: @escaping @Sendable (Value) -> Bool, _ body: (inout Value) throws -> Result
  ) throws -> Result {
    try MonitorVisits.watching {
      while true {
        if turns != nil { try handTurnOn(until: isReady) }
        condition.lock()
        defer { condition.unlock() }
        if turns == nil { while !isReady(value) { condition.wait() } }
        guard isReady(value) else { continue }
        defer { condition.broadcast() }
        return try body(&value)
      }
    }
  }

  private func handTurnOn(until isReady: @escaping @Sendable (Value) -> Bool) throws {
    if condition.withLock({ isReady(value) }) { return }
    try turns?.wait(
      for: Turns.Wish { [weak self] moment in self?.isReady(isReady, by: moment) ?? true })
  }

  private func isReady(
    _ isReady: (Value) -> Bool, by moment: ContinuousClock.Instant
  ) -> Bool {
    let deadline = Date(timeIntervalSinceNow: (moment - .now) / .seconds(1))
    return condition.withLock {
      while !isReady(value) {
        if !condition.wait(until: deadline) { return isReady(value) }
      }
      return true
    }
  }
}
