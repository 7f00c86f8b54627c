// Exercise 2.3 · Pieces in, messages out: one answer among many.

import Workbook

extension Exercises: Exercise2_3 {
  struct Decoder: PieceDecoder {
    let width: Int
    let limit: Int
    private var buffer: [UInt8] = []

    init(width: Int, limit: Int) {
      self.width = width
      self.limit = limit
    }

    mutating func feed(_ piece: [UInt8]) throws -> [String] {
      buffer += piece
      var texts: [String] = []
      var start = 0  // where the message that we are in begins
      while buffer.count - start >= width {
        let body = start + width
        let length = try Exercises().payloadLength(in: Array(buffer[start..<body]), limit: limit)
        guard buffer.count - body >= length else { break }
        guard let text = String(validating: buffer[body..<body + length], as: UTF8.self) else {
          throw NotText()
        }
        texts.append(text)
        start = body + length
      }
      buffer.removeFirst(start)  // once a piece, not once a message
      return texts
    }
  }
}
