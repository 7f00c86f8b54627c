// Exercise 9.2 · The first hook that matches the whole line
//
// Find the first hook whose pattern matches all of the line, call its action with the line, and
// return what it answers; nil when no pattern matches. No other action is called.
//
// Check it: swift run exercise09 check 9.2
// Hints:    Lessons/09-command-hooks/README.md

import Workbook

extension Exercises: Exercise9_2 {
  func answer(to line: String, by hooks: [Hook]) throws -> String? {
    try notStarted()
  }
}
