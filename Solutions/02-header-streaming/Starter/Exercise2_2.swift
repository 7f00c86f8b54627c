// Exercise 2.2 · The length in a header
//
// Return the length that a header announces: one or more digits, then only spaces. Throw
// (HeaderProblem.malformed, say) for anything else, and for a length above `limit`.
//
// Check it: swift run exercise02 check 2.2
// Hints:    Lessons/02-header-streaming/README.md

import Workbook

extension Exercises: Exercise2_2 {
  func payloadLength(in header: [UInt8], limit: Int) throws -> Int {
    try notStarted()
  }
}
