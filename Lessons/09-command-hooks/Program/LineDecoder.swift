/// Pieces of a stream in, lines out: the bytes up to a newline, without it and without a carriage
/// return right before it.
struct LineDecoder {
  /// The most bytes a line may have in front of its newline.
  let limit: Int
  private var buffer: [UInt8] = []
  private var start = 0  // of the line that comes next
  private var searched = 0  // up to here there is no newline

  init(limit: Int) { self.limit = limit }

  mutating func append(_ piece: [UInt8]) {
    buffer.removeFirst(start)
    searched -= start
    start = 0
    buffer += piece
  }

  /// The next whole line, nil when more bytes are needed.
  mutating func next() throws(LineTooLong) -> [UInt8]? {
    let newline = buffer[searched...].firstIndex(of: UInt8(ascii: "\n"))
    let end = newline ?? buffer.count
    if end - start > limit { throw LineTooLong(limit: limit) }
    searched = end
    guard newline != nil else { return nil }
    var line = buffer[start..<end]
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    start = end + 1
    searched = start
    return Array(line)
  }

  /// Whether a line has begun whose newline has not come.
  var isInsideLine: Bool { start < buffer.count }
}

/// A line has more bytes than anybody here will read.
struct LineTooLong: Error, CustomStringConvertible {
  let limit: Int

  var description: String { "a line of more than \(limit) bytes" }
}
