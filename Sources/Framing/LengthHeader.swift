/// The header of a message: its payload's length, in a fixed number of bytes.
///
///     5·········hello         width 10: "5" and nine spaces, then the payload
///
/// Decimal ASCII digits, left-aligned, filled up with spaces. The length counts bytes, never
/// characters. Source: docs/protocols.md, "Fixed-width header".
public struct LengthHeader: Sendable {
  /// How many bytes a header has; 10 in lessons 2 and 3, 64 in lessons 4 to 8.
  public let width: Int
  /// The longest payload that is accepted, in bytes.
  public let limit: Int

  public static let defaultLimit = 1 << 20

  /// - Parameter limit: at most 2^56 bytes, so that ten times it still is an `Int`.
  public init(width: Int, limit: Int = LengthHeader.defaultLimit) {
    self.width = width
    self.limit = min(limit, 1 << 56)
  }

  /// The header that announces `length` bytes.
  ///
  /// - Throws: `FramingError.headerOverflow` when its digits do not fit into the width.
  public func bytes(announcing length: Int) throws(FramingError) -> [UInt8] {
    let digits = Array(String(length).utf8)
    guard digits.count <= width else {
      throw .headerOverflow(length: length, width: width)
    }
    return digits + Array(repeating: Self.space, count: width - digits.count)
  }

  /// Header and payload, ready to be sent.
  ///
  /// - Throws: `FramingError.headerOverflow`.
  public func frame(_ payload: [UInt8]) throws(FramingError) -> [UInt8] {
    try bytes(announcing: payload.count) + payload
  }

  /// The length that a header announces.
  ///
  /// Strict: one or more digits, then only spaces, `width` bytes in all. No sign, no leading
  /// space, no more than `limit`.
  ///
  /// - Parameter header: exactly `width` bytes.
  /// - Throws: `FramingError.badHeader` or `.tooLong`.
  @inline(__always)  // A call would retain and release the slice's buffer, once for each message.
  public func payloadLength(in header: ArraySlice<UInt8>) throws(FramingError) -> Int {
    var length = 0
    var at = header.startIndex
    while at < header.endIndex, case let digit = header[at] &- Self.zero, digit <= 9 {
      // Stops counting long before an Int overflows; the digits are still all read.
      if length <= limit { length = length &* 10 &+ Int(digit) }
      at += 1
    }
    let digits = at - header.startIndex
    while at < header.endIndex, header[at] == Self.space { at += 1 }
    guard header.count == width, digits > 0, at == header.endIndex else {
      throw .badHeader(Array(header))
    }
    guard length <= limit else {
      throw .tooLong(
        length: Int(String(decoding: header.prefix(digits), as: UTF8.self)), limit: limit)
    }
    return length
  }

  private static let space = UInt8(ascii: " ")
  private static let zero = UInt8(ascii: "0")
}
