import CourseTesting
import Framing
import Processes
import Sockets
import Testing

let goodbye = "!DISCONNECT"

/// A message with a header of 64 bytes.
func frame(_ payload: [UInt8]) throws -> [UInt8] { try LengthHeader(width: 64).frame(payload) }

func frame(_ text: String) throws -> [UInt8] { try frame(Array(text.utf8)) }

/// A header with this in it, filled up with spaces.
func header(_ text: String) -> [UInt8] {
  Array(text.utf8) + Array(repeating: 0x20, count: 64 - text.utf8.count)
}

extension Connection {
  func say(_ text: String) throws { try sendAll(frame(text)) }

  /// The next line that somebody else has said.
  func line() throws -> String {
    let header = try bytes(64)
    if header.isEmpty { return "(the end)" }
    let length = try LengthHeader(width: 64, limit: 1 << 24).payloadLength(in: header[...])
    return String(decoding: try bytes(length, most: 1 << 18), as: UTF8.self)
  }

  func lines(_ count: Int) throws -> [String] { try (0..<count).map { _ in try line() } }

  /// Whether nothing comes within a moment.
  func hearsNothing() throws -> Bool { try !waitForBytes(until: .now + .milliseconds(50)) }
}

extension RunningServer {
  /// So many newcomers, all of whom are in the room when this returns, with numbers from 1 on when
  /// they are the first: each has heard the one behind it, and said what it was asked to say.
  func crowd(_ count: Int) throws -> [Connection] {
    var clients: [Connection] = []
    for _ in 0..<count {
      let newcomer = try connect()
      // Who hears somebody is there; a room without anybody has nobody to hear.
      try newcomer.say("I am in")
      for client in clients { #expect(try client.line().hasSuffix(": I am in")) }
      for _ in clients { #expect(try newcomer.line().hasSuffix(": I am in")) }
      clients.append(newcomer)
    }
    return clients
  }

  /// Expects that a line of the log has all of these words in it.
  func expectLog(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) {
    for word in words {
      #expect(
        process.prints(word), "no \"\(word)\" in:\n\(process.standardOutput)",
        sourceLocation: sourceLocation)
    }
  }
}

/// Resets a connection: lets go of it, the last one who holds it.
func reset(_ connection: inout Connection?) {
  connection?.resetOnClose()
  connection = nil
}
