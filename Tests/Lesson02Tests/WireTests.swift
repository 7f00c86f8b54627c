import CourseTesting
import Processes
import Sockets
import Testing

private let welcome = "22        Welcome to the server!"

@Suite("Lesson 2 on the wire: the server", .waits)
struct ServerWireTests {
  static let servers = Subject.all(.server, lesson: "02")

  @Test("a client gets header and payload, and the connection stays open", arguments: servers)
  func sendsOneMessage(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.connect()
    #expect(String(decoding: try client.bytes(32, most: 1), as: UTF8.self) == welcome)
    // What a client sends is ignored; the end comes when the client leaves, and not before.
    try client.sendAll(Array("is anybody there?".utf8))
    #expect(try !client.waitForBytes(until: .now + .milliseconds(50)), "nothing follows")
    try client.finishSending()
    #expect(try client.isAtEnd())
    server.stop()
  }

  @Test("the header counts bytes, not characters", arguments: servers)
  func countsBytes(_ subject: Subject) throws {
    guard subject.takesOptions else { return }
    for (text, header) in [("héllo", "6         "), ("", "0         "), ("😀", "4         ")] {
      let server = try RunningServer(subject, ["--message", text])
      let client = try server.connect()
      let expected = header + text
      #expect(
        try String(decoding: client.bytes(expected.utf8.count), as: UTF8.self) == expected)
    }
  }

  @Test("a long message arrives whole at a client that reads slowly", arguments: servers)
  func sendsLongMessages(_ subject: Subject) throws {
    guard subject.takesOptions else { return }
    let text = String(repeating: "0123456789", count: 10_000)
    let server = try RunningServer(subject, ["--message", text])
    let client = try server.connect()
    #expect(try client.bytes(100_010, most: 777) == Array("100000    \(text)".utf8))
  }

  @Test("one client at a time, in order of arrival", arguments: servers)
  func servesInOrder(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let first = try server.connect()
    #expect(try first.bytes(32).count == 32)
    let second = try server.connect()
    #expect(try !second.waitForBytes(until: .now + .milliseconds(50)), "the second one waits")
    try first.finishSending()
    #expect(try second.bytes(32) == Array(welcome.utf8))
  }

  @Test(
    "clients that leave in the middle or reset are not the next one's trouble", arguments: servers)
  func survives(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    for taken in [0, 1, 10, 31] {
      let client = try server.connect()
      _ = try client.bytes(taken)
      client.resetOnClose()
    }
    #expect(try server.connect().bytes(32) == Array(welcome.utf8))
    server.stop()
  }

  @Test("Ctrl-C ends the server while a client is there", arguments: servers)
  func stopsWithAClient(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.connect()
    #expect(try client.bytes(32).count == 32)
    server.stop()
  }
}

@Suite("Lesson 2 on the wire: the client", .waits)
struct ClientWireTests {
  static let clients = Subject.all(.client, lesson: "02")
  static let oursAndPython = clients.filter(\.isOurs)

  @Test("messages are printed, however they come", arguments: clients)
  func printsMessages(_ subject: Subject) throws {
    let stream = Array("\(welcome)5         hello0         6         héllo".utf8)
    for pieces in [[stream], stream.map { [$0] }] {
      let (output, errors, ending) = try RunningClient.afterReceiving(pieces, subject)
      for text in ["Welcome to the server!", "hello", "héllo"] {
        #expect(output.contains(text), "\(output)\(errors)")
      }
      guard subject.isOurs else { continue }
      #expect(output.contains("new message length: 22"))
      #expect(output.contains("new message length: 0"))
      #expect(output.contains("full message received"))
      #expect(ending == .status(0))
    }
  }

  @Test("any buffer gives the same messages", arguments: oursAndPython)
  func takesAnyBuffer(_ subject: Subject) throws {
    let stream = Array("\(welcome)6         héllo".utf8)
    for buffer in ["1", "3", "10", "33", "65536"] {
      let (output, _, ending) = try RunningClient.afterReceiving(
        [stream], subject, ["--buffer", buffer])
      #expect(output.contains("Welcome to the server!") && output.contains("héllo"))
      #expect(ending == .status(0))
    }
  }

