import CourseTesting
import Processes
import Sockets
import Testing

@Suite("Lesson 5 on the wire: the client", .waits)
struct ClientWireTests {
  static let clients = Subject.all(.client, lesson: "05")
  static let oursAndPython = clients.filter(\.isOurs)

  /// Plays a server that answers so many messages and expects the goodbye as the next one.
  private func answer(_ texts: [String], _ server: Connection, inPieces: Bool = false) throws {
    for text in texts + [goodbye] {
      let expected = frame(text)
      #expect(try server.bytes(expected.count) == expected)
      if inPieces {
        for byte in reply { try server.sendAll([byte]) }
      } else {
        try server.sendAll(reply)
      }
    }
    #expect(try !server.waitForBytes(until: .now + .milliseconds(50)), "nothing follows")
    try server.finishSending()
  }

  @Test("each line is a message, and the goodbye is the last", arguments: clients, [false, true])
  func sendsLines(_ subject: Subject, inPieces: Bool) throws {
    let texts = ["hello", "", "héllo 😀", String(repeating: "long", count: 5000), "say !DISCONNECT"]
    let input = texts.map { $0 + "\n" }.joined()
    let client = try RunningClient(subject, input: input)
    try answer(texts, client.connection(), inPieces: inPieces)
    #expect(try client.connection().isAtEnd())
    let (output, errors, ending) = client.end()
    #expect(ending == .status(0), "\(errors)")
    #expect(output.split(separator: "\n").filter { $0.contains("Msg received") }.count == 6)
  }

  @Test("a goodbye that is typed is one, and nothing after it is sent", arguments: clients)
  func takesTypedGoodbye(_ subject: Subject) throws {
    let client = try RunningClient(subject, input: "hello\n!DISCONNECT\nis anybody there?\n")
    try answer(["hello"], client.connection())
    #expect(client.end().ending == .status(0))
  }

  @Test("the last line needs no newline, and no line is no message", arguments: clients)
  func readsToTheEnd(_ subject: Subject) throws {
    for (input, texts) in [("", []), ("hello", ["hello"])] as [(String, [String])] {
      let client = try RunningClient(subject, input: input)
      try answer(texts, client.connection())
      #expect(client.end().ending == .status(0))
    }
  }

  @Test("a server that closes too early: one sentence and status 1", arguments: clients)
  func reportsAClose(_ subject: Subject) throws {
    for part in [0, 1, 11] {
      let client = try RunningClient(subject, input: "hello\n")
      #expect(try client.connection().bytes(69) == frame("hello"))
      try client.connection().sendAll(Array(reply.prefix(part)))
      try client.connection().finishSending()
      let (_, errors, ending) = client.end()
      expectComplaint(part == 0 ? "the" : "cut off", errors, ending, subject)
    }
  }

  @Test("a reset: one sentence and status 1", arguments: clients)
  func reportsAReset(_ subject: Subject) throws {
    let client = try RunningClient(subject, input: "hello\n")
    #expect(try client.connection().bytes(69) == frame("hello"))
    try client.reset()
    let (_, errors, ending) = client.end()
    expectComplaint("reset", errors, ending, subject)
  }

  @Test("an answer that is none: one sentence and status 1", arguments: clients)
  func refusesOtherAnswers(_ subject: Subject) throws {
    let client = try RunningClient(subject, input: "hello\n")
    #expect(try client.connection().bytes(69) == frame("hello"))
    try client.connection().sendAll(Array("Msg rec\u{1B}ived and more".utf8))
    let (_, errors, ending) = client.end()
    expectComplaint("protocol error", errors, ending, subject)
    #expect(!errors.contains("\u{1B}"), "nothing that steers a terminal")
  }

  @Test("a server that goes on after the goodbye: one sentence", arguments: oursAndPython)
  func expectsTheClose(_ subject: Subject) throws {
    let client = try RunningClient(subject, input: "")
    #expect(try client.connection().bytes(75) == frame(goodbye))
    try client.connection().sendAll(reply + reply)
    let (_, errors, ending) = client.end()
    expectComplaint("protocol error", errors, ending, subject)
  }

  @Test("Ctrl-C while the server thinks is no error", arguments: oursAndPython)
  func stops(_ subject: Subject) throws {
    let client = try RunningClient(subject, input: "hello\n")
    #expect(try client.connection().bytes(69) == frame("hello"))
    #expect(client.process.interrupt() == .status(0))
    #expect(try client.connection().isAtEnd())
  }
}
