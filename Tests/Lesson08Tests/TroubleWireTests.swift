import CourseTesting
import Sockets
import Testing

@Suite("Lesson 8 on the wire: those who make trouble", .waits)
struct TroubleWireTests {
  static let servers = RoomWireTests.servers

  @Test("one who does not read holds up nobody, and is closed", arguments: servers)
  func closesSlowReaders(_ subject: Subject) throws {
    let server = try RunningServer(subject, ["--quiet"])
    let clients = try server.crowd(2)
    let silent = try server.connect()
    let text = String(repeating: "x", count: 1_000_000)
    // Its queue, and what lies in the systems' buffers.
    var said = 0
    while said < 40, !(subject.isOurs && server.process.standardOutput.contains("does not read")) {
      try clients[0].say(text)
      try #require(try clients[1].waitForBytes(until: .now + .seconds(3)), "the others wait")
      #expect(try clients[1].line().utf8.count == 1_000_010)
      said += 1
    }
    #expect(said > 4, "what fits into its queue is no reason to close it")
    if subject.isOurs {
      server.expectLog("client 3 failed: it does not read", "active connections: 2")
    }
    let heard = (try? silent.everything().count) ?? 0
    #expect(heard < said * 1_000_074, "it was closed before it had heard everything")
    try clients[1].say("still here")
    #expect(try clients[0].line() == "client 2: still here")
    server.stop()
  }

  @Test("a burst of a thousand lines throws nobody out who reads", arguments: servers)
  func survivesBursts(_ subject: Subject) throws {
    let server = try RunningServer(subject, ["--quiet"])
    let clients = try server.crowd(4)
    for _ in 1...2 {
      // The one who speaks reads nothing meanwhile, and need not.
      try clients[0].sendAll(Array(repeating: try frame("x"), count: 1000).flatMap { $0 })
      for other in clients[1...] {
        #expect(try other.lines(1000).allSatisfy { $0 == "client 1: x" })
      }
    }
    server.stop()
  }

  @Test("goodbye: no answer, what was said before still comes, then the end", arguments: servers)
  func saysGoodbye(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let clients = try server.crowd(3)
    for text in ["!DISCONNECT ", "!disconnect", "!DISCONNECT\u{0}"] {
      try clients[0].say(text)
      for other in [1, 2] { #expect(try clients[other].line() == "client 1: \(text)") }
    }
    try clients[1].say("wait")
    for other in [0, 2] { #expect(try clients[other].line() == "client 2: wait") }
    try clients[0].sendAll(frame(goodbye) + frame("is anybody there?"))
    #expect(try clients[0].everything().isEmpty)
    #expect(try clients[1].hearsNothing(), "what follows a goodbye is dropped")
    if subject.isOurs { server.expectLog("client 1 said goodbye; active connections: 2") }
    // One who comes, and leaves at once, has heard what there was.
    for length in [300_000, 300_000, 300_000, 4] {
      try clients[1].say(String(repeating: "x", count: length))
      #expect(try clients[2].line().utf8.count == length + 10)
    }
    var last = try frame("client 2: xxxx")
    for number in 4...7 {
      let visitor = try server.connect()
      try visitor.sendAll(frame("") + frame(goodbye))
      let heard = try visitor.bytes(2_000_000, most: 1 << 18)
      #expect(heard.count > 900_000 && Array(heard.suffix(last.count)) == last, "client \(number)")
      last = try frame("client \(number): ")
      #expect(try clients[1].line() == "client \(number): ")
    }
    server.stop()
  }

  @Test("endings are told apart, and the others are not told", arguments: servers)
  func knowsEndings(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let clients = try server.crowd(1)
    func newcomer() throws -> Connection {
      let newcomer = try server.connect()
      #expect(try newcomer.line() == "client 1: I am in")
      return newcomer
    }
    try newcomer().finishSending()
    if subject.isOurs { server.expectLog("client 2 closed without goodbye; active connections: 1") }
    let cut = try newcomer()
    try cut.sendAll(frame("hello").dropLast(2))
    try cut.finishSending()
    if subject.isOurs { server.expectLog("client 3 cut off: 2 bytes of the payload missing") }
    var gone: Connection? = try newcomer()
    reset(&gone)
    if subject.isOurs { server.expectLog("client 4 reset; active connections: 1") }
    #expect(try clients[0].hearsNothing())
    server.stop()
  }

  @Test("a wrong header, or no text: that client is closed, and no other", arguments: servers)
  func refusesBadInput(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let clients = try server.crowd(2)
    let wrong: [[UInt8]] = [
      header(""), header("-5"), header("+5"), header(" 5"), header("5x"), header("5\u{0}"),
      header("٥"), header("1048577"), header("99999999999999999999999"),
      Array(repeating: 0, count: 64),
      Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        + Array(repeating: 0x0A, count: 64),
      try frame([0xFF]), try frame([0x68, 0xC3]), try frame([0xED, 0xA0, 0x80]),
    ]
    for (index, bytes) in wrong.enumerated() {
      try send(bytes, server, after: index + 2)
      for other in clients { #expect(try other.line() == "client \(index + 3): listen") }
      if subject.isOurs { server.expectLog("client \(index + 3) protocol error") }
    }
    for other in clients { #expect(try other.hearsNothing()) }
    server.stop()
  }

  /// A newcomer that says something, and then what is no message; it is closed for it, and leaves.
  private func send(_ bytes: [UInt8], _ server: RunningServer, after lines: Int) throws {
    let client = try server.connect()
    _ = try client.lines(min(50, lines))
    // What came before it is heard all the same.
    try client.sendAll(frame("listen") + bytes + Array(repeating: 0x3F, count: 100_000))
    #expect(try client.isAtEnd(), "\(String(decoding: bytes, as: UTF8.self))")
  }

  @Test("one client too many is closed at once", arguments: servers.filter(\.takesOptions))
  func hasRoom(_ subject: Subject) throws {
    let server = try RunningServer(subject, ["--max-clients", "2"])
    let clients = try server.crowd(2)
    #expect(try server.connect().isAtEnd())
    server.expectLog("refused")
    try clients[0].say("still here")
    #expect(try clients[1].line() == "client 1: still here")
    server.stop()
  }

  @Test(
    "Ctrl-C with clients: idle, inside a header, talking, not reading",
    arguments: servers.filter(\.takesOptions))
  func stops(_ subject: Subject) throws {
    let server = try RunningServer(subject, ["--patience", "60", "--quiet"])
    let clients = try server.crowd(3)
    try clients[1].sendAll(Array(header("5").prefix(10)))
    // Until the last one's queue has something in it that nobody takes.
    let text = String(repeating: "x", count: 1_000_000)
    for _ in 1...9 {
      try clients[0].say(text)
      #expect(try clients[1].line().utf8.count == 1_000_010)
    }
    #expect(server.process.interrupt(within: .seconds(2)) == .status(0))
    #expect(server.process.standardError.isEmpty, "\(server.process.standardError)")
    #expect(try clients[0].isAtEnd() && clients[1].isAtEnd())
    #expect(server.process.standardOutput.contains("active connections: 0"))
  }
}
