import Framing
import Testing

@Suite("Length headers")
struct LengthHeaderTests {
  private let header = LengthHeader(width: 10)

  @Test(
    "digits, then spaces, as many bytes as the width",
    arguments: [
      (0, "0         "), (22, "22        "), (9_999_999_999, "9999999999"),
    ])
  func writes(_ length: Int, _ text: String) throws {
    #expect(try header.bytes(announcing: length) == Array(text.utf8))
  }

  @Test("a length that does not fit is refused")
  func overflows() {
    #expect(throws: FramingError.headerOverflow(length: 100, width: 2)) {
      try LengthHeader(width: 2).bytes(announcing: 100)
    }
  }

  @Test("what was written is read", arguments: [0, 1, 9, 10, 1023, 1 << 20])
  func reads(_ length: Int) throws {
    #expect(try header.payloadLength(in: header.bytes(announcing: length)[...]) == length)
  }

  @Test(
    "anything but digits and then spaces is refused",
    arguments: [
      "          ", " 5        ", "-5        ", "+5        ", "5x        ", "5 5       ",
      "5.0       ", "1e3       ", "5\t        ", "٥        ", "5", "", "5          ",
    ])
  func refuses(_ text: String) {
    let bytes = Array(text.utf8)
    #expect(throws: FramingError.badHeader(bytes)) { try header.payloadLength(in: bytes[...]) }
  }

  @Test(
    "more than the limit is refused, however many digits say it",
    arguments: [
      ("1048577   ", 1_048_577), ("9999999999", 9_999_999_999),
      ("99999999999999999999", nil),
    ] as [(String, Int?)])
  func limits(_ text: String, _ length: Int?) {
    let header = LengthHeader(width: text.utf8.count)
    #expect(throws: FramingError.tooLong(length: length, limit: 1 << 20)) {
      try header.payloadLength(in: Array(text.utf8)[...])
    }
  }

  @Test("an error says what the header was")
  func describes() {
    #expect(
      FramingError.badHeader(Array("5\u{1B}".utf8)).description
        == "protocol error: the header \"5\\x1B\" is not a number, left-aligned and filled up "
        + "with spaces. Do both sides use the same header width?")
  }
}
