/// How one direction of a stream is divided into parts: all that the tape knows of a protocol.
///
/// A lesson says what its messages look like (`.header(10)`, `.lines`), and the drawing follows the
/// stream with it, wherever the stream is cut.
public struct Shape: Sendable {
  /// A stretch of the stream that belongs together.
  struct Part: Sendable {
    enum Extent: Sendable {
      case bytes(Int)
      /// Up to a newline, which belongs to it.
      case line
      /// To the end of the stream.
      case open
    }
    /// What it is called in the drawing; nil when there is nothing to say.
    let name: String?
    let kind: Stretch.Kind
    let extent: Extent
    /// Whether it is a field of a packet, drawn in one row with its neighbours.
    var isField = false
    /// Whether its beginning can be the beginning of such a part.
    var accepts: @Sendable (ArraySlice<UInt8>) -> Bool = { _ in true }

    static let raw = Part(name: nil, kind: .plain, extent: .open)
    /// What follows once the stream has broken its shape: nobody can tell where a message begins.
    static func broken(_ name: String) -> Part { Part(name: name, kind: .wrong, extent: .open) }
  }

  /// A part that has ended, with its first bytes (at most 1024).
  struct Ended: Sendable {
    let name: String?
    let bytes: [UInt8]

    /// Its bytes as a text, without the spaces that fill it up.
    var text: String {
      let end = bytes.lastIndex { $0 != 0x20 } ?? -1
      return String(decoding: bytes[...end], as: UTF8.self)
    }
  }

  /// What follows the parts that have ended, of which the last few are given.
  let next: @Sendable (_ ended: [Ended]) -> Part

  /// Bytes, and nothing is known about them.
  public static let raw = Shape { _ in .raw }

  /// Messages: a header of `width` bytes, which has the payload's length in decimal digits and then
  /// spaces, and the payload. - Source: docs/protocols.md, "Fixed-width header".
  ///
  /// - Parameters:
  ///   - words: payloads that announce a bare field of the same width, filled up with spaces: the
  ///     target of a request. A message behind such a field is its data, whatever it says.
  ///   - none: what a field says that has no data behind it.
  public static func header(
    _ width: Int, fieldAfter words: [String] = [], none: String = ""
  ) -> Shape {
    let header = Part(
      name: "header", kind: .header, extent: .bytes(width),
      accepts: { bytes in
        let rest = bytes.drop { (0x30...0x39).contains($0) }
        return rest.count < bytes.count && rest.allSatisfy { $0 == 0x20 }
      })
    let field = Part(name: "field", kind: .header, extent: .bytes(width))
    return Shape { ended in
      guard let last = ended.last else { return header }
      if last.name == "header" {
        guard let length = Int(last.text) else { return .broken("no header") }
        return Part(name: "payload", kind: .payload, extent: .bytes(length))
      }
      // A field, its data's header, its data.
      let before = ended.dropLast(2).last
      let isData = before?.name == "field" && before?.text != none
      return last.name == "payload" && !isData && words.contains(last.text) ? field : header
    }
  }

  /// Lines that end in a newline.
  public static let lines = Shape { _ in Part(name: "line", kind: .payload, extent: .line) }

  /// Packets of packed fields, one after the other, each with its name and its size in bytes.
  ///
  /// - Parameter text: the name of a text behind the fields, where there is one: the first field is
  ///   its length then, in little-endian order.
  public static func fields(_ fields: KeyValuePairs<String, Int>, text: String? = nil) -> Shape {
    let parts = fields.map {
      Part(name: $0.key, kind: .header, extent: .bytes($0.value), isField: true)
    }
    return Shape { ended in
      guard let last = ended.last, let index = parts.firstIndex(where: { $0.name == last.name })
      else { return parts.first ?? .raw }
      if index + 1 < parts.count { return parts[index + 1] }
      guard let text, let first = ended.suffix(parts.count).first else { return parts[0] }
      let length = first.bytes.prefix(7).reversed().reduce(0) { $0 << 8 | Int($1) }
      return Part(name: text, kind: .payload, extent: .bytes(length))
    }
  }
}
