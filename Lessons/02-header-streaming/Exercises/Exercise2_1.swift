// Exercise 2.1 · The header of a message
//
// Return the header that announces `text`: the number of its bytes in decimal digits, then
// spaces, `width` bytes in all. Throw (HeaderProblem.overflow, say) when the digits
// do not fit.
//
// Check it: swift run exercise02 check 2.1
// Hints:    Lessons/02-header-streaming/README.md

import Workbook

extension Exercises: Exercise2_1 {
  func header(for text: String, width: Int) throws -> [UInt8] {
    try notStarted()
  }
}
