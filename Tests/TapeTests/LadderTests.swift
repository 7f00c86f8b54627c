import Checks
import Sockets
import Synchronization
import Tape
import Testing

@Suite("The recorder and the ladder")
struct LadderTests {
  /// The events of a tape, kept.
  private final class Kept: Sendable {
    let events = Mutex<[Event]>([])
    var tape: Tape { Tape { [self] event in events.withLock { $0.append(event) } } }
    var calls: [Event.Call] { events.withLock { $0.map(\.call) } }
  }

  private func draw(_ kept: Kept, both: Bool, left: Side) -> [String] {
    let ladder = Ladder(left: left, showsBoth: both)
    return kept.events.withLock { $0.flatMap { ladder.lines(for: $0) } }
  }

  @Test("the recorder notes what passes and changes none of it")
  func isInert() throws {
    func run(_ stream: any ByteStream) throws -> [[UInt8]] {
      _ = try stream.send([1, 2, 3][...])
      try stream.finishSending()
      return try [stream.receive(upTo: 8), stream.receive(upTo: 8), stream.receive(upTo: 8)]
    }
    func script() -> ScriptedStream {
      ScriptedStream(
        [.piece([7, 8, 9]), .interruption, .piece([6]), .close], sending: [.takes(2)])
    }
    let kept = Kept()
    let (watched, alone) = (script(), script())
    let results = try run(Recorder(watched, as: .client, on: kept.tape))
    #expect(try results == run(alone))
    #expect(watched.sent == alone.sent && watched.largestRequest == alone.largestRequest)
    #expect(
      kept.calls == [
        .connect, .send(of: 3), .halfClose, .receive(upTo: 8), .receive(upTo: 8),
        .receive(upTo: 8), .close,
      ])
  }

  @Test("both sides: a rail for each, and the bytes under each call")
  func drawsBoth() {
    let kept = Kept()
    kept.tape.note(.server, nil, .send(of: 22), Array("welcome to the server!".utf8))
    kept.tape.note(.client, nil, .receive(upTo: 8), Array("welcome ".utf8))
    kept.tape.note(.client, nil, .close)
    #expect(
      draw(kept, both: true, left: .server) == [
        "  │ send(22) → 22 ─────────────────────▶                                     │",
        "  │   77 65 6C 63 6F 6D 65 20  welcome·                                      │",
        "  │   74 6F 20 74 68 65 20 73  to·the·s                                      │",
        "  │   65 72 76 65 72 21        erver!                                        │",
        "  │                                     ────────────────────▶ receive(8) → 8 │",
        "  │                                        77 65 6C 63 6F 6D 65 20  welcome· │",
        "  │                                     ◀───────────────────────────── close │",
      ])
  }

  @Test("one side has the whole width, and a long payload says what is left out")
  func drawsOne() {
    let kept = Kept()
    kept.tape.note(.client, nil, .receive(upTo: 4096), Array(repeating: 0x1B, count: 82))
    let lines = draw(kept, both: false, left: .client)
    #expect(lines[lines.count - 3].contains("… 32 bytes …"))
    #expect(lines.last?.contains("  1B 1B  ") == true, "the end is shown, too")
    #expect(lines.allSatisfy { $0.count == 78 }, "\(lines.map(\.count))")
  }

  @Test("every line is 78 columns wide, whatever is in it")
  func keepsItsWidth() {
    let kept = Kept()
    let long = String(repeating: "a line that goes on and on, ", count: 10)
    kept.tape.note(.server, nil, .note(long))
    kept.tape.note(.client, nil, .failure(long))
    kept.tape.note(.client, nil, .receive(upTo: 1_048_576))
    kept.tape.note(.server, nil, .send(of: 3), [0, 0xC3, 0xFF])
    for both in [true, false] {
      #expect(draw(kept, both: both, left: .server).allSatisfy { $0.count == 78 })
    }
  }
}

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
