import CourseTesting
import Processes
import Sockets
import Testing

private let clients = Subject.all(.client, lesson: "09")

@Suite("Lesson 9 on the wire: the client", .waits)
struct ClientWireTests {
  @Test("what is typed is sent as lines, and CLOSE at the end of it", arguments: clients)
  func sendsLines(_ subject: Subject) throws {
    let client = try RunningClient(subject, input: "HELLO\nHELLOWORLD\n\nhéllo\n")
    let server = try client.connection()
    try server.send(welcome + "\n")
    var lines: [String] = []
    while lines.last != "CLOSE" {
      let line = try server.line()
      if line.isEmpty, lines.last?.isEmpty == true { break }
      lines.append(line)
      try server.send(line == "CLOSE" ? "CLOSE CONFIRM\n" : "MSG not you\n")
    }
    #expect(lines == ["HELLO", "HELLOWORLD", "", "héllo", "CLOSE"])
    let (output, errors, ending) = client.end()
    #expect(output.contains("Welcome aboard !") && output.contains("not you"), "\(output)\(errors)")
    #expect(ending == .status(0), "\(errors)")
  }

  @Test("CLOSE is the last line that it sends", arguments: clients)
  func closes(_ subject: Subject) throws {
    let client = try RunningClient(subject, input: "CLOSE\nHELLO\n")
    let server = try client.connection()
    try server.send(welcome + "\n")
    #expect(try server.line() == "CLOSE")
    try server.send("CLOSE CONFIRM\n")
    #expect(try server.isAtEnd())
    #expect(client.end().ending == .status(0))
  }

  @Test("small letters will do for the time, and HELP stays here", arguments: clients)
  func hasATable(_ subject: Subject) throws {
    guard subject.isOurs else { return }
    let client = try RunningClient(subject, input: "time\nHELP\nTime\n")
    let server = try client.connection()
    try server.send(welcome + "\n")
    for line in ["TIME", "TIME", "CLOSE"] { #expect(try server.line() == line) }
    try server.send("TIME 21.11.2026 13:45:10\nCLOSE CONFIRM\n")
    let (output, errors, ending) = client.end()
    #expect(output.contains("it is 21.11.2026 13:45:10"), "\(output)\(errors)")
    #expect(output.contains("HELP stays here"), "\(output)")
    #expect(ending == .status(0))
  }

  @Test("what comes goes through the table, in any pieces, asked for or not", arguments: clients)
  func showsLines(_ subject: Subject) throws {
    let stream = Array(
      (welcome + "\r\nMSG héllo 😀\nTIME 21.11.2026 13:45:10\nMSG \nNEWS of nothing\n\n").utf8)
    for pieces in [[stream], stream.map { [$0] }] {
      let client = try RunningClient(subject)
      for piece in pieces { try client.connection().sendAll(piece) }
      #expect(client.process.prints("NEWS of nothing"))
      try client.connection().finishSending()
      let (output, errors, ending) = client.end()
      #expect(output.contains("héllo 😀") && output.contains("21.11.2026 13:45:10"), "\(output)")
      #expect(!output.contains("MSG") && !output.contains("\r"), "\(output)")
      #expect(ending == .status(0), "\(errors)")
    }
  }

  @Test("escape sequences of a server do not reach the terminal", arguments: clients)
  func writesNoEscapes(_ subject: Subject) throws {
    guard subject.isOurs else { return }
    let stream = Array("MSG \u{1B}[31mred\n\u{1B}]0;x\u{7}\nMSG \u{202E}txt\nTIME \u{9B}1m\n".utf8)
    let (output, _, ending) = try RunningClient.afterReceiving(
      [stream, [0x4D, 0x53, 0x47, 0x20, 0xFF, 0x0A]], subject)
    #expect(output.contains("\\x1B[31mred") && output.contains("\\xFF"), "\(output)")
    #expect(!output.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }, "\(output)")
    #expect(!output.unicodeScalars.contains { [0x9B, 0x202E].contains($0.value) }, "\(output)")
    #expect(ending == .status(0))
  }

  @Test(
    "cut off inside a line, or a line too long: one sentence and status 1", arguments: clients,
    [("MSG hel", 1, "cut off"), ("\r", 1, "cut off"), ("x", 5000, "protocol error")])
  func reportsDamage(
    _ subject: Subject, _ damage: (text: String, times: Int, words: String)
  ) throws {
    let damaged = String(repeating: damage.text, count: damage.times)
    let stream = Array("\(welcome)\n\(damaged)".utf8)
    let (_, errors, ending) = try RunningClient.afterReceiving([stream], subject)
    expectComplaint(damage.words, errors, ending, subject)
  }

  @Test("a reset: one sentence and status 1", arguments: clients)
  func reportsAReset(_ subject: Subject) throws {
    let client = try RunningClient(subject, input: "")
    try client.connection().send(welcome + "\n")
    // What it has sent is not read: so it has nothing else to wait for but the reset.
    _ = try client.connection().line()
    try client.reset()
    let (_, errors, ending) = client.end()
    expectComplaint("reset", errors.lowercased(), ending, subject)
  }

  @Test("a server that closes while nobody types is noticed at once", arguments: clients)
  func noticesTheEnd(_ subject: Subject) throws {
    guard subject.isOurs else { return }
    let server = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
    let client = try subject.start(port: server.endpoint.port, takesInput: true)
    let connection = try #require(try server.accept())
    try connection.sendAll(Array("\(welcome)\n".utf8))
    #expect(client.prints("Welcome aboard !"))
    try connection.finishSending()
    #expect(client.wait() == .status(0), "\(client.standardError)")
    #expect(client.standardOutput.contains("the server closed"))
  }

  @Test(
    "every client talks to every server", arguments: Subject.all(.server, lesson: "09"), clients)
  func talks(_ server: Subject, _ client: Subject) throws {
    guard server.takesOptions, client.takesOptions else { return }
    let running = try RunningServer(server)
    let process = try client.start(port: running.endpoint.port, takesInput: true)
    process.write("HELLO\nTIME\n")
    process.closeInput()
    #expect(process.wait(within: .seconds(10)) == .status(0), "\(process.standardError)")
    #expect(process.standardOutput.contains(hello.dropFirst(4)), "\(process.standardOutput)")
    running.stop()
  }
}
