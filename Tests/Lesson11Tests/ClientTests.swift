import CourseTesting
import Framing
import Processes
import Sockets
import Testing

private let clients = Subject.all(.client, lesson: "11")

@Suite("Lesson 11 on the wire: the client", .waits)
struct ClientTests {
  /// The position that a client sends next.
  private func next(_ server: Connection) throws -> (x: Int, y: Int) {
    let bytes = try server.bytes(4)
    return (
      Int(try #require(bytes.integer(Int16.self, .littleEndian), "it sends nothing more")),
      Int(try #require(bytes.integer(Int16.self, at: 2, .littleEndian)))
    )
  }

  @Test("it walks, a step of -1, 0 or 1 in each direction, and half-closes", arguments: clients)
  func walks(_ subject: Subject) throws {
    var options = ["--interval", "0.01", "--count", "6", "--seed", "7"]
    // At the edge of the world, which it must not leave.
    for start in [(0, 0), (32_767, -32_767)] {
      options += ["--x", "\(start.0)", "--y", "\(start.1)"]
      let client = try RunningClient(subject, options)
      let server = try client.connection()
      var place = try next(server)
      if subject.takesOptions { #expect(place == start) }
      for _ in 1...(subject.takesOptions ? 6 : 1) {
        let (x, y) = try next(server)
        #expect(abs(x - place.x) <= 1 && abs(y - place.y) <= 1, "\(place) -> \(x), \(y)")
        #expect(abs(x) <= 32_767 && abs(y) <= 32_767)
        place = (x, y)
      }
      guard subject.takesOptions else { return }
      #expect(try server.isAtEnd(), "that was its last step")
      try server.sendAll(Told(4, at: place.x, place.y).bytes)
      try server.finishSending()
      let (output, errors, ending) = client.end()
      #expect(output.contains("client 4 is at \(place.x), \(place.y)"), "\(output)\(errors)")
      #expect(ending == .status(0))
    }
  }

  @Test("what it is told is printed line by line in a pipe, in any pieces", arguments: clients)
  func prints(_ subject: Subject) throws {
    let told = [
      Told(3, at: 4, -2), Told(3, at: -32_768, 32_767), Told(70_000, at: 0, -32_768), Told(left: 3),
      Told(left: 9),
    ]
    let lines = [
      "client 3 is at 4, -2", "client 3 is at -32768, 32767", "client 70000 is at 0, -32768",
      "client 3 has left", "client 9 has left",
    ]
    let stream = told.flatMap(\.bytes)
    for pieces in [[stream], stream.map { [$0] }] {
      let (output, errors, ending) = try RunningClient.afterReceiving(pieces, subject)
      guard subject.takesOptions else { return }
      let shown = output.split(separator: "\n").map(String.init).filter { $0.hasPrefix("client") }
      #expect(shown == lines, "\(errors)")
      #expect(!output.contains("\u{1B}"), "no escape codes in a pipe")
      #expect(ending == .status(0))
    }
  }

  @Test("a server that is cut off or resets: one sentence and status 1", arguments: clients)
  func reportsDamage(_ subject: Subject) throws {
    let (_, errors, ending) = try RunningClient.afterReceiving([[3, 0, 0, 0, 1]], subject)
    expectComplaint("cut off", errors, ending, subject)
    guard subject.takesOptions else { return }
    // It takes no step meanwhile: the system reports a reset once, to the thread that asks just then.
    let after = try RunningClient.afterReset(
      Told(3, at: 1, 1).bytes, printing: "1, 1", subject, ["--interval", "3600"])
    expectComplaint("reset", after.errors, after.ending, subject)
  }

  @Test("Ctrl-C ends it with status 0")
  func stops() throws {
    for subject in clients where subject.isOurs {
      let client = try RunningClient(subject)
      _ = try next(client.connection())
      #expect(client.process.interrupt() == .status(0), "\(client.process.standardError)")
    }
  }

  @Test("the same seed walks the same way")
  func repeats() throws {
    func walk(_ seed: String) throws -> [UInt8] {
      let client = try RunningClient(
        clients[0], ["--interval", "0.001", "--count", "20", "--seed", seed])
      return try client.connection().everything()
    }
    let subject = clients[0]
    guard subject.takesOptions else { return }
    let first = try walk("1")
    #expect(try first == walk("1"))
    #expect(try first != walk("2"))
  }
}
