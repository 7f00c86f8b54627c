import CourseTesting
import Framing
import Sockets
import Testing

@Suite("Lesson 3 on the wire: the server", .waits)
struct ServerWireTests {
  static let servers = Subject.all(.server, lesson: "03")
  /// A server whose next tick is an hour away shows who is served, and when.
  static let rarely = ["--interval", "3600"]

  @Test("a welcome, and then the time again and again", arguments: servers)
  func pushesTheTime(_ subject: Subject) throws {
    let server = try RunningServer(subject, ["--interval", "0.02"])
    var messages = MessageReader(try server.connect(), header: LengthHeader(width: 10))
    #expect(try messages.nextText() == "Welcome to the server!")
    var last = 0.0
    for _ in 1...3 {
      let text = try #require(try messages.nextText())
      let match = try #require(text.wholeMatch(of: /The time is (\d+\.\d{6})/), "\(text)")
      let time = try #require(Double(match.1))
      #expect(time > last && time > 1_600_000_000)
      last = time
    }
    server.stop()
  }

  @Test("a client that leaves makes room for the next at once", arguments: servers)
  func noticesLeaving(_ subject: Subject) throws {
    guard subject.takesOptions else { return }
    let server = try RunningServer(subject, Self.rarely)
    for _ in 0..<3 {
      #expect(try server.connect().bytes(32).count == 32)
    }
    try visitAndReset(server)
    #expect(try server.connect().bytes(32).count == 32)
    server.stop()
  }

  /// Takes the welcome and resets the connection.
  private func visitAndReset(_ server: RunningServer) throws {
    let client = try server.connect()
    #expect(try client.bytes(32).count == 32)
    client.resetOnClose()
  }

  @Test("a client that talks all the time gets its ticks all the same", arguments: servers)
  func ticksThroughTalk(_ subject: Subject) throws {
    guard subject.takesOptions else { return }
    let server = try RunningServer(subject, ["--interval", "0.05"])
    let client = try server.connect()
    var messages = MessageReader(client, header: LengthHeader(width: 10))
    for _ in 1...3 {
      for _ in 1...200 { try client.sendAll(Array(repeating: 0x3F, count: 100)) }
      #expect(try messages.nextText() != nil)
    }
  }

  @Test("one client at a time", arguments: servers)
  func servesInOrder(_ subject: Subject) throws {
    guard subject.takesOptions else { return }
    let server = try RunningServer(subject, Self.rarely)
    let first = try server.connect()
    #expect(try first.bytes(32).count == 32)
    let second = try server.connect()
    #expect(try !second.waitForBytes(until: .now + .milliseconds(50)), "the second one waits")
    try first.finishSending()
    #expect(try second.bytes(32).count == 32)
    server.stop()
  }
}

@Suite("Lesson 3 on the wire: the client", .waits)
struct ClientWireTests {
  static let clients = Subject.all(.client, lesson: "03")
  static let oursAndPython = clients.filter(\.isOurs)
  private let stream = "22        Welcome to the server!29        The time is 1593600000.123456"

  @Test("messages are printed, however they come", arguments: clients)
  func printsMessages(_ subject: Subject) throws {
    for pieces in [[Array(stream.utf8)], stream.utf8.map { [$0] }] {
      let (output, errors, ending) = try RunningClient.afterReceiving(pieces, subject)
      #expect(output.contains("Welcome to the server!"), "\(output)\(errors)")
      #expect(output.contains("The time is 1593600000.123456"))
      if subject.isOurs { #expect(ending == .status(0)) }
    }
  }

  @Test("--count leaves after so many messages", arguments: oursAndPython)
  func leavesEarly(_ subject: Subject) throws {
    let client = try RunningClient(subject, ["--count", "1"])
    try client.connection().sendAll(Array(stream.utf8))
    let (output, _, ending) = client.end()
    #expect(!output.contains("The time is"))
    #expect(ending == .status(0))
  }

  @Test("cut off and wrong headers: one sentence and status 1", arguments: clients)
  func reportsDamage(_ subject: Subject) throws {
    for (bytes, words) in [("29        The", "cut off"), ("-1        ", "protocol error")] {
      let (_, errors, ending) = try RunningClient.afterReceiving([Array(bytes.utf8)], subject)
      expectComplaint(words, errors, ending, subject)
    }
  }
}
