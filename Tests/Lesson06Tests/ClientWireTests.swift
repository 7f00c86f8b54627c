import CourseTesting
import Foundation
import Sockets
import Testing

@Suite("Lesson 6 on the wire: the client", .waits)
struct ClientWireTests {
  static let clients = Subject.all(.client, lesson: "06")
  static let oursAndPython = clients.filter(\.isOurs)
  private let goodbye = #"{"kind":"goodbye"}"#

  @Test("a reading for each line, then a goodbye; answers are printed", arguments: clients)
  func sendsReadings(_ subject: Subject) throws {
    let client = try RunningClient(
      subject, input: "kitchen 21.5\nliving room -3\ncafé 😀 0.125\n")
    let server = Visitor(try client.connection())
    let readings: [(String, Double)] = [
      ("kitchen", 21.5), ("living room", -3), ("café 😀", 0.125),
    ]
    for (number, (sensor, celsius)) in readings.enumerated() {
      let request = try server.object()
      #expect(request["kind"] == "reading", "\(request)")
      #expect(request["sensor"] == .text(sensor), "\(request)")
      #expect(request["celsius"] == .number(celsius), "\(request)")
      #expect(Set(request.keys) == ["kind", "sensor", "celsius"])
      try server.send(#"{"kind":"summary","count":\#(number),"sensor":"é"}"#)
    }
    #expect(try server.object() == ["kind": "goodbye"])
    try server.send(goodbye)
    try client.connection().finishSending()
    let (output, errors, ending) = client.end()
    for number in 0...2 {
      #expect(output.contains(#"{"kind":"summary","count":\#(number),"sensor":"é"}"#), "\(output)")
    }
    #expect(output.contains(goodbye))
    if subject.isOurs { #expect(ending == .status(0), "\(errors)") }
  }

  @Test("answers byte by byte", arguments: clients)
  func takesAnyPieces(_ subject: Subject) throws {
    let client = try RunningClient(subject, input: "kitchen 21.5\n")
    let server = Visitor(try client.connection())
    for answer in [#"{"kind":"error","reason":"it is cold, é"}"#, goodbye] {
      _ = try server.object()
      for byte in try Visitor.header.frame(Array(answer.utf8)) {
        try server.stream.sendAll([byte])
      }
    }
    try server.stream.finishSending()
    let (output, errors, ending) = client.end()
    #expect(output.contains("it is cold, é"), "\(output)\(errors)")
    if subject.isOurs { #expect(ending == .status(0), "\(errors)") }
  }

  @Test("a line that is no reading is not sent", arguments: oursAndPython)
  func refusesLines(_ subject: Subject) throws {
    let lines = ["kitchen", "kitchen warm", "", "21.5", "kitchen nan", "kitchen inf", "hall 20"]
    let client = try RunningClient(subject, input: lines.joined(separator: "\n") + "\n")
    let server = Visitor(try client.connection())
    #expect(try server.object()["sensor"] == "hall")
    try server.send("{}")
    #expect(try server.object() == ["kind": "goodbye"])
    try server.send(goodbye)
    try server.stream.finishSending()
    let (output, errors, ending) = client.end()
    let complaints = (output + errors).split(separator: "\n").filter { $0.contains("kitchen 21.5") }
    #expect(complaints.count == 6, "\(output)\(errors)")
    #expect(ending == .status(0))
  }

  @Test(
    "a server that leaves, or sends what is no message: one sentence and status 1",
    arguments: clients,
    [
      ("", "the"), ("5", "cut off"), ("5".padded + "{", "cut off"), ("-5".padded, "protocol error"),
      ("welcome to the server! ".padded, "protocol error"), ("1048577".padded, "protocol error"),
    ])
  func complains(_ subject: Subject, _ damage: (sent: String, words: String)) throws {
    let client = try RunningClient(subject, input: "kitchen 21.5\n")
    let server = Visitor(try client.connection())
    _ = try server.object()
    try server.stream.sendAll(Array(damage.sent.utf8))
    try server.stream.finishSending()
    let (_, errors, ending) = client.end()
    expectComplaint(damage.words, errors, ending, subject)
  }

  @Test("an answer that is not UTF-8: one sentence and status 1", arguments: clients)
  func refusesOtherBytes(_ subject: Subject) throws {
    let client = try RunningClient(subject, input: "kitchen 21.5\n")
    let server = Visitor(try client.connection())
    _ = try server.object()
    try server.send([0x7B, 0xFF, 0x7D])
    let (_, errors, ending) = client.end()
    expectComplaint("UTF-8", errors, ending, subject)
  }

  @Test("--raw sends each line as it is")
  func sendsRawLines() throws {
    guard let subject = Self.oursAndPython.first else { return }
    let lines = ["[1,2]", #"{"kind":  "goodbye","x":"é"}"#, ""]
    let client = try RunningClient(
      subject, ["--raw"], input: lines.map { $0 + "\n" }.joined())
    let server = Visitor(try client.connection())
    for line in lines {
      #expect(try server.text() == line)
      try server.send("{}")
    }
    #expect(try server.text() == goodbye)
    try server.send(goodbye)
    try server.stream.finishSending()
    #expect(client.end().ending == .status(0))
  }

  @Test("Ctrl-C while a line is awaited is no error", arguments: oursAndPython)
  func stops(_ subject: Subject) throws {
    let client = try RunningClient(subject, input: "kitchen 21.5\n")
    _ = try Visitor(try client.connection()).object()
    #expect(client.process.interrupt() == .status(0))
  }
}

extension String {
  /// Filled up with spaces to the width of a header.
  fileprivate var padded: String { self + String(repeating: " ", count: 64 - utf8.count) }
}
