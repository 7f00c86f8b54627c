// Exercise 9.1 · Lines out of pieces: one answer among many.

import Workbook

extension Exercises: Exercise9_1 {
  struct Lines: LineSource {
    let limit: Int
    private var buffer: [UInt8] = []
    /// Where the next line begins.
    private var start = 0
    /// In front of here there is no newline that has not been used.
    private var searched = 0

    init(limit: Int) { self.limit = limit }

    mutating func append(_ piece: [UInt8]) throws {
      // Used bytes go here, once for a piece, and not with every line.
      buffer.removeFirst(start)
      searched -= start
      start = 0
      buffer += piece
    }

    mutating func next() throws -> [UInt8]? {
      let newline = buffer[searched...].firstIndex(of: 0x0A)
      searched = newline ?? buffer.count
      if searched - start > limit { throw LineProblem.tooLong }
      guard let newline else { return nil }
      var line = buffer[start..<newline]
      if line.last == 0x0D { line.removeLast() }
      start = newline + 1
      searched = start
      return Array(line)
    }

    func isInsideLine() throws -> Bool { start < buffer.count }
  }
}
