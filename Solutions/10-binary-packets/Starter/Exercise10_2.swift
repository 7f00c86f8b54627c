// Exercise 10.2 · Unpack requests, in any pieces
//
// Take in one piece of the stream after the other, and return the requests that are whole, as in
// 2.3. A command length below 1 or above 64 is an error: throw. Give the struct a stored property
// for what is left over.
//
// Check it: swift run exercise10 check 10.2
// Hints:    Lessons/10-binary-packets/README.md

import Workbook

extension Exercises: Exercise10_2 {
  struct Requests: RequestDecoder {
    init() {}

    mutating func feed(_ piece: [UInt8]) throws -> [MathRequest] {
      try notStarted()
    }
  }
}
