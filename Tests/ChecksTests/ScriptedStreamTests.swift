import Checks
import Sockets
import Testing

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

  @Test("asked again and again after the end, it ends the circle")
  func endsCircles() {
    let stream = ScriptedStream([.close])
    #expect(throws: ScriptedStream.OutOfBudget.self) {
      while true { _ = try stream.receive(upTo: 1) }
    }
    #expect(stream.wasAskedInCircles)
  }
}
