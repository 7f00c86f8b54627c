/// Finds the replies in the stream that a server sends, and what is no reply.
///
/// A reply is the 12 raw bytes `Msg received`, with no header; nothing stands between two
/// (docs/protocols.md, "Lesson 4").
struct ReplyReader {
  static let reply = Array("Msg received".utf8)

  /// How many bytes of the current reply have come.
  private var place = 0

  /// Whether a reply has begun and is not whole.
  var isInside: Bool { place > 0 }

  /// Takes in what a receive gave, and returns how many replies became whole.
  ///
  /// - Parameter expected: how many replies are still to come.
  /// - Throws: `Trouble` at the first byte that is wrong, and at the first that is too many.
  mutating func take(_ bytes: [UInt8], expected: Int) throws(Trouble) -> Int {
    var whole = 0
    for (index, byte) in bytes.enumerated() {
      if whole == expected {
        throw Trouble(.tooManyReplies, came: Array(bytes[index...]))
      }
      guard byte == Self.reply[place] else {
        // With the bytes of this reply that were right, also those that came earlier.
        let rest = bytes[index...]
        throw Trouble(.wrongReply, came: Self.reply[..<place] + rest)
      }
      place += 1
      if place == Self.reply.count {
        place = 0
        whole += 1
      }
    }
    return whole
  }
}