  @Test("--count leaves after so many messages", arguments: oursAndPython)
  func leavesEarly(_ subject: Subject) throws {
    let client = try RunningClient(subject, ["--count", "2"])
    try client.connection().sendAll(Array("1         a1         b1         c".utf8))
    let (output, _, ending) = client.end()
    #expect(output.contains("b\n") && !output.contains("c\n"))
    #expect(ending == .status(0))
  }

  @Test("a long message arrives whole", arguments: oursAndPython)
  func takesLongMessages(_ subject: Subject) throws {
    let text = String(repeating: "0123456789", count: 20_000)
    let (output, _, ending) = try RunningClient.afterReceiving(
      [Array("200000    \(text)".utf8)], subject)
    #expect(output.contains(text))
    #expect(ending == .status(0))
  }

  @Test(
    "cut off inside a message: one sentence and status 1", arguments: clients,
    ["2", "22        ", "22        Welcome", "\(welcome)5   "])
  func reportsACut(_ subject: Subject, _ stream: String) throws {
    let (_, errors, ending) = try RunningClient.afterReceiving([Array(stream.utf8)], subject)
    expectComplaint("cut off", errors, ending, subject)
  }

  @Test(
    "a wrong header: one sentence and status 1", arguments: clients,
    [
      "          ", "-5        ", "+5        ", " 5        ", "5x        ", "5 5       ",
      "5.0       ", "hello wide", "999999999 ", "1048577   ", "٥        ", "0x10      ",
    ])
  func refusesHeaders(_ subject: Subject, _ header: String) throws {
    let client = try RunningClient(subject)
    try client.connection().sendAll(Array(header.utf8))
    let (_, errors, ending) = client.end()
    expectComplaint("protocol error", errors, ending, subject)
  }

  @Test("a payload that is not UTF-8: one sentence and status 1", arguments: clients)
  func refusesOtherBytes(_ subject: Subject) throws {
    let stream = Array("4         ".utf8) + [0x68, 0xFF, 0xFE, 0x69]
    for pieces in [[stream], stream.map { [$0] }] {
      let (_, errors, ending) = try RunningClient.afterReceiving(pieces, subject)
      expectComplaint("UTF-8", errors, ending, subject)
    }
  }

  #if os(Linux)
    // ThreadSanitizer needs terabytes of address space for itself.
    @Test("a header of 999 999 999 bytes costs no memory", .enabled(if: Platform.slowness == 1))
    func allocatesNothing() throws {
      let listener = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
      // In less than half of the address space that the announced bytes would take.
      let client = try ChildProcess(
        "sh",
        [
          "-c", "ulimit -v 400000; exec \"$0\" client --limit 1000000000 --port \"$1\"",
          PackageFolder.program("lesson02"), "\(listener.endpoint.port)",
        ])
      let server = try #require(try listener.accept())
      try server.sendAll(Array("999999999 and no more".utf8))
      #expect(client.prints("new message length: 999999999"))
      try server.finishSending()
      #expect(client.wait() == .status(1))
      #expect(client.standardError.contains("cut off"), "\(client.standardError)")
    }
  #endif

  @Test("a reset: one sentence and status 1", arguments: oursAndPython)
  func reportsAReset(_ subject: Subject) throws {
    let (_, errors, ending) = try RunningClient.afterReset(
      Array("22        Wel".utf8), printing: "new message length: 22", subject)
    #expect(ending == .status(1))
    #expect(errors.split(separator: "\n").count == 1, "one sentence: \(errors)")
  }

  @Test("Ctrl-C in the middle of a message is no error", arguments: oursAndPython)
  func stops(_ subject: Subject) throws {
    let client = try RunningClient(subject)
    try client.connection().sendAll(Array("22        Wel".utf8))
    #expect(client.process.prints("new message length: 22"))
    #expect(client.process.interrupt() == .status(0))
  }
}
