/// What a peer did wrong when it wrote a frame, in one sentence.
public enum FramingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The header is not one or more digits followed only by spaces; its bytes.
  case badHeader([UInt8])
  /// The header announces more than the limit allows. `length` is nil when it is beyond `Int`.
  case tooLong(length: Int?, limit: Int)
  /// A payload of `length` bytes cannot be announced in a header of `width` bytes.
  case headerOverflow(length: Int, width: Int)
  /// The payload is not UTF-8.
  case notUTF8

  public var description: String {
    switch self {
    case .badHeader(let bytes):
      "protocol error: the header \(quoted(bytes)) is not a number, left-aligned and filled up "
        + "with spaces. Do both sides use the same header width?"
    case .tooLong(let length, let limit):
      "protocol error: the header announces \(length.map(String.init) ?? "more than 2^63") bytes, "
        + "the limit is \(limit). --limit BYTES raises it."
    case .headerOverflow(let length, let width):
      "a payload of \(length) bytes cannot be announced in a header of \(width) bytes. "
        + "Send a shorter message."
    case .notUTF8:
      "protocol error: the payload is not UTF-8 text. Is the peer sending something else?"
    }
  }
}

/// The bytes between quotes, printable ASCII as it is and the rest as `\x1B`; many spaces at the
/// end are counted.
private func quoted(_ bytes: [UInt8]) -> String {
  let spaces = bytes.reversed().prefix { $0 == UInt8(ascii: " ") }.count
  if spaces > 2, spaces == bytes.count { return "of \(spaces) spaces" }
  if spaces > 2 { return "\(quoted(bytes.dropLast(spaces))) (and \(spaces) spaces)" }
  let text = bytes.map { byte in
    (0x20...0x7E).contains(byte)
      ? String(UnicodeScalar(byte)) : "\\x" + String(byte, radix: 16, uppercase: true).leftPadded
  }
  return "\"\(text.joined())\""
}

extension String {
  /// Two hexadecimal digits.
  fileprivate var leftPadded: String { count < 2 ? "0" + self : self }
}
