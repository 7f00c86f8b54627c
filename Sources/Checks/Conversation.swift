import Sockets
import Tape

/// What the examinations of lessons 4 and 5 have in common: frames with a header of 64 bytes, and
/// how they are drawn.
enum Conversation {
  static let width = 64

  static func frame(_ text: String) -> [UInt8] { frame(Array(text.utf8)) }

  static func frame(_ payload: [UInt8]) -> [UInt8] {
    Lesson02Checks.right(payload.count, width) + payload
  }

  /// The pieces, one a line, with the many spaces of a header left out.
  static func drawing(of pieces: [[UInt8]]) -> [String] {
    pieces.enumerated().map { index, piece in
      let text = piece.drawnInOneLine
      let shown = text.count > 75 ? text.prefix(75) + "…" : text[...]
      return "piece \(index + 1): \(piece.count) \(piece.count == 1 ? "byte " : "bytes")  \(shown)"
    }
  }

  static func list(_ texts: [String]) -> String {
    "[" + texts.map { "\"\(readable($0))\"" }.joined(separator: ", ") + "]"
  }

  static func readable(_ text: String) -> String { Readable.text(text.utf8) }
}
