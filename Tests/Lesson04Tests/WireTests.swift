import CourseTesting
import Framing
import Processes
import Sockets
import Testing

private let reply = Array("Msg received".utf8)

/// A message as it goes over the wire: a header of 64 bytes, and the text.
private func frame(_ text: String) throws -> [UInt8] {
  try LengthHeader(width: 64).frame(Array(text.utf8))
}

private func replies(_ count: Int) -> [UInt8] { (0..<count).flatMap { _ in reply } }

@Suite("Lesson 4 on the wire: the server", .waits)
struct ServerWireTests {
  static let servers = Subject.all(.server, lesson: "04")
  static let oursAndPython = servers.filter(\.isOurs)

  @Test("each message has its 12 bytes, and nothing else comes", arguments: servers)
  func answers(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.connect()
    for text in ["hello", "héllo 😀", "", String(repeating: "x", count: 5000)] {
      try client.sendAll(frame(text))
      #expect(try client.bytes(12) == reply)
    }
    try client.finishSending()
    #expect(try client.isAtEnd())
    server.stop()
  }

  @Test("a message in single bytes has one answer, many in one piece have many", arguments: servers)
  func answersMessagesNotReceives(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.connect()
    for byte in try frame("héllo") { try client.sendAll([byte]) }
    try client.sendAll((0..<50).flatMap { try frame("message \($0)") })
    #expect(try client.bytes(12 * 51) == replies(51))
    try client.finishSending()
    #expect(try client.everything().isEmpty, "51 answers, and no more")
  }

