import CourseTesting
import Processes
import Sockets
import Testing

@Suite("Lesson 5 on the wire: the server stops in order", .waits)
struct StoppingWireTests {
  static let servers = ServerWireTests.servers.filter(\.takesOptions)

  @Test("Ctrl-C without clients", arguments: servers)
  func stopsAlone(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    #expect(server.process.interrupt(within: .seconds(2)) == .status(0))
    #expect(server.process.standardError.isEmpty)
  }

  @Test(
    "Ctrl-C with clients: idle, inside a header, not reading, in mid-goodbye",
    arguments: servers.filter(\.isOurs))
  func stopsWithClients(_ subject: Subject) throws {
    let server = try RunningServer(subject, ["--patience", "60", "--quiet"])
    let idle = try server.connect()
    try idle.expectAnswer(to: "hello")
    let silent = try server.connect()
    let inside = try server.connect()
    try inside.sendAll(frame("hello") + Array(header("5").prefix(10)))
    #expect(try inside.bytes(12) == reply)
    // It sends until the server, whose answers it does not read, has stopped reading.
    let deaf = try server.connectDeaf(patience: .milliseconds(300))
    #expect(deaf.flood()?.isOutOfPatience == true)
    let parting = try server.connect()
    try parting.sendAll(frame(goodbye))
    #expect(try parting.bytes(12) == reply)

    #expect(server.process.interrupt(within: .seconds(2)) == .status(0))
    #expect(server.process.standardError.isEmpty, "\(server.process.standardError)")
    for client in [idle, silent, inside, parting] { #expect(try client.isAtEnd()) }
    let log = server.process.standardOutput
    #expect(log.contains("active connections: 0"), "\(log)")
    #expect(log.contains("client 5 said goodbye"), "it had, whoever ended the connection: \(log)")
    if subject.testDescription.hasPrefix("lesson05") {
      for number in 1...4 {
        #expect(log.contains("client \(number) ended by the server"), "\(log)")
      }
      #expect(log.hasSuffix("all threads have finished\n"), "\(log)")
    }
  }

  @Test("nobody who comes later is let in", arguments: servers)
  func closesTheDoor(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.connect()
    try client.expectAnswer(to: "hello")
    #expect(server.process.interrupt(within: .seconds(2)) == .status(0))
    #expect(throws: SocketError.self) { try server.connect().expectAnswer(to: "hello") }
  }

  @Test("Ctrl-C with a hundred clients", arguments: servers)
  func stopsWithMany(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let clients = try (1...100).map { _ in try server.connect() }
    for client in clients { try client.sendAll(frame("hello")) }
    for client in clients { #expect(try client.bytes(12) == reply) }
    #expect(server.process.interrupt(within: .seconds(2)) == .status(0))
    for client in clients { #expect(try client.isAtEnd()) }
  }
}
