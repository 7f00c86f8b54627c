import Framing

/// The course's decoder: a piece in, then every message that is whole.
func decode(_ stream: SampleStream, piecesOf size: Int) throws -> Tally {
  var tally = Tally()
  var decoder = MessageDecoder(header: stream.header)
  try stream.forEachPiece(of: size) { piece in
    decoder.append(piece)
    while let payload = try decoder.next() { tally.add(payload) }
  }
  return tally
}

/// A beginner's loop: what was read is removed from the front of the buffer.
///
/// Each `removeFirst` moves all the bytes behind it, so a message costs as much as what waits.
func removeFromFront(_ stream: SampleStream, piecesOf size: Int) throws -> Tally {
  let width = stream.header.width
  var tally = Tally()
  var buffer: [UInt8] = []
  try stream.forEachPiece(of: size) { piece in
    buffer += piece
    while buffer.count >= width {
      let length = try stream.header.payloadLength(in: buffer[..<width])
      guard buffer.count - width >= length else { break }
      buffer.removeFirst(width)
      tally.add(Array(buffer[..<length]))
      buffer.removeFirst(length)
    }
  }
  return tally
}

/// A beginner's loop: one text that grows, and its characters counted after each piece.
///
/// `count` walks over the whole text, so a piece costs as much as all pieces before it. The loop
/// is also wrong: it needs a message to end where a piece ends, and a byte to be a character.
func countCharacters(_ stream: SampleStream, piecesOf size: Int) throws -> Tally {
  let width = stream.header.width
  var tally = Tally()
  var text = ""
  var length = 0
  try stream.forEachPiece(of: size) { piece in
    if text.isEmpty { length = try stream.header.payloadLength(in: piece.prefix(width)) }
    text += String(decoding: piece, as: UTF8.self)
    if text.count - width == length {
      tally.add(Array(text.utf8.dropFirst(width)))
      text = ""
    }
  }
  return tally
}
