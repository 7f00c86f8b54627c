// Exercise 11.3 · Latest position only, for slow readers
//
// Keep what one reader has not been sent yet: of each client the latest, and that it has left.
// `takeAll` hands it out, and nothing waits afterwards. Give the struct a stored property for what
// it must remember.
//
// Check it: swift run exercise11 check 11.3
// Hints:    Lessons/11-position-broadcast/README.md

import Workbook

extension Exercises: Exercise11_3 {
  struct Outbox: LatestOutbox {
    init() {}

    mutating func put(_ update: Update) throws {
      try notStarted()
    }

    mutating func takeAll() throws -> [Update] {
      try notStarted()
    }
  }
}
