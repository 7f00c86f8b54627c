import Tape
import Testing

@Suite("Parts of a stream, wherever it is cut")
struct ShapeTests {
  /// The parts of a stream that comes in these pieces: `header 5·`, `…payload he`.
  private func parts(_ shape: Shape, _ pieces: [String]) -> [[String]] {
    parts(shape, pieces.map { Array($0.utf8) })
  }

  private func parts(_ shape: Shape, _ pieces: [[UInt8]]) -> [[String]] {
    let kept = Kept(.both(shape))
    for piece in pieces { kept.tape.note(.client, nil, .receive(upTo: 99), piece) }
    return kept.all.map { event in
      event.stretches.map { stretch in
        (stretch.isContinued ? "…" : "") + (stretch.name ?? "-") + " "
          + stretch.bytes.map(Readable.cell).joined()
      }
    }
  }

  @Test("a header and a payload in one piece, and cut in both")
  func followsHeaders() {
    #expect(
      parts(.header(3), ["5  hello2  hi"]) == [
        ["header 5··", "payload hello", "header 2··", "payload hi"]
      ])
    #expect(
      parts(.header(3), ["5", "  he", "llo2  hi"]) == [
        ["header 5"], ["…header ··", "payload he"], ["…payload llo", "header 2··", "payload hi"],
      ])
  }

  @Test("every cut gives the same parts")
  func everyCut() {
    let stream = Array("5  hello0  11 hello world2  hi".utf8)
    let whole = parts(.header(3), [stream])[0]
    for cut in 1..<stream.count {
      let pieces = parts(.header(3), [Array(stream[..<cut]), Array(stream[cut...])])
      var joined = pieces[0]
      for part in pieces[1] {
        guard part.hasPrefix("…") else {
          joined.append(part)
          continue
        }
        joined[joined.count - 1] += part.drop { $0 != " " }.dropFirst()
      }
      #expect(joined == whole, "cut at \(cut)")
    }
  }

  @Test("an empty payload has no bytes, and the next header follows")
  func emptyPayload() {
    #expect(parts(.header(2), ["0 2 hi"]) == [["header 0·", "header 2·", "payload hi"]])
  }

  @Test(
    "what is no header is called so, at once and from there on",
    arguments: ["Msg received", "5x hello", " 5 hello", "-1 hello", "   "])
  func brokenHeaders(_ text: String) {
    let shown = text.utf8.map(Readable.cell).joined()
    #expect(parts(.header(3), [text, "more"]) == [["no header \(shown)"], ["…no header more"]])
  }

  @Test("a length beyond all numbers is no header either")
  func hugeLength() {
    let digits = String(repeating: "9", count: 30)
    #expect(parts(.header(30), [digits + "hi"])[0].last == "no header hi")
  }

  @Test("a field of its own width after some messages, and not after their data")
  func fields() {
    let shape = Shape.header(3, fieldAfter: ["ask", "beg"], none: "--")
    #expect(
      parts(shape, ["3  ask-- 3  begab 3  ask3  ask-- 2  hi"]) == [
        [
          "header 3··", "payload ask", "field --·", "header 3··", "payload beg", "field ab·",
          "header 3··", "payload ask", "header 3··", "payload ask", "field --·", "header 2··",
          "payload hi",
        ]
      ])
  }

  @Test("lines, each with its newline")
  func lines() {
    #expect(
      parts(.lines, ["a\nbc", "d\n\n"]) == [["line a⏎", "line bc"], ["…line d⏎", "line ⏎"]])
  }

  @Test("packed fields, with a text whose length is the first of them")
  func packed() {
    let packet: [UInt8] = [4, 0, 0, 0, 7, 0, 0xFE, 0xFF, 0x53, 0x55, 0x4D, 0x41]
    let shape = Shape.fields(["length": 4, "a": 2, "b": 2], text: "command")
    #expect(
      parts(shape, [packet, packet])
        == Array(
          repeating: ["length ░░░░", "a ░░", "b ░░", "command SUMA"], count: 2))
    #expect(
      parts(.fields(["x": 2, "y": 2]), [[1, 0, 2], [0, 3, 0]]) == [
        ["x ░░", "y ░"], ["…y ░", "x ░░"],
      ])
  }
}
