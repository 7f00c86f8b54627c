import CourseTesting
import Sockets
import Testing

@Suite("Lesson 5 on the wire: the server answers", .waits)
struct ServerWireTests {
  static let servers = Subject.all(.server, lesson: "05")

  @Test("each whole message has its answer, however it comes", arguments: servers)
  func answers(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.connect()
    for text in ["hello", "", "héllo 😀", String(repeating: "x", count: 100_000)] {
      try client.expectAnswer(to: text)
    }
    for byte in frame("in pieces") { try client.sendAll([byte]) }
    #expect(try client.bytes(12) == reply)
    let texts = ["one", "", "two", "three", "four"]
    try client.sendAll(texts.flatMap { frame($0) })
    #expect(try client.bytes(60, most: 7) == texts.flatMap { _ in reply })
    #expect(try !client.waitForBytes(until: .now + .milliseconds(50)), "nothing follows")
    server.stop()
  }

  @Test("nothing is answered before it is whole", arguments: servers)
  func answersNothingEarly(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.connect()
    let message = frame(goodbye)
    for part in [message[..<1], message[1..<64], message[64..<74]] {
      try client.sendAll(Array(part))
      #expect(try !client.waitForBytes(until: .now + .milliseconds(50)), "it is not whole yet")
    }
    try client.sendAll(Array(message[74...]))
    #expect(try client.everything() == reply)
  }

  @Test("a goodbye is answered, and then the connection is closed", arguments: servers)
  func saysGoodbye(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    for pieces in [[frame(goodbye)], frame(goodbye).map { [$0] }] {
      let client = try server.connect()
      try client.expectAnswer(to: "hello")
      for piece in pieces { try client.sendAll(piece) }
      #expect(try client.everything() == reply)
    }
    server.stop()
  }

  @Test("also when more bytes follow it: closed in order, and not reset", arguments: servers)
  func closesInOrder(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let following = [
      frame("is anybody there?"), frame(goodbye), header("x"),
      // More than one receive of the server's takes.
      Array(repeating: 0x3F, count: 500_000),
    ]
    for more in following {
      for _ in 1...5 {
        let client = try server.connect()
        try client.sendAll(frame("hello") + frame(goodbye) + more)
        // A reset would make this throw, or swallow the answers.
        #expect(try client.everything() == reply + reply)
      }
    }
    let late = try server.connect()
    try late.expectAnswer(to: goodbye)
    #expect(try late.isAtEnd())
    for _ in 1...20 { try late.sendAll(frame("one more thing")) }
    #expect(try late.isAtEnd())
    server.stop()
  }

  @Test("a text that is like the goodbye is a text", arguments: servers)
  func knowsTexts(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.connect()
    for text in [
      "say !DISCONNECT", "!DISCONNECT ", " !DISCONNECT", "!DISCONNECT\n", "!DISCONNECTED",
      "!disconnect", "!DISCONNEC", "!DISCONNECT!DISCONNECT", "!DISCONNECT\u{0}",
    ] {
      try client.expectAnswer(to: text)
    }
    try client.expectAnswer(to: "still here")
    server.stop()
  }

  @Test("a wrong header ends that conversation, and no other", arguments: servers)
  func refusesHeaders(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let other = try server.connect()
    try other.expectAnswer(to: "hello")
    let wrong = [
      header(""), header("-5"), header("+5"), header(" 5"), header("5x"), header("5 5"),
      header("5.0"), header("0x10"), header("5\t"), header("5\u{0}"), header("٥"),
      header("1048577"), header("99999999999999999999999"), Array(repeating: 0x39, count: 64),
      Array(repeating: 0, count: 64),
      Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        + Array(repeating: 0x0A, count: 64),
    ]
    for (index, bytes) in wrong.enumerated() {
      try send(bytes, server)
      if subject.isOurs { server.expectEnd(index + 2, "protocol error", active: 1) }
    }
    try other.expectAnswer(to: "still here")
    server.stop()
  }

  /// A client that sends what is no message, and is closed for it.
  private func send(_ bytes: [UInt8], _ server: RunningServer) throws {
    let client = try server.connect()
    try client.expectAnswer(to: "hello")
    // What came before it in the same piece has its answer, and nothing that follows destroys that.
    try client.sendAll(frame("hello") + bytes + Array(repeating: 0x3F, count: 500_000))
    #expect(try client.everything() == reply, "\(String(decoding: bytes, as: UTF8.self))")
  }

  @Test("a payload that is not UTF-8 ends that conversation", arguments: servers)
  func refusesOtherBytes(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let wrong: [[UInt8]] = [[0xFF], [0x68, 0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80]]
    for (index, bytes) in wrong.enumerated() {
      try send(frame(bytes), server)
      if subject.isOurs { server.expectEnd(index + 1, "protocol error", active: 0) }
    }
    server.stop()
  }

  @Test("a payload of exactly the limit is answered, one byte more is not", arguments: servers)
  func keepsTheLimit(_ subject: Subject) throws {
    guard subject.takesOptions else { return }
    let server = try RunningServer(subject, ["--limit", "1000"])
    let client = try server.connect()
    try client.expectAnswer(to: String(repeating: "x", count: 1000))
    // The header alone decides: nobody waits for a payload that is too long.
    try client.sendAll(header("1001"))
    #expect(try client.isAtEnd())
    server.stop()
  }

  @Test("many clients at once, each with its own answers", arguments: servers)
  func servesMany(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let clients = try (1...40).map { _ in try server.connect() }
    for round in 1...3 {
      for client in clients { try client.sendAll(frame("round \(round)")) }
      for client in clients.reversed() { #expect(try client.bytes(12) == reply) }
    }
    server.stop()
  }

  @Test("one client too many is closed at once", arguments: servers.filter(\.isOurs))
  func hasRoom(_ subject: Subject) throws {
    guard subject.takesOptions else { return }
    let server = try RunningServer(subject, ["--max-clients", "2"])
    let clients = try (1...2).map { _ in try server.connect() }
    for client in clients { try client.expectAnswer(to: "hello") }
    #expect(try server.connect().isAtEnd())
    server.expectLog("refused")
    for client in clients { try client.expectAnswer(to: "still here") }
    try clients[0].sendAll(frame(goodbye))
    #expect(try clients[0].everything() == reply)
    try clients[0].finishSending()
    server.expectEnd(1, "said goodbye", active: 1)
    try server.connect().expectAnswer(to: "hello")
    server.stop()
  }
}
