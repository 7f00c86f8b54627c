@testable import LessonKit
import Testing

@Suite("A line that is typed")
struct LineEditorTests {
  /// What an editor makes of keys, given all at once and byte by byte; the rest is the line that has
  /// begun.
  private func type(_ keys: String, most: Int = 100) -> (entries: [LineEditor.Entry], rest: String) {
    type(Array(keys.utf8), most: most)
  }

  private func type(
    _ keys: [UInt8], most: Int = 100
  ) -> (entries: [LineEditor.Entry], rest: String) {
    var (whole, single) = (LineEditor(most: most), LineEditor(most: most))
    var (entries, others): ([LineEditor.Entry], [LineEditor.Entry]) = ([], [])
    whole.append(keys)
    while let entry = whole.next() { entries.append(entry) }
    for key in keys {
      single.append([key])
      while let entry = single.next() { others.append(entry) }
    }
    #expect(entries == others && whole.line == single.line, "in one piece, and byte by byte")
    return (entries, whole.line)
  }

  @Test("Return ends a line; several may come at once")
  func lines() {
    #expect(type("hello\n") == ([.line("hello")], ""))
    #expect(type("one\rtwo\n\nthr") == ([.line("one"), .line("two"), .line("")], "thr"))
  }

  @Test("Backspace takes a whole character away")
  func backspace() {
    #expect(type("hé\u{7F}\u{7F}\u{7F}\u{7F}ok").rest == "ok")
    #expect(type("a👩‍👩‍👧\u{7F}").rest == "a")
    #expect(type("e\u{301}x\u{8}\u{8}").rest == "")
    #expect(type("日本\u{7F}").rest == "日")
  }

  @Test("Ctrl-U takes all of it away, Ctrl-W a word")
  func erase() {
    #expect(type("hello\u{15}yes\n").entries == [.line("yes")])
    #expect(type("one two  \u{17}").rest == "one ")
    #expect(type("\u{15}\u{17}\u{7F}").rest == "")
  }

  @Test("Ctrl-D ends on an empty line, and does nothing elsewhere")
  func end() {
    #expect(type("\u{4}") == ([.end], ""))
    #expect(type("hi\u{4}") == ([], "hi"))
    #expect(type("hi\n\u{4}").entries == [.line("hi"), .end])
  }

  @Test("arrows and control characters leave nothing behind")
  func escapes() {
    #expect(type("a\u{1B}[Ab\u{1B}[1;5Cc\u{1B}OPd\u{1B}xe").rest == "abcde")
    #expect(type("a\u{0}\u{1}\u{7}b").rest == "ab")
    #expect(type("a\tb").rest == "a b")
  }

  @Test("what is no character is dropped, and what follows it is not")
  func badBytes() {
    #expect(type([0x61, 0xFF, 0x62, 0xC3, 0x63, 0xC3, 0xA9, 0xA9, 0x64]).rest == "abc\u{E9}d")
    #expect(type([0xED, 0xA0, 0x80, 0x78]).rest == "x", "half a surrogate")
  }

  @Test("a line ends to grow at its limit, which counts bytes")
  func limit() {
    #expect(type("abcdef", most: 3).rest == "abc")
    #expect(type("ééé", most: 5).rest == "éé")
    #expect(type("abcdef\nxy\n", most: 3).entries == [.line("abc"), .line("xy")])
  }

  @Test("one row shows the end of a line that is too long")
  func row() {
    #expect(TypedRow.text("hello", columns: 10) == "hello")
    #expect(TypedRow.text("123456789", columns: 10) == "123456789")
    #expect(TypedRow.text("1234567890", columns: 10) == "…34567890")
    #expect(TypedRow.text("日本日本日本", columns: 10) == "…本日本", "each takes two columns")
    #expect(TypedRow.text("a\u{202E}b", columns: 10) == "a\\xE2\\x80\\xAEb")
    #expect(TypedRow.text("", columns: 10) == "")
  }
}
