import Checks
import Testing

@Suite("What a learner reads")
struct VerdictTests {
  @Test("the ruler puts a caret under the first wrong byte")
  func ruler() {
    #expect(
      ByteRuler.compare(expected: Array("6         ".utf8), yours: Array("5         ".utf8)) == [
        "byte       0  1  2  3  4  5  6  7  8  9",
        "expected  36 20 20 20 20 20 20 20 20 20   6·········",
        "yours     35 20 20 20 20 20 20 20 20 20   5·········",
        "          ^^ byte 0 is 35 \"5\", expected 36 \"6\"",
      ])
  }

  @Test("a byte that is missing, one too many, one far behind")
  func differences() {
    #expect(
      ByteRuler.compare(expected: [1, 2], yours: [1]).last
        == "             ^^ byte 1 is missing, expected 02")
    #expect(
      ByteRuler.compare(expected: [], yours: [0x41]).last
        == "          ^^ byte 0 is one too many: 41 \"A\"")
    let long = Array(repeating: UInt8(0x61), count: 500)
    let lines = ByteRuler.compare(expected: long + [0x62], yours: long + [0x63])
    #expect(lines.allSatisfy { $0.count <= 78 })
    #expect(lines.last?.hasSuffix("byte 500 is 63 \"c\", expected 62 \"b\" ^^") == true)
  }
}
