import CourseTesting
import Foundation
import Sockets
import Testing

@Suite("Connections over real TCP", .waits)
struct ConnectionTests {
  static let hosts = ["127.0.0.1", "localhost", "::1"]

  /// Some machines have no IPv6.
  private func requireAddress(_ host: String) throws {
    guard (try? Listener(on: Endpoint(host: host, port: 0))) == nil else { return }
    try Test.cancel("not run: this machine has no address \(host)")
  }

  private func pair(
    _ host: String = "127.0.0.1", patience: Duration = .seconds(5), sendBuffer: Int? = nil,
    receiveBuffer: Int? = nil
  ) throws -> (client: Connection, server: Connection) {
    let listener = try Listener(
      on: Endpoint(host: host, port: 0), patience: patience, sendBuffer: sendBuffer)
    let client = try Connection(to: listener.endpoint, receiveBuffer: receiveBuffer)
    return (client, try #require(try listener.accept()))
  }

  @Test("bytes come out as they went in, both ways", arguments: hosts)
  func carriesBytes(_ host: String) throws {
    try requireAddress(host)
    let (client, server) = try pair(host)
    try client.sendAll([1, 2, 3])
    #expect(try server.bytes(3) == [1, 2, 3])
    try server.sendAll([4])
    #expect(try client.receive(upTo: 100) == [4])
    #expect(client.peer == server.local && server.peer == client.local)
  }

  @Test("a receive takes at most what it asks for and leaves the rest")
  func receivesUpTo() throws {
    let (client, server) = try pair()
    try client.sendAll(Array("welcome to the server!".utf8))
    #expect(try server.receive(upTo: 8).count == 8)
    #expect(try server.receive(upTo: 100) == Array("to the server!".utf8))
  }

  @Test("a half-close ends one direction only")
  func halfCloses() throws {
    let (client, server) = try pair()
    try client.finishSending()
    #expect(try server.receive(upTo: 1).isEmpty)
    #expect(try server.receive(upTo: 1).isEmpty, "an end stays an end")
    try server.sendAll([7])
    #expect(try client.receive(upTo: 1) == [7])
  }

  @Test("a reset is an error that can be told from an end")
  func resets() throws {
    let listener = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
    let client = try Connection(to: listener.endpoint)
    func acceptAndReset() throws { try listener.accept()?.resetOnClose() }
    try acceptAndReset()
    let error = #expect(throws: SocketError.self) { try client.receive(upTo: 1) }
    #expect(error?.isReset == true && error?.isPeerGone == true)
  }

  @Test("who waits to receive can be called back, and the peer hears nothing of it")
  func stopsReceiving() async throws {
    let (client, server) = try pair()
    async let received = onThread { try server.receive(upTo: 1) }
    server.stopReceiving()
    #expect(try await received.isEmpty)
    try server.sendAll([1])
    #expect(try client.receive(upTo: 10) == [1])
    #expect(try !client.waitForBytes(until: .now), "no end, no reset")
  }

  @Test("sending to a peer that has gone is an error and kills nobody")
  func survivesBrokenPipes() throws {
    let (client, server) = try pair()
    server.shutdown()
    #expect(try client.receive(upTo: 1).isEmpty)
    let error = #expect(throws: SocketError.self) {
      // The first may be taken before the answer to it has come back.
      for _ in 1...1000 { try client.sendAll(Array(repeating: 0, count: 4096)) }
    }
    #expect(error?.isPeerGone == true)
  }

