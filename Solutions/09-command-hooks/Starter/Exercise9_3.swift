// Exercise 9.3 · Your own hook: TIME
//
// Two hooks. The server's is for the line `TIME`, and answers `TIME 21.11.2026 13:45:10`, the time
// that the clock says in that time zone. The client's is for such an answer, and shows
// `21.11.2026 13:45:10`.
//
// Check it: swift run exercise09 check 9.3
// Hints:    Lessons/09-command-hooks/README.md

import Foundation
import Workbook

extension Exercises: Exercise9_3 {
  func timeHook(clock: @escaping () -> Date, zone: TimeZone) throws -> Hook {
    try notStarted()
  }

  func shownTimeHook() throws -> Hook {
    try notStarted()
  }
}
