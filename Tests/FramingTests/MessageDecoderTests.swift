import Checks
import Framing
import Sockets
import Testing

@Suite("Messages out of pieces")
struct MessageDecoderTests {
  private let header = LengthHeader(width: 10)
  private let texts = ["hello", "", "héllo", String(repeating: "x", count: 12)]

  private func stream() throws -> [UInt8] {
    try texts.flatMap { try header.frame(Array($0.utf8)) }
  }

  @Test("the same messages, wherever the stream is cut once or twice")
  func everyCut() throws {
    let bytes = try stream()
    for first in 0...bytes.count {
      for second in first...bytes.count {
        var decoder = MessageDecoder(header: header)
        var found: [[UInt8]] = []
        for piece in [bytes[..<first], bytes[first..<second], bytes[second...]] {
          decoder.append(piece)
          while let payload = try decoder.next() { found.append(payload) }
        }
        try #require(found == texts.map { Array($0.utf8) }, "cut at \(first) and \(second)")
        try #require(decoder.missing == nil)
      }
    }
  }

  @Test("what is missing is said, in the header and in the payload")
  func saysWhatIsMissing() throws {
    var decoder = MessageDecoder(header: header)
    decoder.append(Array("5  ".utf8))
    #expect(try decoder.next() == nil)
    #expect(decoder.missing == CutOff(missing: 7, of: "the header"))
    decoder.append(Array("       he".utf8))
    #expect(try decoder.next() == nil)
    #expect(decoder.missing == CutOff(missing: 3, of: "the payload"))
  }

  @Test("a header of 999 999 999 bytes is believed within the limit and costs nothing")
  func allocatesNothing() throws {
    var decoder = MessageDecoder(header: LengthHeader(width: 10, limit: 1 << 30))
    decoder.append(Array("999999999 ".utf8))
    #expect(try decoder.next() == nil)
    #expect(decoder.missing?.missing == 999_999_999)
  }

  @Test("a reader gives whole messages, and nil when the peer closes between two")
  func reads() throws {
    let stream = ScriptedStream(
      try stream().map { .piece([$0]) } + [.interruption, .close])
    var messages = MessageReader(stream, header: header)
    for text in texts { #expect(try messages.nextText() == text) }
    #expect(try messages.next() == nil)
  }

  @Test("a reader tells a cut from an end")
  func tellsACut() throws {
    let stream = ScriptedStream([.piece(Array("5         he".utf8)), .close])
    var messages = MessageReader(stream, header: header)
    #expect(throws: CutOff(missing: 3, of: "the payload")) { try messages.next() }
  }

  @Test("a reader hands on a reset, and refuses what is not UTF-8")
  func refuses() throws {
    var cut = MessageReader(ScriptedStream([.reset]), header: header)
    #expect(throws: SocketError.self) { try cut.next() }
    let bad = ScriptedStream([.piece(Array("1         ".utf8) + [0xFF])])
    var messages = MessageReader(bad, header: header)
    #expect(throws: FramingError.notUTF8) { try messages.nextText() }
  }
}
