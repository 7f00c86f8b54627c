/// Bytes as people can read them, and as no terminal can be harmed by.
public enum Readable {
  /// UTF-8 text as it is; what is no UTF-8, half a character at either end included, as its
  /// bytes (`\xC3`), and control characters, escape and newline included, likewise.
  public static func text(_ bytes: some Collection<UInt8>) -> String {
    // Most lines are nothing but printable ASCII, and a server may write many.
    if bytes.allSatisfy({ (0x20...0x7E).contains($0) }) {
      return String(decoding: bytes, as: UTF8.self)
    }
    var result = ""
    var decoder = UTF8()
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      var iterator = rest.makeIterator()
      if case .scalarValue(let scalar) = decoder.decode(&iterator), isHarmless(scalar) {
        result.unicodeScalars.append(scalar)
        rest = rest.dropFirst(UTF8.width(scalar))
      } else {
        result += "\\x" + hex(rest[rest.startIndex])
        rest = rest.dropFirst()
      }
      decoder = UTF8()
    }
    return result
  }

  /// `6F`: two hexadecimal digits.
  public static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count < 2 ? "0" + digits : digits
  }

  /// One column a byte: printable ASCII as it is, a space as `·`, a newline as `⏎`, anything
  /// else as `░`.
  public static func cell(_ byte: UInt8) -> String {
    switch byte {
    case 0x20: "·"
    case 0x0A: "⏎"
    case 0x21...0x7E: String(UnicodeScalar(byte))
    default: "░"
    }
  }

  private static func isHarmless(_ scalar: UnicodeScalar) -> Bool {
    switch scalar.properties.generalCategory {
    // Control characters move the cursor, format characters turn the direction of text.
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      // The joiner inside an emoji turns nothing.
      scalar == "\u{200D}"
    default: true
    }
  }
}
