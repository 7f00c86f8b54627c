import Foundation

/// The ticks of a clock: 0 at once, 1 an interval later, 2 two intervals later.
///
/// They do not drift, and one that was missed is skipped. Lesson 3 spells it out. In a demo no time
/// passes: where all would only wait, the next tick comes at once.
public struct Ticks: Sequence, IteratorProtocol {
  private let interval: Duration
  private let turns: Turns?
  private let start: Duration
  private var tick = 0
  private static let origin = ContinuousClock.now

  init(every interval: Duration, _ turns: Turns?) {
    self.interval = interval
    self.turns = turns
    start = Self.now(turns)
  }

  /// Waits for the next tick.
  ///
  /// - Returns: its number; never nil, unless the demo has come to a standstill.
  public mutating func next() -> Int? {
    let due = start + interval * tick
    if let turns {
      guard tick == 0 || (try? turns.wait(for: .pause(until: due))) != nil else { return nil }
    } else {
      while case let left = due - Self.now(nil), left > .zero {
        Thread.sleep(forTimeInterval: left / .seconds(1))
      }
    }
    defer { tick = Swift.max(tick, Int((Self.now(turns) - start) / interval)) + 1 }
    return tick
  }

  /// Since some moment, always the same: the demo's own, or the start of this program.
  private static func now(_ turns: Turns?) -> Duration {
    turns?.time ?? ContinuousClock.now - origin
  }
}

extension Context {
  /// A clock that ticks, the first time at once; to be walked through on a thread that has nothing
  /// else to do.
  ///
  ///     for _ in context.ticks(every: .seconds(2)) { try server.sendAll(position) }
  public func ticks(every interval: Duration) -> Ticks { Ticks(every: interval, turns) }
}
