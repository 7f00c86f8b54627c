// Exercise 9.1 · Lines out of pieces
//
// Take in whatever a receive gave, and give out lines: the bytes in front of a newline (0A), without
// one carriage return (0D) right before it. A piece may hold half a line, or ten. A line of more than
// `limit` bytes is an error, also when its newline never comes. Give the struct stored properties for
// what it must keep.
//
// Check it: swift run exercise09 check 9.1
// Hints:    Lessons/09-command-hooks/README.md

import Workbook

extension Exercises: Exercise9_1 {
  struct Lines: LineSource {
    init(limit: Int) {}

    mutating func append(_ piece: [UInt8]) throws {
      try notStarted()
    }

    mutating func next() throws -> [UInt8]? {
      try notStarted()
    }

    func isInsideLine() throws -> Bool {
      try notStarted()
    }
  }
}
