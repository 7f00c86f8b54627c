import LessonKit

/// A name in exactly 64 bytes, filled up with spaces. No header stands in front of it: both sides
/// know its size.
enum TargetField {
  static func bytes(naming name: String) throws -> [UInt8] {
    let bytes = Array(name.utf8)
    // Not cut to fit: the beginning of one name may be the whole of another.
    if bytes.count > width { throw ProtocolError("a target has at most \(width) bytes") }
    return bytes + Array(repeating: UInt8(ascii: " "), count: width - bytes.count)
  }

  /// The name without the spaces behind it; nil when the bytes are no text.
  static func name(in field: [UInt8]) -> String? {
    var bytes = field[...]
    while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
    return String(validating: bytes, as: UTF8.self)
  }
}
