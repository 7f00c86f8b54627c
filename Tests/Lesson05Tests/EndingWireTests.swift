import CourseTesting
import Sockets
import Testing

@Suite("Lesson 5 on the wire: the server tells endings apart", .waits)
struct EndingWireTests {
  static let servers = ServerWireTests.servers
  /// The workbench counts its clients when they are served, so its numbers say less.
  static let oursAndPython = servers.filter(\.isOurs)

  @Test("every ending has its words, its client's number and the count", arguments: oursAndPython)
  func namesEndings(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let first = try server.connect()
    try first.expectAnswer(to: "hello")
    #expect(server.process.prints("active connections: 1"))

    try visit(server) { client in
      try client.sendAll(frame(goodbye))
      #expect(try client.everything() == reply)
    }
    server.expectEnd(2, "said goodbye", active: 1)

    try visit(server) { _ in }
    server.expectEnd(3, "closed without goodbye", active: 1)

    let message = frame("hello")
    for (number, cut) in [(4, 1), (5, 63), (6, 64), (7, 68)] {
      try visit(server) { client in try client.sendAll(Array(message.prefix(cut))) }
      server.expectEnd(number, "cut off", active: 1)
    }

    try visit(server) { client in client.resetOnClose() }
    server.expectEnd(8, "reset", active: 1)
    try visit(server) { client in
      try client.sendAll(Array(message.prefix(10)))
      client.resetOnClose()
    }
    server.expectEnd(9, "reset", active: 1)

    try visit(server) { client in
      try client.sendAll(header("five"))
      #expect(try client.isAtEnd())
    }
    server.expectEnd(10, "protocol error", active: 1)

    try first.expectAnswer(to: "still here")
    try first.finishSending()
    #expect(try first.isAtEnd())
    server.expectEnd(1, "closed without goodbye", active: 0)
    server.stop()
  }

  /// A client that says hello, does something, and is gone.
  private func visit(_ server: RunningServer, _ body: (Connection) throws -> Void) throws {
    let client = try server.connect()
    try client.expectAnswer(to: "hello")
    try body(client)
  }

  @Test("a goodbye that is followed by anything is a goodbye", arguments: oursAndPython)
  func prefersTheGoodbye(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    for (number, more) in [frame("more"), header("x"), Array(header("1").prefix(20))].enumerated() {
      try visit(server) { client in
        try client.sendAll(frame(goodbye) + more)
        #expect(try client.everything() == reply)
      }
      server.expectEnd(number + 1, "said goodbye", active: 0)
    }
    server.stop()
  }

  @Test("a client that only half-closes gets all its answers", arguments: servers)
  func answersHalfClosed(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.connect()
    try client.sendAll(frame("hello") + frame("and that was it"))
    try client.finishSending()
    #expect(try client.everything() == reply + reply)
    if subject.isOurs { server.expectEnd(1, "closed without goodbye", active: 0) }
    server.stop()
  }

  @Test("a client stuck inside its header holds up nobody", arguments: servers)
  func waitsForOneAlone(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let stuck = try (1...5).map { count in
      let client = try server.connect()
      try client.sendAll(Array(header("5").prefix(count)))
      return client
    }
    let other = try server.connect()
    for _ in 1...20 { try other.expectAnswer(to: "hello") }
    // It may still go on: nobody has lost what it sent.
    try stuck[4].sendAll(Array(frame("hello").dropFirst(5)))
    #expect(try stuck[4].bytes(12) == reply)
    server.stop()
  }

  @Test("a client that never reads is dropped, and the others are served", arguments: oursAndPython)
  func dropsTheDeaf(_ subject: Subject) throws {
    let server = try RunningServer(subject, ["--patience", "0.5", "--quiet"])
    let deaf = try server.connectDeaf()
    let flood = Aside { deaf.flood() }
    let other = try server.connect()
    for _ in 1...50 { try other.expectAnswer(to: "hello") }
    let limit = 20 * Double(Platform.slowness)
    let failure = try #require(flood.wait(within: limit), "the server has not dropped it")
    #expect(failure?.isPeerGone == true, "\(String(describing: failure))")
    server.expectLog("took no byte")
    try other.expectAnswer(to: "still here")
    server.stop()
  }

  @Test("resets by the dozen, at every moment, and nobody is left over", arguments: servers)
  func survivesResets(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let other = try server.connect()
    for round in 0..<36 {
      let client = try server.connect()
      switch round % 4 {
      case 0: break
      case 1: try client.sendAll(Array(frame("hello").prefix(round * 2)))
      case 2: try client.sendAll(frame("hello") + frame("hello"))
      default: try client.expectAnswer(to: "hello")
      }
      client.resetOnClose()
      if round % 6 == 0 { try other.expectAnswer(to: "hello") }
    }
    try other.sendAll(frame(goodbye))
    #expect(try other.bytes(reply.count) == reply)
    try other.finishSending()
    #expect(server.process.prints("active connections: 0"), "\(server.process.standardOutput)")
    try server.connect().expectAnswer(to: "still here")
    server.stop()
  }
}
