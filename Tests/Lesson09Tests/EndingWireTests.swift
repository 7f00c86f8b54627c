import CourseTesting
import Foundation
import Processes
import Sockets
import Testing

private let servers = Subject.all(.server, lesson: "09")

@Suite("Lesson 9 on the wire: endings, and many clients", .waits)
struct EndingWireTests {
  @Test("each client is told apart by how it leaves", arguments: servers.filter(\.isOurs))
  func tellsEndings(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let endings = [
      ("", "client 1 closed without goodbye"), ("HELLO\n", "client 2 closed without goodbye"),
      ("HELLO\nCLO", "client 3 cut off"), ("CLOSE", "client 4 cut off"),
      ("\r", "client 5 cut off"), ("CLOSE\n", "client 6 said goodbye"),
    ]
    for (bytes, words) in endings {
      let client = try server.client()
      try client.send(bytes)
      try client.finishSending()
      _ = try client.lines()
      server.expectLog(words)
    }
    var client: Connection? = try server.client()
    #expect(try client?.ask("HELLO") == hello)
    client?.resetOnClose()
    client = nil
    server.expectLog("client 7 reset; active connections: 0")
    server.stop()
  }

  @Test("what lies behind CLOSE is not answered, and destroys nothing", arguments: servers)
  func closesInOrder(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    for more in ["HELLO\n", "CLOSE\n", String(repeating: "HELLO\n", count: 50_000)] {
      let client = try server.client()
      try? client.send("HELLO\nCLOSE\n" + more)
      // A reset would make this throw, or swallow the answers.
      #expect(try client.lines() == [hello, confirmed])
    }
    server.stop()
  }

  @Test("many clients at once, each with its own half line", arguments: servers)
  func servesMany(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let clients = try (1...50).map { _ in try server.client() }
    for client in clients { try client.send("HEL") }
    for client in clients.reversed() { try client.send("LO\nCLO") }
    for client in clients { #expect(try client.line() == hello) }
    for client in clients { try client.send("SE\n") }
    for client in clients { #expect(try client.lines() == [confirmed]) }
    if subject.isOurs { server.expectLog("active connections: 0") }
    server.stop()
  }

  @Test("one who sends without end and reads nothing holds up nobody", arguments: servers)
  func survivesAFlood(_ subject: Subject) throws {
    let server = try RunningServer(subject, ["--patience", "0.3", "--quiet"])
    let other = try server.client()
    let culprit = try server.connectDeaf(patience: .seconds(10))
    let many = Array(String(repeating: "?\n", count: 5_000).utf8)
    // Until it is dropped, or the test gives up.
    if subject.takesOptions {
      #expect(throws: SocketError.self) { while true { try culprit.sendAll(many) } }
      if subject.isOurs { server.expectLog("took no byte") }
    }
    #expect(try other.ask("HELLO") == hello)
    server.stop()
  }

  @Test("Ctrl-C ends the server, whoever is connected", arguments: servers)
  func stops(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let clients = try ["", "HEL", "HELLO\n"].map { text in
      let client = try server.client()
      try client.send(text)
      return client
    }
    server.stop()
    if subject.isOurs { for client in clients { _ = try? client.lines() } }
  }

  @Test("--hook adds a hook in front of the others")
  func addsAHook() throws {
    let subject = try #require(servers.first { !$0.isPython && $0.takesOptions })
    let server = try RunningServer(subject, ["--hook", "HELLO .*|CLOSE|ECHO .*"])
    let client = try server.client()
    #expect(try client.ask("ECHO hé") == "MSG ECHO hé")
    #expect(try client.ask("HELLO you") == "MSG HELLO you")
    #expect(try client.ask("HELLO") == hello)
    #expect(try client.ask("CLOSE") == "MSG CLOSE", "the first that matches answers")
    #expect(try client.ask("(a") == notFound)
    server.stop()
  }

  @Test("a pattern that takes for ever holds up its own client, and no other")
  func survivesAPattern() throws {
    let subject = try #require(servers.first { !$0.isPython && $0.takesOptions })
    let server = try RunningServer(subject, ["--hook", "(a+)+"])
    let (culprit, other) = (try server.client(), try server.client())
    try culprit.send("aaaaaaaaaa!\n")
    #expect(try other.ask("HELLO") == hello)
    #expect(try culprit.line() == notFound)
    server.stop()
  }
}
