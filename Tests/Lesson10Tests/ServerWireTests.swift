import CourseTesting
import Foundation
import Processes
import Sockets
import Testing

private let servers = Subject.all(.server, lesson: "10")

@Suite("Lesson 10 on the wire: the server", .waits)
struct ServerWireTests {
  @Test("every request has its reply, whatever it asks", arguments: servers)
  func answers(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.connect()
    for sum in Sum.all { try client.ask(sum) }
    if subject.isOurs {
      #expect(server.process.prints("SUMA 7 -2 = 5.0"))
      #expect(server.process.prints("DIVISION 1 0: division by zero"))
      #expect(server.process.prints("MODULO 7 2: unknown command"))
      #expect(server.process.prints("\\xFF\\xFE 7 2: unknown command"))
      // It has come to the last one, and no escape has reached the terminal.
      #expect(server.process.prints("gone"))
      #expect(!server.process.standardOutput.contains("\u{1B}"))
    }
    server.stop()
  }

  @Test("byte by byte, and many in one send", arguments: servers)
  func takesAnyPieces(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.connect()
    let few = [
      Sum("SUMA", 7, -2, 5), Sum("DIVISION", 1, 0, 0, status: 1), Sum("X", 1, 1, 0, status: 2),
    ]
    for size in [1, 3, 7, 8, 9, 13, 1000] {
      var rest = few.flatMap(\.packet)[...]
      while !rest.isEmpty {
        try client.sendAll(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      for sum in few { try client.expect(sum, most: 5) }
    }
    let many = (0..<3000).map { Sum("MULTIPLICACION", $0, -$0, Double(-$0 * $0)) }
    try client.sendAll(many.flatMap(\.packet))
    for sum in many { try client.expect(sum) }
    #expect(try !client.waitForBytes(until: .now + .milliseconds(30)), "nothing follows")
    server.stop()
  }

  @Test("half a packet, then silence, then the rest: nobody else waits", arguments: servers)
  func waitsForTheRest(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let sum = Sum("DIVISION", 7, 2, 3.5)
    for cut in [1, 4, 6, 8, 15] {
      let (slow, quick) = (try server.connect(), try server.connect())
      try slow.sendAll(Array(sum.packet.prefix(cut)))
      try quick.ask(Sum("SUMA", 7, -2, 5))
      #expect(try !slow.waitForBytes(until: .now + .milliseconds(20)), "it is not whole yet")
      try slow.sendAll(Array(sum.packet.dropFirst(cut)))
      try slow.expect(sum)
    }
  }

  @Test(
    "a command length that no rule allows ends that connection, and no other", arguments: servers)
  func refusesLengths(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let other = try server.connect()
    for length in [0, -1, 65, 256, Int(Int32.max), Int(Int32.min), 0x0400_0000] {
      let client = try server.connect()
      // The fields alone decide: nobody waits for a command that is too long.
      try client.sendAll(request([], 7, -2, length: length))
      #expect(try client.isAtEnd(), "\(length)")
      try client.finishSending()
    }
    // What follows, much of it, does not destroy that end.
    let flood = try server.connect()
    try flood.sendAll(
      request([], 7, -2, length: 65) + Array(repeating: 0x41, count: 500_000))
    #expect(try flood.isAtEnd())
    if subject.isOurs {
      for length in ["0", "-1", "65", "2147483647"] {
        #expect(server.process.prints("protocol error: a command of \(length) bytes"))
      }
      let client = try server.connect()
      let sum = Sum("SUMA", 1, 2, 3)
      try client.sendAll(sum.packet + request("AB", 7, -2, length: -1))
      try client.expect(sum)
      #expect(try client.isAtEnd(), "what came before has its answer")
    }
    for length in [1, 64] {
      let sum = Sum(Array(repeating: 0x58, count: length), 1, 2, 0, status: 2)
      try other.ask(sum)
    }
    server.stop()
  }

  @Test("how each connection ended stands in the log", arguments: servers.filter(\.isOurs))
  func tellsEndings(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let sum = Sum("SUMA", 7, -2, 5)
    try server.connect().ask(sum)
    #expect(server.process.prints("client 1 closed without goodbye; active connections: 0"))
    for (number, (cut, missing)) in [
      (3, "5 bytes"), (8, "4 bytes of the command"), (11, "1 byte of the command"),
    ].enumerated() {
      try server.connect().sendAll(Array(sum.packet.prefix(cut)))
      #expect(server.process.prints("client \(number + 2) cut off: \(missing)"))
    }
    try visitAndReset(server, sum)
    #expect(server.process.prints("client 5 reset; active connections: 0"))
    try server.connect().ask(sum)
    server.stop()
  }

  private func visitAndReset(_ server: RunningServer, _ sum: Sum) throws {
    let client = try server.connect()
    try client.ask(sum)
    client.resetOnClose()
  }

  @Test("many clients at once, each with its own replies", arguments: servers)
  func servesMany(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let clients = try (0..<40).map { _ in try server.connect() }
    for round in 1...3 {
      for (index, client) in clients.enumerated() {
        try client.sendAll(request("MULTIPLICACION", index, round))
      }
      for (index, client) in clients.enumerated().reversed() {
        try client.expect(Sum("MULTIPLICACION", index, round, Double(index * round)))
      }
    }
    server.stop()
  }

  @Test(
    "a client that sends without end and reads nothing is given up, and nobody notices",
    arguments: servers.filter(\.isOurs))
  func survivesTheDeaf(_ subject: Subject) throws {
    try Subject.requirePython()
    // Less than the 0.2 s after which a system tries again what a peer had no room for: that some bytes
    // find room then is no sign of life.
    let server = try RunningServer(subject, ["--patience", "0.15", "--quiet"])
    let other = try server.connect()
    let script = "\(PackageFolder.root)/Lessons/10-binary-packets/Python/deaf_client.py"
    let deaf = try ChildProcess(
      try #require(Subject.python), [script, "--port", "\(server.endpoint.port)"])
    #expect(deaf.nextLine() == "sends, and does not receive")
    try other.ask(Sum("DIVISION", 1, 4, 0.25))
    #expect(deaf.nextLine() == "the server has given it up")
    try other.ask(Sum("SUMA", 7, -2, 5))
    #expect(server.process.prints("took no byte"))
    server.stop()
  }

  @Test("Ctrl-C ends the server, whoever is connected", arguments: servers.filter(\.isOurs))
  func stops(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let idle = try server.connect()
    try idle.ask(Sum("SUMA", 7, -2, 5))
    let inside = try server.connect()
    try inside.sendAll([4, 0, 0])
    #expect(server.process.interrupt(within: .seconds(2)) == .status(0))
    #expect(server.process.standardError.isEmpty)
    withExtendedLifetime((idle, inside)) {}
  }
}
