import Checks
import CourseTesting
import Foundation
import Framing
import Sockets
import Testing

@Suite("Lesson 6 on the wire: the server's answers", .waits)
struct AnswerWireTests {
  static let servers = Subject.all(.server, lesson: "06")
  private let kitchen = #"{"kind":"reading","sensor":"kitchen","celsius":21.5}"#
  private let goodbye = #"{"kind":"goodbye"}"#

  @Test("a reading is answered with a summary, a goodbye with a goodbye", arguments: servers)
  func answers(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try Visitor(of: server)
    let summary =
      #"{"count":1,"kind":"summary","maximum":21.5,"mean":21.5,"minimum":21.5,"sensor":"kitchen"}"#
    #expect(try client.ask(kitchen) == summary)
    #expect(try client.ask(goodbye) == goodbye)
    #expect(try client.stream.isAtEnd())
    server.stop()
  }

  @Test("a summary is over all readings of that sensor on this connection", arguments: servers)
  func sumsUp(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let (one, other) = (try Visitor(of: server), try Visitor(of: server))
    let day = [("kitchen", 20.0), ("cellar", -8), ("kitchen", 23), ("kitchen", 17), ("cellar", -2)]
    for (sensor, celsius) in day { _ = try one.report(sensor, celsius) }
    #expect(
      try one.ask(#"{"kind":"reading","sensor":"kitchen","celsius":18}"#)
        == #"{"count":4,"kind":"summary","maximum":23,"mean":19.5,"minimum":17,"sensor":"kitchen"}"#
    )
    #expect(
      try one.ask(#"{"kind":"reading","sensor":"cellar","celsius":-5}"#)
        == #"{"count":3,"kind":"summary","maximum":-2,"mean":-5,"minimum":-8,"sensor":"cellar"}"#)
    #expect(
      try other.ask(#"{"kind":"reading","sensor":"kitchen","celsius":0.25}"#)
        == #"{"count":1,"kind":"summary","maximum":0.25,"mean":0.25,"minimum":0.25,"#
        + #""sensor":"kitchen"}"#)
  }

  @Test("replies are compact, sorted, with slashes and without .0", arguments: servers)
  func writesInOneWay(_ subject: Subject) throws {
    let client = try Visitor(of: try RunningServer(subject))
    for (sent, sensor, number) in [
      ("21.0", "hall/2", "21"), ("-3", "café 😀", "-3"), ("1e2", #"a \"b\" \\ c"#, "100"),
      ("0.1", "", "0.1"), ("123456.789", "line\\nend", "123456.789"), ("2.50", "x", "2.5"),
    ] {
      let reply = try client.ask(#"{"kind":"reading","sensor":"\#(sensor)","celsius":\#(sent)}"#)
      #expect(
        reply == #"{"count":1,"kind":"summary","maximum":\#(number),"mean":\#(number),"#
          + #""minimum":\#(number),"sensor":"\#(sensor)"}"#)
    }
  }

  @Test("numbers at the edge of a Double come back as they went", arguments: servers)
  func keepsNumbers(_ subject: Subject) throws {
    let client = try Visitor(of: try RunningServer(subject))
    for number in [
      1e21, 1e-7, 1.7e308, -1.7e308, .leastNonzeroMagnitude, 0.1 + 0.2, -0.0, 9_007_199_254_740_992,
    ] {
      let summary = try client.report("sensor \(number)", number)
      for key in ["minimum", "maximum", "mean"] { #expect(summary[key] == .number(Double(number))) }
    }
  }

  @Test(
    "fields in any order, unknown ones, spaces, and a key that stands twice", arguments: servers)
  func readsWhatItShould(_ subject: Subject) throws {
    let client = try Visitor(of: try RunningServer(subject))
    for json in [
      #"{"celsius":1.5,"kind":"reading","sensor":"a"}"#,
      " {\n\t\"kind\": \"reading\",\r\n\"sensor\" : \"b\", \"celsius\": 1.5 }\n",
      #"{"kind":"reading","sensor":"c","celsius":1.5,"unit":{"is":["C",null,true]},"min":9}"#,
      #"{"kind":"reading","sensor":"d","celsius":1.5,"celsius":9,"kind":"goodbye"}"#,
      #"{"\u006Bind":"read\u0069ng","sensor":"e","celsius":15e-1}"#,
    ] {
      try client.send(json)
      let summary = try client.object()
      #expect(summary["kind"] == "summary", "\(json): \(summary)")
      #expect(summary["maximum"] == .number(1.5), "\(json): \(summary)")
    }
    #expect(try client.ask(#"{"kind":"goodbye","celsius":"warm"}"#) == goodbye)
  }

  @Test("whatever is no request gets an error, and the connection goes on", arguments: servers)
  func refuses(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try Visitor(of: server)
    for bad in BadPayload.all {
      try client.send(bad.bytes)
      let reply = try client.object()
      #expect(reply["kind"] == "error", "\(bad.what): \(reply)")
      #expect(Set(reply.keys) == ["kind", "reason"], "\(bad.what): \(reply)")
      let reason = reply["reason"]?.text ?? ""
      #expect(!reason.isEmpty, "\(bad.what)")
      if let field = bad.field { #expect(reason.contains(field), "\(bad.what): \(reason)") }
    }
    #expect(try client.report("hall", 20)["count"] == .number(1))
    #expect(try client.ask(goodbye) == goodbye)
    server.stop()
  }

  @Test(
    "a sum beyond every number is an error, and that reading is not counted", arguments: servers)
  func survivesInfinity(_ subject: Subject) throws {
    let client = try Visitor(of: try RunningServer(subject))
    for huge in [1.7e308, -1.7e308] {
      let sensor = "sun \(huge)"
      #expect(try client.report(sensor, huge)["count"] == .number(1))
      let refusal = try client.report(sensor, huge)
      #expect(refusal["kind"] == "error", "\(refusal)")
      let reason = refusal["reason"]?.text ?? ""
      #expect(reason.contains("celsius"), "\(refusal)")
      let next = try client.report(sensor, -huge)
      #expect(next["count"] == .number(2) && next["mean"] == .number(0.0), "\(next)")
    }
  }

  @Test("byte by byte, and many requests in one send: answers in order", arguments: servers)
  func takesAnyPieces(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let slow = try Visitor(of: server)
    let bytes = try Visitor.header.frame(Array(kitchen.utf8))
    for byte in bytes { try slow.stream.sendAll([byte]) }
    let reply = String(decoding: try slow.payload(most: 1), as: UTF8.self)
    #expect(reply.contains(#""count":1"#))
    var run: [UInt8] = []
    for number in 1...100 {
      let json =
        number % 10 == 0
        ? "no object" : #"{"kind":"reading","sensor":"s\#(number % 7)","celsius":\#(number)}"#
      run += try Visitor.header.frame(Array(json.utf8))
    }
    let quick = try Visitor(of: server)
    try quick.stream.sendAll(run)
    for number in 1...100 {
      let reply = try quick.object()
      if number % 10 == 0 {
        #expect(reply["kind"] == "error")
      } else {
        #expect(reply["sensor"] == .text("s\(number % 7)"), "\(reply)")
        #expect(reply["maximum"] == .number(Double(number)), "\(reply)")
      }
    }
    server.stop()
  }

  @Test("a payload as long as the limit allows", arguments: servers)
  func takesLongPayloads(_ subject: Subject) throws {
    let client = try Visitor(of: try RunningServer(subject))
    let frame = #"{"kind":"reading","sensor":"","celsius":1.0}"#.utf8.count
    let name = String(repeating: "x", count: (1 << 20) - frame)
    let summary = try client.report(name, 1)
    #expect(summary["sensor"] == .text(name))
  }
}
