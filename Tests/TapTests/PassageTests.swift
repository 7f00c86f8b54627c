import CourseTesting
import Foundation
import Sockets
import Tape
import Tapping
import Testing

@Suite("A tap passes on what it is given", .waits)
struct PassageTests {
  @Test("bytes come out as they went in, both ways")
  func passes() throws {
    let ends = try Ends()
    try ends.client.sendAll([1, 2, 0, 0x1B])
    #expect(try ends.server.bytes(4) == [1, 2, 0, 0x1B])
    try ends.server.sendAll([9])
    #expect(try ends.client.bytes(1) == [9])
    #expect(ends.notes.calls(of: .client, 1) == [.passage])
    #expect(ends.notes.calls(of: .server, 1) == [.passage])
  }

  @Test("megabytes at once in both directions, none lost, none twice")
  func carriesMuch() async throws {
    let ends = try Ends()
    let block = (0..<100_003).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let much = Array(repeatElement(block, count: 12).joined())
    let (client, server) = (ends.client, ends.server)
    for end in [client, server] {
      Thread.detachNewThread {
        try? end.sendAll(much)
        try? end.finishSending()
      }
    }
    async let answers = onThread { try client.bytes(much.count) == much && client.ends }
    let questions = try await onThread { try server.bytes(much.count) == much && server.ends }
    let isRight = try await answers
    #expect(questions && isRight)
    #expect(ends.notes.told(1) == ["1 ended: \(much.count) and \(much.count)"])
  }

  @Test("a half-close is passed on, and the other direction lives on")
  func halfCloses() throws {
    let ends = try Ends()
    try ends.client.sendAll([1])
    try ends.client.finishSending()
    #expect(try ends.server.bytes(1) == [1])
    #expect(try ends.server.ends)
    try ends.server.sendAll([2])
    #expect(try ends.client.bytes(1) == [2])
    try ends.server.finishSending()
    #expect(try ends.client.ends)
    #expect(ends.notes.calls(of: .client, 2) == [.passage, .end])
    #expect(ends.notes.calls(of: .server, 2) == [.passage, .end])
  }

  @Test("a reset is passed on, whoever it comes from", arguments: [Side.client, .server])
  func resets(_ side: Side) throws {
    var ends: Ends? = try Ends()
    let notes = try #require(ends?.notes)
    var client = ends?.client
    var server = ends?.server
    // Bytes before it, so that both directions were in use.
    try client?.sendAll([1])
    #expect(try server?.bytes(1) == [1])
    ends = nil
    if side == .client {
      client?.resetOnClose()
      client = nil
      #expect(server?.isReset == true)
    } else {
      server?.resetOnClose()
      server = nil
      #expect(client?.isReset == true)
    }
    #expect(notes.calls(of: side, side == .client ? 2 : 1).last == .passingReset)
    #expect(notes.told(1) == ["1 ended: 1 and 0"], "both threads have ended")
  }

  @Test("nobody behind it: the client is reset, the tap says so and goes on")
  func noServer() throws {
    let nowhere = Endpoint.unused()
    let notes = Notes()
    let tap = try Tap(
      on: Endpoint(host: "127.0.0.1", port: 0), to: nowhere, tell: { notes.hear($0) })
    Thread.detachNewThread { tap.run() }
    defer { tap.stop() }
    for _ in 1...2 {
      switch Result(catching: { try Connection(to: tap.endpoint) as Connection }) {
      case .success(let client): #expect(client.isReset)
      // The reset was quicker than the end of the connect.
      case .failure(let error): #expect((error as? SocketError)?.reason == .errno(.connectionReset))
      }
    }
    let told = notes.told(2)
    #expect(told.count == 2)
    let sentence = "connect \(nowhere): connection refused (ECONNREFUSED)"
    #expect(told.allSatisfy { $0.hasPrefix(sentence) }, "\(told)")
  }
}
