import CourseTesting
import Processes
import Sockets
import Testing

@Suite("Lesson 8 on the wire: the client", .waits)
struct ClientWireTests {
  static let clients = Subject.all(.client, lesson: "08")

  @Test("each line is a message, and the goodbye is the last", arguments: clients)
  func sendsLines(_ subject: Subject) throws {
    let texts = ["hello", "", "héllo 😀", String(repeating: "long", count: 1250), "a\u{0}\u{1B}b"]
    let client = try RunningClient(subject, input: texts.map { $0 + "\n" }.joined())
    let server = try client.connection()
    for text in texts + [goodbye] {
      let expected = try frame(text)
      #expect(try server.bytes(expected.count) == expected)
    }
    #expect(try server.hearsNothing())
    try server.finishSending()
    let (output, errors, ending) = client.end()
    #expect(ending == .status(0), "\(errors)")
    #expect(!output.contains("héllo"), "what it says itself is not printed")
  }

  @Test("a goodbye that is typed is one, and nothing after it is sent", arguments: clients)
  func takesTypedGoodbye(_ subject: Subject) throws {
    let client = try RunningClient(subject, input: "!DISCONNECT\nis anybody there?\n")
    let expected = try frame(goodbye)
    #expect(try client.connection().bytes(75) == expected)
    #expect(try client.connection().hearsNothing())
    try client.connection().finishSending()
    #expect(client.end().ending == .status(0))
  }

  @Test("what others say is printed, and steers no terminal", arguments: clients, [1, 4096])
  func printsLines(_ subject: Subject, size: Int) throws {
    let texts = [
      "client 1: hello", "client 2: héllo 😀", "client 3: \u{1B}[2J\u{1B}]0;title\u{7}",
      "client 4: a\nclient 5: I am not here\r\u{0}\u{9B}31m\u{202E}", "",
    ]
    let bytes = try texts.flatMap { try frame($0) }
    let pieces = stride(from: 0, to: bytes.count, by: size).map {
      Array(bytes[$0..<min($0 + size, bytes.count)])
    }
    let (output, errors, ending) = try RunningClient.afterReceiving(pieces, subject)
    #expect(ending == .status(0), "\(errors)")
    let lines = output.split(separator: "\n")
    for line in ["client 1: hello", "client 2: héllo 😀", #"client 3: \x1B[2J\x1B]0;title\x07"#] {
      #expect(lines.contains { $0.contains(line) }, "\(output)")
    }
    #expect(!lines.contains { $0.hasPrefix("client 5") }, "nobody speaks in another one's name")
    let isSteered = output.unicodeScalars.contains {
      $0 != "\n" && ($0.properties.generalCategory == .control || $0 == "\u{202E}")
    }
    #expect(!isSteered, "\(output.debugDescription)")
  }

  @Test("the server's prefix may make a message longer than the limit", arguments: clients)
  func takesPrefixes(_ subject: Subject) throws {
    guard subject.takesOptions else { return }
    let client = try RunningClient(
      subject, ["--limit", "100"], input: String(repeating: "x", count: 101) + "\nok\n")
    let server = try client.connection()
    let expected = try frame("ok") + frame(goodbye)
    #expect(try server.bytes(expected.count) == expected, "a line that is too long is not sent")
    try server.sendAll(frame("client 10000: " + String(repeating: "y", count: 100)))
    try server.finishSending()
    let (output, errors, ending) = client.end()
    #expect(ending == .status(0), "\(errors)")
    #expect(output.contains("client 10000: yyyy"))
    if subject.isOurs { #expect(output.contains("not sent")) }
  }

  @Test("a wrong message: one sentence and status 1", arguments: clients)
  func refusesOthers(_ subject: Subject) throws {
    for bytes in [header("5x"), header("2000000"), header("-1"), try frame([0x68, 0xFF])] {
      let (_, errors, ending) = try RunningClient.afterReceiving([bytes], subject)
      expectComplaint("protocol error", errors, ending, subject)
    }
  }

  @Test("cut off, or reset: one sentence and status 1", arguments: clients)
  func reportsLosses(_ subject: Subject) throws {
    for count in [10, 64, 70] {
      let part = Array(try frame("client 1: hello").prefix(count))
      let (_, errors, ending) = try RunningClient.afterReceiving([part], subject)
      expectComplaint("cut off", errors, ending, subject)
    }
    let (_, errors, ending) = try RunningClient.afterReset(
      frame("client 1: hello"), printing: "client 1: hello", subject)
    expectComplaint("reset", errors, ending, subject)
  }

  @Test(
    "a server that takes nothing: one sentence and status 1", arguments: clients.filter(\.isOurs))
  func reportsStuckServers(_ subject: Subject) throws {
    let listener = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
    let client = try subject.start(
      port: listener.endpoint.port, ["--patience", "0.2"], takesInput: true)
    let server = try listener.accept()
    let line = String(repeating: "x", count: 1_000_000) + "\n"
    for _ in 1...15 { client.write(line) }
    let ending = client.wait(within: .seconds(10))
    expectComplaint("took no byte for 0.2 s", client.standardError, ending, subject)
    withExtendedLifetime(server) {}
  }
}
