// Exercise 10.2 · Unpack requests, in any pieces: one answer among many.

import Workbook

extension Exercises: Exercise10_2 {
  struct Requests: RequestDecoder {
    private var buffer: [UInt8] = []

    init() {}

    mutating func feed(_ piece: [UInt8]) throws -> [MathRequest] {
      buffer += piece
      var requests: [MathRequest] = []
      var start = 0
      while buffer.count - start >= 8 {
        let length = Int(Int32(truncatingIfNeeded: number(4, at: start)))
        guard (1...64).contains(length) else { throw PacketProblem.commandLength(length) }
        let end = start + 8 + length
        guard buffer.count >= end else { break }
        requests.append(
          MathRequest(
            command: Array(buffer[start + 8..<end]),
            first: Int16(truncatingIfNeeded: number(2, at: start + 4)),
            second: Int16(truncatingIfNeeded: number(2, at: start + 6))))
        start = end
      }
      buffer.removeFirst(start)
      return requests
    }

    /// The number in so many bytes, the lowest first; it has no sign yet.
    private func number(_ count: Int, at place: Int) -> UInt32 {
      buffer[place..<place + count].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
  }
}
