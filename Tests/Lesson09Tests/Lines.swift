import CourseTesting
import Foundation
import Sockets
import Testing

let welcome = "MSG Welcome aboard !"
let notFound = "MSG Command not found"
let tooLong = "MSG Line too long"
let confirmed = "CLOSE CONFIRM"
let hello = "MSG Hello from \(ProcessInfo.processInfo.hostName)"

extension Connection {
  /// The next line, without its newline.
  func line() throws -> String {
    var line: [UInt8] = []
    while let byte = try bytes(1).first, byte != 0x0A { line.append(byte) }
    return String(decoding: line, as: UTF8.self)
  }

  func send(_ text: String) throws { try sendAll(Array(text.utf8)) }

  /// Sends a line, and returns the answer.
  func ask(_ line: String) throws -> String {
    try send(line + "\n")
    return try self.line()
  }

  /// All lines until the peer closes.
  func lines() throws -> [String] {
    let text = String(decoding: try everything(), as: UTF8.self)
    #expect(text.isEmpty || text.last == "\n", "the last line has no newline: \(text)")
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }
}

extension RunningServer {
  /// A client that has been welcomed.
  func client() throws -> Connection {
    let client = try connect()
    #expect(try client.line() == welcome)
    return client
  }

  /// Expects that a line of the log has these words in it.
  func expectLog(_ words: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(
      process.prints(words, within: .seconds(10)),
      "no \"\(words)\" in:\n\(process.standardOutput)", sourceLocation: sourceLocation)
  }
}
