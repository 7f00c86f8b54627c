/// How many bytes every header has.
let width = 10

/// What makes a stream unreadable.
enum HeaderError: Error, CustomStringConvertible {
  case malformed([UInt8])
  case tooLong(String, limit: Int)
  case notText

  var description: String {
    switch self {
    case .malformed(let bytes):
      "protocol error: the header \(bytes) is not digits and then spaces, \(width) bytes in all. "
        + "Is the peer's header as wide as ours?"
    case .tooLong(let digits, let limit):
      "protocol error: a message of \(digits) bytes is announced, the limit is \(limit). "
        + "--limit BYTES raises it."
    case .notText:
      "protocol error: the message is not UTF-8 text. Is the peer sending something else?"
    }
  }
}

/// The payload's length in decimal digits, left-aligned, filled up with spaces.
func header(announcing length: Int) -> [UInt8] {
  let digits = Array("\(length)".utf8)
  return digits + Array(repeating: UInt8(ascii: " "), count: width - digits.count)
}

/// The length that a header announces: one or more digits, then only spaces.
func payloadLength(in header: [UInt8], limit: Int) throws -> Int {
  let digits = header.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
  let rest = header.dropFirst(digits.count)
  guard !digits.isEmpty, rest.allSatisfy({ $0 == UInt8(ascii: " ") }) else {
    throw HeaderError.malformed(header)
  }
  let text = String(decoding: digits, as: UTF8.self)
  guard let length = Int(text), length <= limit else {
    throw HeaderError.tooLong(text, limit: limit)
  }
  return length
}
