// Exercise 6.2 · A payload, whatever it is
//
// Answer one payload: a reading with the summary that `add` returns, a goodbye with a goodbye,
// everything else with an error whose reason names the field that is wrong. Say whether it is
// the last answer: it is after a goodbye, and only then. A payload is UTF-8, and JSONDecoder
// takes other encodings, too: look before you decode.
//
// Check it: swift run exercise06 check 6.2
// Hints:    Lessons/06-json-objects/README.md

import Foundation
import Workbook

extension Exercises: Exercise6_2 {
  func answer(
    to bytes: [UInt8], add: (_ celsius: Double, _ sensor: String) throws -> Summary
  ) throws -> (reply: [UInt8], isLast: Bool) {
    try notStarted()
  }
}
