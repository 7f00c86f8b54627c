let width = 10  // bytes in every header

/// What a peer sent cannot be understood, and why.
enum ProtocolError: Error, CustomStringConvertible {
  case malformed(String), tooLong(limit: Int), notText

  var description: String {
    switch self {
    case .malformed(let text): "protocol error: \(text.debugDescription) is no length. \(hint)"
    case .tooLong(let limit): "protocol error: more than \(limit) bytes. --limit BYTES allows them."
    case .notText: "protocol error: the payload is not UTF-8 text. \(hint)"
    }
  }
  private var hint: String { "Is that lesson 2's server, or another one?" }
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
    throw ProtocolError.malformed(String(decoding: header, as: UTF8.self))
  }
  guard let length = Int(String(decoding: digits, as: UTF8.self)), length <= limit else {
    throw ProtocolError.tooLong(limit: limit)
  }
  return length
}
