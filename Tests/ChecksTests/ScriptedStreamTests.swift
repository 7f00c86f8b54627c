import Sockets
import Testing

@testable import Checks

@Suite("A stream with a script")
struct ScriptedStreamTests {
  @Test("it delivers exactly its pieces, whatever is asked")
  func delivers() throws {
    let stream = ScriptedStream([.piece([1, 2, 3]), .piece([4]), .close])
    #expect(try stream.receive(upTo: 100) == [1, 2, 3])
    #expect(try stream.receive(upTo: 100) == [4])
    #expect(try stream.receive(upTo: 100) == [])
    #expect(try stream.receive(upTo: 100) == [], "an end stays an end")
  }

  @Test("a receive that asks for less leaves the rest")
  func leavesTheRest() throws {
    let stream = ScriptedStream([.piece([1, 2, 3])])
    #expect(try stream.receive(upTo: 2) == [1, 2])
    #expect(stream.remaining == [3])
    #expect(try stream.receive(upTo: 2) == [3])
  }

  @Test("past the script it waits for bytes that never come, and says so")
  func isNeverOutrun() {
    let stream = ScriptedStream([])
    #expect(throws: ScriptedStream.Outrun.self) { try stream.receive(upTo: 1) }
    #expect(stream.wasOutrun)
  }

  @Test("a signal is retried by the loop that a real connection has")
  func interrupts() throws {
    let stream = ScriptedStream(
      [.interruption, .interruption, .piece([1])], sending: [.interruption, .takes(1)])
    #expect(try stream.receive(upTo: 1) == [1])
    #expect(try stream.send([5, 6][...]) == 1)
  }

  @Test("a reset is ECONNRESET, a broken pipe EPIPE, and both stay")
  func fails() {
    let reset = ScriptedStream([.reset], sending: [.brokenPipe])
    for _ in 1...3 {
      let receiving = #expect(throws: SocketError.self) { try reset.receive(upTo: 1) }
      #expect(receiving?.reason == .errno(.connectionReset))
      let sending = #expect(throws: SocketError.self) { try reset.send([1][...]) }
      #expect(sending?.reason == .errno(.brokenPipe))
    }
    #expect(reset.failedSends == 3)
  }

  @Test("sends take as many bytes as the script says, and then all")
  func takes() throws {
    let stream = ScriptedStream(sending: [.takes(1), .takes(2)])
    #expect(try stream.send([1, 2, 3, 4][...]) == 1)
    #expect(try stream.send([2, 3, 4][...]) == 2)
    #expect(try stream.send([4, 5, 6, 7][...]) == 4)
    #expect(stream.sent == [1, 2, 3, 4, 5, 6, 7])
  }

  @Test("it remembers the last calls, as a ladder that shows where it went wrong")
  func remembersCalls() throws {
    let header = Conversation.frame("hello")
    let stream = ScriptedStream(
      [.piece(header), .interruption, .piece([0x1B, 0xC3]), .close],
      sending: [.takes(12), .takes(5), .brokenPipe])
    _ = try stream.receive(upTo: 4096)
    _ = try stream.send(Array("Msg received".utf8)[...])
    _ = try stream.send(Array("Msg received".utf8)[...])
    _ = try stream.receive(upTo: 8)
    for _ in 1...3 { _ = try stream.receive(upTo: 8) }
    #expect(
      stream.calls == [
        "your code called",
        "│ receive(4096) → 69 ◀────────────── 5·(61 spaces)·hello",
        "│ send(12) → 12 ───────────────────▶ Msg·received",
        "│ send(12) → 5 ────────────────────▶ Msg·r",
        "│ receive(8) → 2 ◀────────────────── ░░",
        "│ receive(8) → 0, the end (3 times) ◀─",
      ])
    for count in 1...3 { _ = try? stream.send(Array(repeating: 0, count: count)[...]) }
    stream.shutdown()
    #expect(
      stream.calls == [
        "your code called", "│ … 1 call before …",
        "│ send(12) → 12 ───────────────────▶ Msg·received",
        "│ send(12) → 5 ────────────────────▶ Msg·r",
        "│ receive(8) → 2 ◀────────────────── ░░",
        "│ receive(8) → 0, the end (3 times) ◀─",
        "│ ✗ send(1): the peer has closed and takes nothing more (3 such calls)",
        "│ shutdown ────────────────────────▶",
      ])
  }

  @Test("a ladder has eight lines at most, each within a projector's width")
  func remembersFew() {
    let stream = ScriptedStream(
      (0..<40).map { .piece([UInt8](repeating: 0x61 + UInt8($0 % 20), count: 70)) })
    for _ in 0..<41 { _ = try? stream.receive(upTo: 1_048_576) }
    let calls = stream.calls
    #expect(calls.count == 8)
    #expect(calls[1] == "│ … 35 calls before …")
    #expect(calls.last == "│ ✗ receive(1048576): waits for bytes that never come")
    #expect(calls.allSatisfy { $0.count <= 76 }, "\(calls)")
  }

  @Test("a mistake carries the calls that led to it, behind what else it draws")
  func showsCalls() {
    let stream = ScriptedStream([.piece([0x68, 0x69])])
    let mistake = #expect(throws: Mistake.self) {
      try stream.showingCalls {
        _ = try stream.receive(upTo: 8)
        throw Mistake("oneReceive", "It stops.", drawing: ["piece 1: hi"], advice: "go on.")
      }
    }
    #expect(
      mistake?.text == """
        It stops.

          piece 1: hi

          your code called
          │ receive(8) → 2 ◀────────────────── hi

        To do: go on.
        """)
    #expect(Mistake("a", "b", advice: "c").after([]) == Mistake("a", "b", advice: "c"))
  }

  @Test("asked again and again after the end, it ends the circle")
  func endsCircles() {
    let stream = ScriptedStream([.close])
    #expect(throws: ScriptedStream.OutOfBudget.self) {
      while true { _ = try stream.receive(upTo: 1) }
    }
    #expect(stream.wasAskedInCircles)
  }
}