  @Test("nobody waits for a client that is in the middle of something", arguments: servers)
  func servesManyAtOnce(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let idle = try server.connect()
    let insideItsHeader = try server.connect()
    try insideItsHeader.sendAll(Array("5".utf8))
    let insideItsPayload = try server.connect()
    try insideItsPayload.sendAll(Array(frame("hello").dropLast()))
    let others = try (0..<20).map { _ in try server.connect() }
    for client in others { try client.sendAll(frame("hello")) }
    for client in others { #expect(try client.bytes(12) == reply) }
    // And they themselves may go on when they like.
    try idle.sendAll(frame("now"))
    try insideItsHeader.sendAll(Array(frame("hello").dropFirst()))
    try insideItsPayload.sendAll(Array("o".utf8))
    for client in [idle, insideItsHeader, insideItsPayload] {
      #expect(try client.bytes(12) == reply)
    }
    server.stop()
  }

  @Test(
    "numbers, arrivals, messages, departures and the count are logged", arguments: oursAndPython)
  func logs(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let log = server.process
    let first = try server.connect()
    #expect(log.prints("client 1 connected from \(first.local); active connections: 1"))
    let second = try server.connect()
    #expect(log.prints("client 2 connected from \(second.local); active connections: 2"))
    try second.sendAll(frame("hello\u{1B}[2J"))
    #expect(try second.bytes(12) == reply)
    #expect(log.prints("client 2: hello\\x1B[2J"), "no escape sequence reaches the terminal")
    try second.finishSending()
    #expect(log.prints("client 2 left; active connections: 1"))
    // The number 2 has had its client.
    let third = try server.connect()
    #expect(log.prints("client 3 connected from \(third.local); active connections: 2"))
    server.stop()
    #expect(!log.standardOutput.contains("client 1 left"), "it is we who ended it")
  }

  @Test("--quiet logs no messages", arguments: oursAndPython)
  func isQuiet(_ subject: Subject) throws {
    let server = try RunningServer(subject, ["--quiet"])
    let client = try server.connect()
    try client.sendAll(frame("hello"))
    #expect(try client.bytes(12) == reply)
    try client.finishSending()
    #expect(server.process.prints("client 1 left; active connections: 0"))
    #expect(!server.process.standardOutput.contains("hello"))
  }

  static let wrong: [[UInt8]] = [
    Array(String(repeating: " ", count: 64).utf8), Array("-5".utf8) + spaces(62),
    Array("+5".utf8) + spaces(62), Array(" 5".utf8) + spaces(62), Array("5x".utf8) + spaces(62),
    Array("5.0".utf8) + spaces(61), Array("1048577".utf8) + spaces(57),
    Array(String(repeating: "9", count: 64).utf8),
    Array("4".utf8) + spaces(63) + [0x68, 0xFF, 0xFE, 0x69],
  ]
  private static func spaces(_ count: Int) -> [UInt8] { Array(repeating: 0x20, count: count) }

  @Test("what is no message ends that connection, and no other one", arguments: servers, wrong)
  func refuses(_ subject: Subject, _ bytes: [UInt8]) throws {
    let server = try RunningServer(subject)
    let other = try server.connect()
    try other.sendAll(frame("hello"))
    #expect(try other.bytes(12) == reply)
    let client = try server.connect()
    // The message before it is answered, though the answer and the end come close together.
    try client.sendAll(frame("good") + bytes)
    #expect(try client.everything() == reply)
    try client.finishSending()
    try other.sendAll(frame("still there"))
    #expect(try other.bytes(12) == reply)
    if subject.isOurs { #expect(server.process.prints("protocol error")) }
  }

  @Test(
    "cut off and reset: the log says which client, and the others go on", arguments: oursAndPython)
  func logsEndings(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let log = server.process
    let other = try server.connect()
    #expect(log.prints("client 1 connected"))
    let cut = try server.connect()
    try cut.sendAll(Array(frame("hello").prefix(66)))
    try cut.finishSending()
    #expect(log.line("client 2", "cut off") && log.line("client 2", "active connections: 1"))
    do {
      let reset = try server.connect()
      try reset.sendAll(Array("5".utf8))
      #expect(log.prints("client 3 connected"))
      reset.resetOnClose()
    }
    #expect(log.line("client 3", "reset") && log.line("client 3", "active connections: 1"))
    try other.sendAll(frame("hello"))
    #expect(try other.bytes(12) == reply)
    server.stop()
  }

  @Test("one client too many is closed at once, and the others stay", arguments: oursAndPython)
  func refusesTooMany(_ subject: Subject) throws {
    let server = try RunningServer(subject, ["--max-clients", "2"])
    let clients = try (0..<2).map { _ in try server.connect() }
    #expect(server.process.prints("active connections: 2"))
    #expect(try server.connect().everything().isEmpty)
    for client in clients {
      try client.sendAll(frame("hello"))
      #expect(try client.bytes(12) == reply)
    }
    try clients[0].finishSending()
    #expect(server.process.line("client 1", "left", "active connections: 1"))
    let next = try server.connect()
    try next.sendAll(frame("hello"))
    #expect(try next.bytes(12) == reply)
  }

  @Test(
    "a client that never reads its answers is dropped, and nobody waits for it",
    arguments: oursAndPython)
  func dropsTheStuck(_ subject: Subject) throws {
    let server = try RunningServer(subject, ["--patience", "0.3", "--quiet"])
    let other = try server.connect()
    #expect(server.process.prints("client 1 connected"))
    let stuck = try server.connectDeaf()
    let many = (0..<500).flatMap { _ in (try? frame("")) ?? [] }
    // Sends until the answers that it does not read fill all buffers on the way, in both
    // directions; and on until the server has had enough of that.
    while (try? stuck.sendAll(many)) != nil {
      try other.sendAll(frame("hello"))
      #expect(try other.bytes(12) == reply)
    }
    #expect(
      server.process.line("client 2", "took no byte", within: .seconds(10))
        && server.process.line("client 2", "active connections: 1")
    )
    try other.sendAll(frame("hello"))
    #expect(try other.bytes(12) == reply)
    server.stop()
  }

  @Test(
    "forty clients that come, send half a message and vanish leave nothing behind",
    arguments: oursAndPython)
  func forgetsTheVanished(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let other = try server.connect()
    for number in 0..<40 {
      let client = try server.connect()
      try client.sendAll(Array(frame("hello").prefix(number)))
      if number % 2 == 0 { client.resetOnClose() }
    }
    #expect(server.process.prints("client 41 connected"))
    #expect(server.process.lines(with: "active connections: 1", 2), "all forty have left")
    try other.sendAll(frame("hello"))
    #expect(try other.bytes(12) == reply)
    server.stop()
  }

  @Test("a payload of exactly the limit is taken, one byte more is not", arguments: oursAndPython)
  func limits(_ subject: Subject) throws {
    let server = try RunningServer(subject, ["--limit", "100"])
    let client = try server.connect()
    try client.sendAll(frame(String(repeating: "x", count: 100)))
    #expect(try client.bytes(12) == reply)
    try client.sendAll(frame(String(repeating: "x", count: 101)))
    #expect(try client.everything().isEmpty)
  }

  @Test("Ctrl-C ends the server, whoever is connected", arguments: oursAndPython)
  func stops(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let clients = try (0..<20).map { _ in try server.connect() }
    for client in clients.prefix(10) { try client.sendAll(Array("5".utf8)) }
    #expect(server.process.prints("active connections: 20"))
    server.stop()
  }

  #if os(Linux)
    @Test(
      "when descriptors run out, it says so, and goes on serving", .enabled(if: Subject.isWhole))
    func survivesTheDescriptorLimit() throws {
      let child = try ChildProcess(
        "sh",
        [
          "-c", "ulimit -n 40; exec \"$0\" server --port 0 --patience 0.2",
          PackageFolder.program("lesson04"),
        ])
      let line = try #require(child.nextLine())
      let port = try #require(line.split(separator: ":").last.flatMap { UInt16($0) })
      let endpoint = Endpoint(host: "127.0.0.1", port: port)
      var clients = try (0..<60).map { _ in try Connection(to: endpoint) }
      #expect(child.line("refused", "EMFILE", "ulimit -n"))
      try clients[0].sendAll(frame("hello"))
      #expect(try clients[0].bytes(12) == reply)
      // Those who leave make room.
      clients.removeSubrange(5...)
      #expect(child.lines(with: "active connections: 5", 2))
      let next = try Connection(to: endpoint)
      try next.sendAll(frame("hello"))
      #expect(try next.bytes(12) == reply)
      #expect(child.interrupt() == .status(0))
    }
  #endif
}

@Suite("Lesson 4 on the wire: the client", .waits)
struct ClientWireTests {
  static let clients = Subject.all(.client, lesson: "04")
  static let oursAndPython = clients.filter(\.isOurs)

