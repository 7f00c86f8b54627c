import Framing

/// A stream of messages of one length, all of it in memory before a clock runs.
struct SampleStream {
  /// What all messages are framed with: 10 bytes, as in lessons 2 and 3.
  let header: LengthHeader
  /// The length of each payload, in bytes.
  let payload: Int
  let messages: Int
  /// The frames, one behind the other.
  let bytes: [UInt8]

  /// Letters, because one of the loops makes text of them.
  ///
  /// - Parameter size: how long the stream gets, in bytes; it ends with the message that goes
  ///   beyond.
  init(payload: Int, about size: Int) throws {
    header = LengthHeader(width: 10, limit: payload)
    self.payload = payload
    messages = size / (header.width + payload) + 1
    var bytes: [UInt8] = []
    bytes.reserveCapacity(messages * (header.width + payload))
    for number in 0..<messages {
      let letter = UInt8(ascii: "a") + UInt8(number % 26)
      bytes += try header.frame(Array(repeating: letter, count: payload))
    }
    self.bytes = bytes
  }

  /// One message alone.
  init(payload: Int) throws {
    try self.init(payload: payload, about: 0)
  }

  /// Hands out the stream as receives would: cut after every `size` bytes, wherever that is.
  func forEachPiece(of size: Int, _ take: (ArraySlice<UInt8>) throws -> Void) rethrows {
    var begin = 0
    while begin < bytes.count {
      let end = min(begin + size, bytes.count)
      try take(bytes[begin..<end])
      begin = end
    }
  }
}
