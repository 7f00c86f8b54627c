import CourseTesting
import Foundation
import Sockets
import Testing

@Suite("Lesson 6 on the wire: many clients, and how they leave", .waits)
struct EveryoneWireTests {
  static let servers = Subject.all(.server, lesson: "06")
  private let goodbye = #"{"kind":"goodbye"}"#

  @Test("many clients at once do not mix sensors", arguments: servers)
  func keepsClientsApart(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let clients = try (0..<50).map { _ in try Visitor(of: server) }
    for round in 1...3 {
      for (index, client) in clients.enumerated() {
        try client.send(#"{"kind":"reading","sensor":"hall","celsius":\#(index)}"#)
        if round == 3 { try client.send(#"{"kind":"reading","sensor":"\#(index)","celsius":1}"#) }
      }
    }
    for (index, client) in clients.enumerated() {
      for round in 1...3 {
        let summary = try client.object()
        #expect(summary["count"] == .number(Double(round)), "client \(index): \(summary)")
        #expect(summary["maximum"] == .number(Double(index)))
        #expect(summary["minimum"] == .number(Double(index)))
      }
      #expect(try client.object()["count"] == .number(1))
    }
    server.stop()
  }

  @Test(
    "a wrong header closes that connection and no other", arguments: servers,
    [
      String(repeating: " ", count: 64), "-5".padded, "+5".padded, " 5".padded, "5x".padded,
      "1048577".padded, "999999999999999999999999".padded, #"{"kind":"goodbye"}"#.padded,
    ])
  func closesAfterWrongHeader(_ subject: Subject, _ header: String) throws {
    let server = try RunningServer(subject)
    let (good, bad) = (try Visitor(of: server), try Visitor(of: server))
    #expect(try bad.report("hall", 20)["count"] == .number(1))
    try bad.stream.sendAll(Array(header.utf8))
    #expect(try bad.stream.isAtEnd())
    try bad.stream.finishSending()
    #expect(try good.report("hall", 20)["count"] == .number(1))
    if subject.isOurs { #expect(server.process.prints("protocol error")) }
    server.stop()
  }

  @Test("a goodbye is answered before the connection is closed", arguments: servers)
  func answersGoodbyeFirst(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    for _ in 1...20 {
      let client = try Visitor(of: server)
      try client.send(goodbye)
      // What follows a goodbye is not read as a request, and destroys nothing.
      try? client.send(Array(repeating: 0x78, count: 100_000))
      #expect(try client.text() == goodbye)
      #expect(try client.stream.isAtEnd())
    }
    if subject.isOurs { #expect(server.process.prints("said goodbye")) }
    server.stop()
  }

  @Test("how each connection ended stands in the log", arguments: servers)
  func tellsEndings(_ subject: Subject) throws {
    guard subject.isOurs else { return }
    let server = try RunningServer(subject)
    try Visitor(of: server).stream.finishSending()
    #expect(server.process.prints("closed without goodbye"))
    let cut = try Visitor(of: server)
    try cut.stream.sendAll(Array("52".utf8))
    try cut.stream.finishSending()
    #expect(server.process.prints("cut off"))
    try visitAndReset(server)
    #expect(server.process.prints("reset"))
    #expect(server.process.prints("active connections: 0"))
    server.stop()
  }

  private func visitAndReset(_ server: RunningServer) throws {
    let client = try Visitor(of: server)
    _ = try client.report("hall", 20)
    client.stream.resetOnClose()
  }

  @Test("Ctrl-C ends the server within 2 s, whoever is connected", arguments: servers)
  func stops(_ subject: Subject) throws {
    guard subject.isOurs else { return }
    let server = try RunningServer(subject)
    let clients = try (0..<10).map { _ in try Visitor(of: server) }
    for client in clients { _ = try client.report("hall", 20) }
    try clients[0].stream.sendAll(Array("52".utf8))
    #expect(server.process.interrupt(within: .seconds(2)) == .status(0))
    withExtendedLifetime(clients) {}
  }
}

extension String {
  /// Filled up with spaces to the width of a header.
  fileprivate var padded: String { self + String(repeating: " ", count: 64 - utf8.count) }
}