  @Test("each line is a message, and each answer is printed", arguments: clients)
  func sendsLines(_ subject: Subject) throws {
    let client = try RunningClient(subject, input: "hello\nhéllo 😀\n\n")
    let server = try client.connection()
    for text in ["hello", "héllo 😀", ""] {
      let expected = try frame(text)
      #expect(try server.bytes(expected.count) == expected)
      for byte in reply { try server.sendAll([byte]) }
    }
    #expect(try server.isAtEnd(), "the client leaves when its input has ended")
    try server.finishSending()
    let (output, errors, ending) = client.end()
    #expect(output.components(separatedBy: "Msg received").count == 4, "\(output)\(errors)")
    if subject.isOurs { #expect(ending == .status(0)) }
  }

  @Test("an answer that is cut off or reset: one sentence and status 1", arguments: oursAndPython)
  func reportsAnEnd(_ subject: Subject) throws {
    for answer in ["", "Msg rec"] {
      let client = try RunningClient(subject, input: "hello\n")
      let server = try client.connection()
      _ = try server.bytes(69)
      try server.sendAll(Array(answer.utf8))
      try server.finishSending()
      let (_, errors, ending) = client.end()
      expectComplaint(answer.isEmpty ? "the " : "cut off", errors, ending, subject)
    }
    let client = try RunningClient(subject, input: "hello\n")
    _ = try client.connection().bytes(69)
    try client.reset()
    let (_, errors, ending) = client.end()
    #expect(ending == .status(1))
    #expect(errors.split(separator: "\n").count == 1, "one sentence: \(errors)")
  }

  @Test("an answer of escape sequences does not reach the terminal raw", arguments: oursAndPython)
  func printsSafely(_ subject: Subject) throws {
    let client = try RunningClient(subject, input: "hello\n")
    let server = try client.connection()
    _ = try server.bytes(69)
    try server.sendAll(Array("\u{1B}[2J\u{1B}[31mred".utf8))
    #expect(try server.isAtEnd())
    try server.finishSending()
    let (output, _, _) = client.end()
    #expect(!output.contains("\u{1B}"))
  }
}
