import Checks
import Sockets
import Synchronization
import Tape
import Testing

@Suite("The recorder changes nothing")
struct RecorderTests {
  /// A stream around a stream that notes every call as it arrives there, with its arguments.
  private final class Spy: ByteStream {
    let calls = Mutex<[String]>([])
    private let stream: ScriptedStream

    init(_ stream: ScriptedStream) { self.stream = stream }

    var peer: Endpoint { stream.peer }
    func receive(upTo count: Int) throws -> [UInt8] {
      calls.withLock { $0.append("receive \(count)") }
      return try stream.receive(upTo: count)
    }
    func send(_ bytes: ArraySlice<UInt8>) throws -> Int {
      calls.withLock { $0.append("send \(Array(bytes))") }
      return try stream.send(bytes)
    }
    func finishSending() throws {
      calls.withLock { $0.append("half-close") }
      try stream.finishSending()
    }
    func shutdown() {
      calls.withLock { $0.append("shutdown") }
      stream.shutdown()
    }
    func waitForBytes(until deadline: ContinuousClock.Instant) throws -> Bool {
      calls.withLock { $0.append("wait") }
      return try stream.waitForBytes(until: deadline)
    }
  }

  /// What a program does with a stream, and what comes of each call.
  private func use(_ stream: any ByteStream) -> [String] {
    func outcome<Value>(_ call: () throws -> Value) -> String {
      do { return "\(try call())" } catch { return "\(error)" }
    }
    return [
      outcome { try stream.send([1, 2, 3, 4, 5][1...3]) },
      outcome { try stream.sendAll([9, 9]) },
      outcome { try stream.waitForBytes(until: .now) },
      outcome { try stream.receive(upTo: 8) },
      outcome { try stream.receive(upTo: 1) },
      outcome { try stream.finishSending() },
      outcome { try stream.send([1]) },
      outcome { try stream.receive(upTo: 8) },
      outcome { try stream.receive(upTo: 8) },
      outcome { stream.shutdown() },
      outcome { stream.peer },
    ]
  }

  @Test(
    "the bytes, the order of the calls and what comes of them are the same, to the very end",
    arguments: [ScriptedStream.Arrival.close, .reset])
  func isInert(_ ending: ScriptedStream.Arrival) {
    func script() -> Spy {
      Spy(
        ScriptedStream(
          [.piece([7, 8, 9]), .interruption, .piece([6, 5]), ending],
          sending: [.takes(2), .interruption, .takes(1)]))
    }
    let (alone, watched) = (script(), script())
    let kept = Kept(.both(.header(2)))
    #expect(use(Recorder(watched, as: .client, on: kept.tape)) == use(alone))
    #expect(watched.calls.withLock { $0 } == alone.calls.withLock { $0 })
  }

  @Test("every call is on the tape: what it asked for, what it took, how it ended, and when")
  func notesEverything() throws {
    let kept = Kept()
    let stream = ScriptedStream([.piece([7, 8, 9]), .close], sending: [.takes(2)])
    do {
      let recorder = Recorder(stream, as: .server, on: kept.tape)
      _ = try recorder.send([1, 2, 3])
      _ = try recorder.receive(upTo: 8)
      _ = try recorder.receive(upTo: 8)
      try recorder.finishSending()
      #expect(throws: SocketError.self) { try recorder.send([4]) }
      recorder.shutdown()
    }
    #expect(
      kept.calls.prefix(5) == [
        .accept, .send(of: 3), .receive(upTo: 8), .receive(upTo: 8), .halfClose,
      ])
    #expect(kept.all.map(\.bytes) == [[], [1, 2], [7, 8, 9], [], [], [], []])
    guard case .failure(let sentence) = kept.calls[5] else {
      Issue.record("\(kept.calls)")
      return
    }
    #expect(sentence.hasPrefix("send to 127.0.0.1:1234: broken pipe"))
    #expect(kept.calls[6...] == [.close], "after a half-close a shutdown is nothing to the peer")
    #expect(kept.all.allSatisfy { $0.side == .server && $0.peer == stream.peer })
    let times = kept.all.map(\.time)
    #expect(times == times.sorted() && times[0] >= .zero)
  }

  @Test("a reset says during which call, a shutdown is an end")
  func notesResets() {
    let kept = Kept()
    let recorder = Recorder(
      ScriptedStream([.reset], sending: [.reset]), as: .client, on: kept.tape)
    #expect(throws: SocketError.self) { try recorder.receive(upTo: 10) }
    #expect(throws: SocketError.self) { try recorder.send([1, 2]) }
    recorder.shutdown()
    #expect(
      kept.calls == [
        .connect, .reset(during: "receive(10)"), .reset(during: "send(2)"), .shutdown,
      ])
  }
}
