// Exercise 3.3 · Ticks without drift
//
// Wait until the next tick is due, and return its number. Tick n is due n intervals after
// `init`. Ticks that were missed are skipped. The clock has `now`, sleep(until:) and sleep(for:).
//
// Check it: swift run exercise03 check 3.3
// Hints:    Lessons/03-time-push/README.md

import Workbook

extension Exercises: Exercise3_3 {
  struct Ticker: TickSource {
    let interval: Duration
    let clock: any TickClock

    init(every interval: Duration, clock: any TickClock) {
      self.interval = interval
      self.clock = clock
    }

    mutating func next() throws -> Int {
      try notStarted()
    }
  }
}
