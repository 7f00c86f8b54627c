import CourseTesting
import Sockets
import Testing

private let greeting = "welcome to the server!"

@Suite("Lesson 1 on the wire: the server", .waits)
struct ServerWireTests {
  static let servers = Subject.all(.server, lesson: "01")

  @Test("a client gets 22 bytes and then the end", arguments: servers)
  func greets(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.connect()
    #expect(String(decoding: try client.everything(), as: UTF8.self) == greeting)
    server.stop()
  }

  @Test("received one byte at a time, it is the same", arguments: servers)
  func greetsSlowly(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let bytes = try server.connect().bytes(.max, most: 1)
    #expect(String(decoding: bytes, as: UTF8.self) == greeting)
  }

  @Test("clients are served one after the other, in order of arrival", arguments: servers)
  func servesInOrder(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let clients = try (0..<3).map { _ in try server.connect() }
    for client in clients {
      #expect(try client.bytes(22) == Array(greeting.utf8))
      try client.finishSending()
      #expect(try client.isAtEnd())
    }
  }

  @Test("clients that leave at once or reset are not the next one's trouble", arguments: servers)
  func survives(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    for _ in 0..<10 {
      try server.connect().resetOnClose()
      _ = try server.connect()
    }
    #expect(try server.connect().bytes(22) == Array(greeting.utf8))
    server.stop()
  }

  @Test("a client that talks first gets the whole greeting all the same", arguments: servers)
  func isNotReset(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.connect()
    try client.sendAll(Array(repeating: 0x3F, count: 5000))
    #expect(try client.bytes(22) == Array(greeting.utf8))
    try client.finishSending()
    #expect(try client.isAtEnd(), "the connection ends, and is not reset")
  }

  @Test("Ctrl-C ends the server while a client is there", arguments: servers)
  func stopsWithAClient(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.connect()
    #expect(try client.bytes(22).count == 22)
    server.stop()
  }
}

@Suite("Lesson 1 on the wire: the client", .waits)
struct ClientWireTests {
  static let clients = Subject.all(.client, lesson: "01")

  @Test("the whole text is printed, however it comes", arguments: clients)
  func printsTheWhole(_ subject: Subject) throws {
    for pieces in [[Array(greeting.utf8)], greeting.utf8.map { [$0] }] {
      let (output, _, ending) = try RunningClient.afterReceiving(pieces, subject)
      #expect(output.contains(greeting))
      if subject.isOurs { #expect(ending == .status(0)) }
    }
  }

  @Test("a server that closes at once is an end like any other", arguments: clients)
  func acceptsNothing(_ subject: Subject) throws {
    let (_, errors, ending) = try RunningClient.afterReceiving([], subject)
    if subject.isOurs { #expect(ending == .status(0), "\(errors)") }
  }

  @Test("half a character is shown as its bytes, the text at the end as text", arguments: clients)
  func printsHalfCharacters(_ subject: Subject) throws {
    let (output, _, ending) = try RunningClient.afterReceiving(
      [Array("1234567é!".utf8)], subject, ["--buffer", "8"])
    #expect(output.contains("1234567é!"))
    guard subject.isOurs else { return }
    #expect(output.contains("1234567\\xC3") && output.contains("\\xA9!"))
    #expect(ending == .status(0))
  }

  @Test("a reset is an error of one sentence, and status 1", arguments: clients)
  func reportsAReset(_ subject: Subject) throws {
    guard subject.isOurs else { return }
    let (_, errors, ending) = try RunningClient.afterReset(
      Array("welcome ".utf8), printing: "welcome", subject)
    #expect(ending == .status(1))
    #expect(errors.split(separator: "\n").count == 1, "one sentence: \(errors)")
  }
}
