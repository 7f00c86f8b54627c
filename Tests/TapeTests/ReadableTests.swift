import Tape
import Testing

@Suite("Bytes as people can read them")
struct ReadableTests {
  @Test(
    "text as it is, half a character and control characters as bytes",
    arguments: [
      ("hello", "hello"), ("héllo 😀", "héllo 😀"), ("a\nb\u{1B}[2J", "a\\x0Ab\\x1B[2J"),
      ("\u{202E}evil", "\\xE2\\x80\\xAEevil"),
    ])
  func isReadable(_ text: String, _ expected: String) {
    #expect(Readable.text(text.utf8) == expected)
  }

  @Test("half a character at either end")
  func halves() {
    #expect(Readable.text([0x68, 0xC3]) == "h\\xC3")
    #expect(Readable.text([0xA9, 0x68]) == "\\xA9h")
    #expect(Readable.text([0xF0, 0x9F, 0x98]) == "\\xF0\\x9F\\x98")
  }
}
