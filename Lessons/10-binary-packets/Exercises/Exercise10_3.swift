// Exercise 10.3 · Compute, whatever is asked
//
// Answer a request: SUMA, RESTA, MULTIPLICACION, DIVISION, and status 0; status 1 for a division by
// zero; status 2 for any other command. What exactly is asked stands in
// Sources/Workbook/Lesson10.swift.
//
// Check it: swift run exercise10 check 10.3
// Hints:    Lessons/10-binary-packets/README.md

import Workbook

extension Exercises: Exercise10_3 {
  func compute(_ request: MathRequest) throws -> MathReply {
    try notStarted()
  }
}
