// Exercise 3.1 · The time message
//
// Return `The time is 1593600000.123456`: the seconds with six decimals, a point between, in
// every country.
//
// Check it: swift run exercise03 check 3.1
// Hints:    Lessons/03-time-push/README.md

import Foundation
import Workbook

extension Exercises: Exercise3_1 {
  func timeMessage(at seconds: Double) throws -> String {
    try notStarted()
  }
}
