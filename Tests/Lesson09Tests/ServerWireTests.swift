import CourseTesting
import Foundation
import Processes
import Sockets
import Testing

private let servers = Subject.all(.server, lesson: "09")

@Suite("Lesson 9 on the wire: the server", .waits)
struct ServerWireTests {
  @Test("each line has its answer; TIME the local time, day first", arguments: servers)
  func answers(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.client()
    #expect(try client.ask("HELLO") == hello)
    #expect(try client.ask("NOBODY") == notFound)
    #expect(try client.ask("") == notFound, "an empty line is a line")
    #expect(
      try client.ask("HELLO\r") == hello, "a carriage return in front of the newline is dropped")
    try expectTheTime(client)
    #expect(try client.ask("CLOSE") == confirmed)
    #expect(try client.isAtEnd())
    if subject.isOurs {
      server.expectLog("said goodbye")
      server.expectLog("active connections: 0")
    }
    server.stop()
  }

  private func expectTheTime(_ client: Connection) throws {
    let before = Date.now
    let answer = try client.ask("TIME")
    let after = Date.now
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "'TIME' dd.MM.yyyy HH:mm:ss"
    let time = try #require(formatter.date(from: answer), "\(answer)")
    #expect(formatter.string(from: time) == answer, "two digits each")
    #expect(time > before - 1 && time <= after, "\(answer) is not the local time")
  }

  @Test("a hook matches the whole line, or not at all", arguments: servers)
  func matchesWholeLines(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.client()
    for line in [
      "HELLOWORLD", "HELLO HELLO", "SAY HELLO", " HELLO", "HELLO ", "HELLO\t", "hello", "HELL",
      "HELLO\r\r", "\rHELLO", "HELLO\rTIME", "\r", "\r\r", "HELLO\u{0}", "\u{0}", "HE\u{0}LLO",
      "TIME 5",
      "CLOSED", "CLOSE CONFIRM", "CLOSE\r\r", "NOTIME", "ÄHELLO", "HELLO\u{301}", "HELLO\u{2028}",
      "\u{FEFF}HELLO", "HELLO|TIME", ".*", "(a+)+$",
    ] {
      #expect(try client.ask(line) == notFound, "\(line.debugDescription)")
    }
    // Bytes that are no text are a line that nobody knows.
    for bytes in [[0xFF], [0x48, 0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80]] as [[UInt8]] {
      try client.sendAll(bytes + [0x0A])
      #expect(try client.line() == notFound)
    }
    #expect(try client.ask("HELLO") == hello)
    server.stop()
  }

  @Test("lines come byte by byte, or ten in one send; none is answered early", arguments: servers)
  func takesAnyPieces(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let stream = Array(
      "HELLO\r\nnöpe\n\nHELLO\nTIM\nHELLO\r\n\r\n\r\r\nHELLO\nX\nCLOSE\nHELLO\n".utf8)
    let replies = [
      welcome, hello, notFound, notFound, hello, notFound, hello, notFound, notFound, hello,
      notFound, confirmed,
    ]
    for size in [1, 2, 7, 1000] {
      let client = try server.connect()
      var rest = stream[...]
      while !rest.isEmpty {
        // What stands behind CLOSE may find nobody any more.
        try? client.sendAll(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      #expect(try client.lines() == replies, "in pieces of \(size)")
    }
    let client = try server.client()
    try client.send("CLOSE\r")
    #expect(try !client.waitForBytes(until: .now + .milliseconds(30)), "it is not whole yet")
    try client.send("\n")
    #expect(try client.lines() == [confirmed])
    server.stop()
  }

  @Test("4096 bytes are a line, the next one is too many", arguments: servers)
  func keepsTheLimit(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.client()
    let full = String(repeating: "x", count: 4096)
    #expect(try client.ask(full) == notFound)
    #expect(try client.ask(full.dropLast() + "\r") == notFound)
    // What came before it has its answer, and nothing that follows destroys the last one.
    let flood = String(repeating: "y", count: 500_000)
    for tail in ["x", "x\n", "\r\n", "xxxxx\nHELLO\n", "x" + flood] {
      let client = try server.client()
      try? client.send("HELLO\n" + full + tail)
      #expect(try client.lines() == [hello, tooLong], "\(tail.prefix(9).debugDescription)")
    }
    if subject.isOurs {
      #expect(server.process.lines(with: "protocol error", 5))
      server.expectLog("active connections: 1")
    }
    // As soon as the 4097th is there, whatever may follow.
    try client.send(String(repeating: "x", count: 4096))
    #expect(try !client.waitForBytes(until: .now + .milliseconds(30)), "4096 are not too many")
    try client.send("x")
    #expect(try client.lines() == [tooLong])
    server.stop()
  }

  @Test("escape sequences do not reach the terminal", arguments: servers.filter(\.isOurs))
  func writesNoEscapes(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.client()
    for line in ["\u{1B}[31mred", "\u{9B}31m", "bell\u{7}", "\u{202E}txt", "a\u{0}b", "a\rb"] {
      #expect(try client.ask(line) == notFound)
    }
    #expect(try client.ask("end") == notFound)
    server.expectLog("end")
    let harmful = server.process.standardOutput.unicodeScalars.filter {
      $0.value < 0x20 && $0 != "\n" || $0.value == 0x9B || $0.value == 0x202E
    }
    #expect(harmful.isEmpty)
    #expect(server.process.standardOutput.contains("\\x1B[31mred"))
    server.stop()
  }

  @Test("lines made to be slow for a pattern are not, with this table", arguments: servers)
  func isNotSlowedDown(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.client()
    for word in ["HELLO", "H", "TIME", "CLOSECLOSE", "a", "é", "H\u{301}", " ", "\r", "👩‍👩‍👧"] {
      let count = 4000 / word.utf8.count
      let line = String(repeating: word, count: count) + "!"
      try client.send(String(repeating: line + "\n", count: 10))
      for _ in 1...10 { #expect(try client.line() == notFound) }
    }
    server.stop()
  }
}
