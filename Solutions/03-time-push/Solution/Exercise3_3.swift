// Exercise 3.3 · Ticks without drift: one answer among many.

import Workbook

extension Exercises: Exercise3_3 {
  struct Ticker: TickSource {
    let interval: Duration
    let clock: any TickClock
    private let start: Duration
    private var tick = 0

    init(every interval: Duration, clock: any TickClock) {
      self.interval = interval
      self.clock = clock
      start = clock.now
    }

    mutating func next() throws -> Int {
      // The first tick that is still to come, and not one that was given already.
      let passed = Int((clock.now - start) / interval)
      tick = max(tick, passed) + 1
      try clock.sleep(until: start + interval * tick)
      return tick
    }
  }
}
