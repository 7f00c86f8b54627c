// Exercise 2.3 · Pieces in, messages out
//
// Take in what one receive gave, and return the messages that are whole now: none, one or
// several. Give the struct a stored property for what must be kept until the next piece.
// Throw for a header that is none, one that announces more than `limit`, and for a payload
// that is not UTF-8: NotText() is an error for that.
//
// Check it: swift run exercise02 check 2.3
// Hints:    Lessons/02-header-streaming/README.md

import Workbook

extension Exercises: Exercise2_3 {
  struct Decoder: PieceDecoder {
    let width: Int
    let limit: Int

    init(width: Int, limit: Int) {
      self.width = width
      self.limit = limit
    }

    mutating func feed(_ piece: [UInt8]) throws -> [String] {
      try notStarted()
    }
  }
}
