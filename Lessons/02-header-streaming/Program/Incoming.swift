import Sockets

/// What has arrived of the stream and belongs to no finished message yet.
struct Incoming {
  private var buffer: [UInt8] = []
  private var start = 0  // where the message that we are in begins
  private var length: Int?  // its payload's length, once its header is complete
  mutating func append(_ piece: [UInt8]) {
    buffer.removeFirst(start)  // forget the messages that were taken
    start = 0
    buffer += piece
  }

  /// The payload's length, in the moment in which the header is complete; nil before and after.
  mutating func readHeader(limit: Int) throws -> Int? {
    guard length == nil, buffer.count - start >= width else { return nil }
    length = try payloadLength(in: Array(buffer[start..<start + width]), limit: limit)
    return length
  }

  /// The payload as text, once it is complete; nil while bytes of it are missing.
  mutating func takePayload() throws -> String? {
    let body = start + width
    guard let length, buffer.count - body >= length else { return nil }
    guard let text = String(validating: buffer[body..<body + length], as: UTF8.self) else {
      throw ProtocolError.notText
    }
    start = body + length
    self.length = nil
    return text
  }

  /// Nothing may be left over when the stream ends.
  func end() throws {
    let missing = width + (length ?? 0) - (buffer.count - start)
    if start < buffer.count { throw CutOff(missing: missing, of: "a message") }
  }
}