  @Test("a peer that takes nothing runs out our patience, and not our time")
  func losesPatience() throws {
    let (client, server) = try pair(patience: .milliseconds(50))
    let error = #expect(throws: SocketError.self) {
      for _ in 1...10_000 { try server.sendAll(Array(repeating: 0, count: 1 << 16)) }
    }
    #expect(error?.description.contains("it took no byte for 0.05 s") == true)
    withExtendedLifetime(client) {}
  }

  @Test("our patience begins with the last byte that was taken, and only then")
  func countsPatienceOnce() throws {
    let (client, server) = try pair(patience: .seconds(1))
    let start = ContinuousClock.now
    let error = #expect(throws: SocketError.self) {
      try server.sendAll(Array(repeating: 0, count: 32 << 20))
    }
    #expect(error?.isOutOfPatience == true)
    #expect(ContinuousClock.now - start < .milliseconds(1900), "it has waited twice")
    withExtendedLifetime(client) {}
  }

  @Test("with small buffers the system keeps little for a peer that takes nothing")
  func limitsBuffers() throws {
    func taken(_ sendBuffer: Int?, _ receiveBuffer: Int?) throws -> Int {
      let (client, server) = try pair(
        patience: .milliseconds(20), sendBuffer: sendBuffer, receiveBuffer: receiveBuffer)
      defer { withExtendedLifetime(client) {} }
      var taken = 0
      _ = #expect(throws: SocketError.self) {
        while true { taken += try server.send(Array(repeating: 0, count: 1 << 12)[...]) }
      }
      return taken
    }
    let (least, less, much) = (
      try taken(16 << 10, 2048), try taken(16 << 10, nil), try taken(nil, nil)
    )
    #expect(least < less && less < 512 << 10 && less * 2 < much, "\(least), \(less), \(much)")
  }

  @Test("shutdown sends home whoever waits in receive")
  func shutsDownFromAnyThread() async throws {
    let (client, server) = try pair()
    async let received = Task.detached { try client.receive(upTo: 1) }.value
    client.shutdown()
    #expect(try await received.isEmpty)
    withExtendedLifetime(server) {}
  }

  @Test("waitForBytes says whether a receive would return at once")
  func waits() throws {
    let (client, server) = try pair()
    #expect(try !client.waitForBytes(until: .now))
    try server.sendAll([1])
    #expect(try client.waitForBytes(until: .now + .seconds(5)))
    _ = try client.receive(upTo: 1)
    server.shutdown()
    #expect(try client.waitForBytes(until: .now + .seconds(5)), "an end is something, too")
  }

  @Test("a signal in the middle of a receive goes unnoticed")
  func retriesAfterSignals() throws {
    let (client, server) = try pair()
    let waiting = Waiting()
    Thread.detachNewThread {
      waiting.begin()
      waiting.end(Result { try client.receive(upTo: 1) })
    }
    waiting.interrupt(times: 100)
    try server.sendAll([9])
    #expect(try waiting.outcome() == [9])
  }

  @Test("a lingering close lets the answer arrive though nobody read the question")
  func lingers() throws {
    let listener = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
    let client = try Connection(to: listener.endpoint)
    try client.sendAll(Array(repeating: 0x3F, count: 10_000))
    try client.finishSending()
    // More than the client's side takes at once: a part is still on its way at the close.
    let text = Array(repeating: UInt8(ascii: "n"), count: 400_000)
    /// The server, whose connection is closed when this returns.
    func answer() throws {
      let server = try #require(try listener.accept())
      try server.sendAll(text)
      server.lingeringClose()
    }
    try answer()
    #expect(try client.everything() == text)
  }

  @Test("10 000 connections one after the other leave no descriptor behind")
  func leaksNothing() async {
    // In a process of its own, where no other test opens any; the runtime has a few of its own.
    await #expect(processExitsWith: .success) {
      let listener = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
      let before = ConnectionTests.openDescriptors()
      for _ in 0..<10_000 {
        let client = try Connection(to: listener.endpoint)
        let server = try listener.accept()
        // Reset, so that no port stays reserved for a minute (TIME_WAIT) either.
        client.resetOnClose()
        withExtendedLifetime(server) {}
      }
      let after = ConnectionTests.openDescriptors()
      #expect(after < before + 200)
    }
  }

  private static func openDescriptors() -> Int {
    (0..<20_000).filter { fcntl(Int32($0), F_GETFD) >= 0 }.count
  }
}
