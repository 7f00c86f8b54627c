import Sockets
import Tape
import Testing

@Suite("The ladder")
struct LadderTests {
  private let message = Array("22        Welcome to the server!".utf8)

  @Test("both sides: a rail for each, and the bytes under each call")
  func drawsBoth() {
    let kept = Kept()
    kept.tape.note(.server, nil, .send(of: 22), Array("welcome to the server!".utf8))
    kept.tape.note(.client, nil, .receive(upTo: 8), Array("welcome ".utf8))
    kept.tape.note(.client, nil, .close)
    #expect(
      kept.draw(both: true, left: .server) == [
        "  │ send(22) → 22 ─────────────────────▶                                     │",
        "  │   77 65 6C 63 6F 6D 65 20  welcome·                                      │",
        "  │   74 6F 20 74 68 65 20 73  to·the·s                                      │",
        "  │   65 72 76 65 72 21        erver!                                        │",
        "  │                                     ────────────────────▶ receive(8) → 8 │",
        "  │                                        77 65 6C 63 6F 6D 65 20  welcome· │",
        "  │                                     ◀───────────────────────────── close │",
      ])
  }

  @Test("header and payload have rows and names of their own, also where a receive cuts them")
  func namesTheParts() {
    let kept = Kept(.both(.header(10)))
    kept.tape.note(.server, nil, .send(of: 32), message)
    kept.tape.note(.client, nil, .receive(upTo: 16), Array(message[..<16]))
    kept.tape.note(.client, nil, .receive(upTo: 16), Array(message[16...]))
    #expect(
      kept.draw(both: true, left: .server) == [
        "  │ send(32) → 32 ─────────────────────▶                                     │",
        "  │   32 32 20 20 20 20 20 20  22······  header                              │",
        "  │   20 20                    ··                                            │",
        "  │   57 65 6C 63 6F 6D 65 20  Welcome·  payload                             │",
        "  │   74 6F 20 74 68 65 20 73  to·the·s                                      │",
        "  │   65 72 76 65 72 21        erver!                                        │",
        "  │                                     ──────────────────▶ receive(16) → 16 │",
        "  │                                header  32 32 20 20 20 20 20 20  22······ │",
        "  │                                        20 20                    ··       │",
        "  │                               payload  57 65 6C 63 6F 6D        Welcom   │",
        "  │                                     ──────────────────▶ receive(16) → 16 │",
        "  │                             … payload  65 20 74 6F 20 74 68 65  e·to·the │",
        "  │                                        20 73 65 72 76 65 72 21  ·server! │",
      ])
  }

  @Test("colours say the same as the names, and take no room")
  func paints() {
    let kept = Kept(.both(.header(10)))
    kept.tape.note(.server, nil, .send(of: 32), message)
    kept.tape.note(.client, nil, .receive(upTo: 3), [0x78])
    kept.tape.note(.client, nil, .reset(during: "receive(3)"))
    let paint = Paint(isTerminal: true, environment: ["TERM": "xterm"])
    let painted = kept.draw(both: true, left: .server, paint: paint)
    #expect(painted[1].contains("\u{1B}[36m32 32 20 20 20 20 20 20\u{1B}[0m"))
    #expect(painted[3].contains("\u{1B}[32mWelcome·\u{1B}[0m"))
    #expect(painted.last?.contains("\u{1B}[31m✗ receive(3): the peer has reset") == true)
    let plain = painted.map { $0.replacing(/\u{1B}\[\d+m/, with: "") }
    #expect(plain == kept.draw(both: true, left: .server))
  }

  @Test("one side has the whole width, and a long payload says what is left out")
  func drawsOne() {
    let kept = Kept()
    kept.tape.note(.client, nil, .receive(upTo: 4096), Array(repeating: 0x1B, count: 82))
    let lines = kept.draw(both: false, left: .client)
    #expect(lines[3].contains("… 32 bytes …"))
    #expect(lines.last?.contains("  1B 1B  ") == true, "the end is shown, too")
    #expect(lines.allSatisfy { $0.count == 78 }, "\(lines.map(\.count))")
  }

  @Test("spaces that fill up are counted, a long text is text")
  func shortens() {
    let kept = Kept(.both(.header(64)))
    let text = String(repeating: "all work and no play ", count: 40)
    let header = "840" + String(repeating: " ", count: 61)
    kept.tape.note(.server, nil, .send(of: 904), Array((header + text).utf8))
    #expect(
      kept.draw(both: true, left: .server) == [
        "  │ send(904) → 904 ───────────────────▶                                     │",
        "  │   38 34 30 20 20 20 20 20  840·····  header                              │",
        "  │   … 56 spaces …                                                          │",
        "  │   all·work·and·no·play·all·work·and  payload                             │",
        "  │   ·no·play·all·work·and·no·play·all                                      │",
        "  │   … 726 bytes …                                                          │",
        "  │   ·play·all·work·and·no·play·all·wo                                      │",
        "  │   rk·and·no·play·                                                        │",
      ])
  }

  @Test("fields of a packet stand in one row, where they fit")
  func joinsFields() {
    let kept = Kept(.both(.fields(["number": 4, "x": 2, "y": 2])))
    kept.tape.note(.server, nil, .send(of: 16), [3, 0, 0, 0, 1, 0, 2, 0, 4, 0, 0, 0, 5, 0, 6, 0])
    kept.tape.note(.client, nil, .receive(upTo: 5), [3, 0, 0, 0, 1])
    kept.tape.note(.client, nil, .receive(upTo: 5), [0, 2, 0, 4, 0])
    #expect(
      kept.draw(both: true, left: .server) == [
        "  │ send(16) → 16 ─────────────────────▶                                     │",
        "  │   03 00 00 00|01 00|02 00  ░░░░░░░░  number x y                          │",
        "  │   04 00 00 00|05 00|06 00  ░░░░░░░░  number x y                          │",
        "  │                                     ────────────────────▶ receive(5) → 5 │",
        "  │                              number x  03 00 00 00|01           ░░░░░    │",
        "  │                                     ────────────────────▶ receive(5) → 5 │",
        "  │                          … x y number  00|02 00|04 00           ░░░░░    │",
      ])
  }

  @Test("ten thousand messages in one call are a few rows, and a number")
  func manyParts() {
    let kept = Kept(.both(.header(2)))
    kept.tape.note(
      .server, nil, .send(of: 40_000), Array(String(repeating: "2 hi", count: 10_000).utf8))
    let lines = kept.draw(both: true, left: .server)
    #expect(lines.count == 17)
    #expect(lines[11].contains("… 39970 bytes …"), "\(lines[11])")
  }

  /// Whatever is in it: long lines, binary bytes, emoji, text from right to left.
  private var odd: Kept {
    let kept = Kept(.both(.header(10)))
    let long = String(repeating: "a line that goes on and on, ", count: 10)
    for text in [long, "😀😀 héllo 漢字 e\u{301}", String(repeating: "x", count: 200)] {
      kept.tape.note(.server, nil, .note(text))
      kept.tape.note(.client, nil, .failure(text))
      kept.tape.note(.client, nil, .meddling(text))
    }
    kept.tape.note(.client, nil, .receive(upTo: 1_048_576))
    kept.tape.note(.server, nil, .send(of: 3), [0, 0xC3, 0xFF])
    kept.tape.note(.client, nil, .passage, Array("3         \u{1B}[2".utf8))
    return kept
  }

  @Test("every line is as wide as the terminal allows", arguments: [20, 40, 60, 79, 80, 200])
  func keepsItsWidth(_ columns: Int) {
    let width = min(max(columns, 40), 80) - 2
    for both in [true, false] {
      for line in odd.draw(both: both, left: .server, columns: columns) {
        let wide = line.filter { "😀漢字".contains($0) }.count
        #expect(line.count + wide == width, "\(line)")
        #expect(!line.contains("\u{1B}"))
      }
    }
    let ladder = Ladder(left: .server, showsBoth: true, columns: columns)
    let names = ladder.heading("server", "[1] device 1  [2] client 2  [3] client 3  [4] client 4")
    #expect(names.count == width)
  }

  @Test("text from right to left turns nothing but itself")
  func isolates() {
    let kept = Kept()
    kept.tape.note(.server, nil, .note("client 1: שלום"))
    #expect(kept.draw(both: true, left: .server)[0].contains("“\u{2068}client 1: שלום\u{2069}”"))
  }
}
