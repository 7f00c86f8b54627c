import CourseTesting
import Sockets
import Testing

@Suite("Lesson 8 on the wire: the room", .waits)
struct RoomWireTests {
  static let servers = Subject.all(.server, lesson: "08")

  @Test("what one says all others hear, with its number, and it does not", arguments: servers)
  func fansOut(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let clients = try server.crowd(3)
    for text in ["hello", "", "héllo 😀", "say !DISCONNECT", "a\u{0}\u{1B}[2J\n"] {
      try clients[1].say(text)
      for other in [0, 2] { #expect(try clients[other].line() == "client 2: \(text)") }
    }
    try clients[0].say("and you?")
    // The first thing that the one who spoke hears is not its own.
    #expect(try clients[1].line() == "client 1: and you?")
    if subject.isOurs { server.expectLog("client 2 says: hello", "\\x1B[2J") }
    server.stop()
  }

  @Test("long lines, and lines in any pieces", arguments: servers)
  func takesAnyPieces(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let clients = try server.crowd(2)
    let texts = ["one", "", "two", String(repeating: "x", count: 5000), "last"]
    let bytes = try texts.flatMap { try frame($0) }
    for size in [1000, 63, 65, bytes.count] {
      var rest = bytes[...]
      while !rest.isEmpty {
        try clients[0].sendAll(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      for text in texts { #expect(try clients[1].line() == "client 1: \(text)") }
    }
    let most = String(repeating: "y", count: 1 << 20)
    try clients[0].say(most)
    #expect(try clients[1].line() == "client 1: \(most)", "a payload as long as the limit")
  }

  @Test("all hear the same lines in the same order", arguments: servers)
  func keepsOneOrder(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let clients = try server.crowd(6)
    for round in 1...20 {
      for speaker in clients[..<4] { try speaker.say("line \(round)") }
    }
    let heard = try clients[4...].map { try $0.lines(80) }
    #expect(heard[0] == heard[1])
    #expect(
      heard[0].filter { $0.hasPrefix("client 3:") } == (1...20).map { "client 3: line \($0)" })
  }

  // MARK: History

  @Test("a newcomer hears the last 50 lines, and a second one does too", arguments: servers)
  func tellsHistory(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let clients = try server.crowd(2)
    for number in 1...60 { try clients[0].say("line \(number)") }
    #expect(try clients[1].lines(60).last == "client 1: line 60")
    for _ in 1...2 {
      let newcomer = try server.connect()
      #expect(try newcomer.lines(50) == (11...60).map { "client 1: line \($0)" })
      #expect(try newcomer.hearsNothing())
    }
  }

  @Test("the history holds at most 1 MiB", arguments: servers)
  func boundsHistory(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let clients = try server.crowd(2)
    let long = String(repeating: "x", count: 300_000)
    for number in 1...5 {
      try clients[0].say("\(number)\(long)")
      _ = try clients[1].line()
    }
    try clients[0].say("short")
    _ = try clients[1].line()
    let heard = try server.connect().lines(4)
    #expect(
      heard.map { String($0.prefix(11)) } == (3...5).map { "client 1: \($0)" } + ["client 1: s"])
  }

  @Test("a newcomer misses no line and hears none twice, whenever it comes", arguments: servers)
  func joinsInOneStep(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let clients = try server.crowd(2)
    let last = 600
    var newcomers: [Connection] = []
    for first in stride(from: 1, to: last, by: 60) {
      // It comes in while these lines are said.
      newcomers.append(try server.connect())
      try clients[0].sendAll((first..<first + 60).flatMap { try frame("\($0)") })
    }
    #expect(try clients[1].lines(last).last == "client 1: \(last)")
    for newcomer in newcomers {
      var heard = [try newcomer.line()]
      while heard[heard.count - 1] != "client 1: \(last)", heard.count <= last + 2 {
        heard.append(try newcomer.line())
      }
      let numbers = heard.suffix(while: { !$0.hasSuffix("I am in") })
      let first = last - numbers.count + 1
      #expect(numbers == (first...last).map { "client 1: \($0)" })
    }
  }
}

extension Array {
  /// The elements behind the last one for which it does not hold.
  fileprivate func suffix(while holds: (Element) -> Bool) -> [Element] {
    Array(reversed().prefix(while: holds).reversed())
  }
}
