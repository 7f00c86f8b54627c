// Exercise 7.1 · The target field
//
// Write a name into 64 bytes, filled up with spaces; and read it out of them again. A name of more
// than 64 bytes has no field: throw, TargetProblem.tooLong for instance. Bytes that are not UTF-8
// hold no name: return nil.
//
// Check it: swift run exercise07 check 7.1
// Hints:    Lessons/07-device-relay/README.md

import Workbook

extension Exercises: Exercise7_1 {
  func targetField(naming name: String) throws -> [UInt8] {
    try notStarted()
  }

  func targetName(in field: [UInt8]) throws -> String? {
    try notStarted()
  }
}
