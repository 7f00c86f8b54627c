import CourseTesting
import Foundation
import Framing
import Processes
import Sockets
import Testing

let reply = Array("Msg received".utf8)
let goodbye = "!DISCONNECT"

/// A message with a header of 64 bytes.
func frame(_ text: String) -> [UInt8] { frame(Array(text.utf8)) }

func frame(_ payload: [UInt8]) -> [UInt8] {
  let digits = Array("\(payload.count)".utf8)
  return digits + Array(repeating: 0x20, count: 64 - digits.count) + payload
}

/// A header with this in it, filled up with spaces.
func header(_ text: String) -> [UInt8] {
  Array(text.utf8) + Array(repeating: 0x20, count: 64 - text.utf8.count)
}

extension Connection {
  /// Sends a message, and expects its answer.
  func expectAnswer(
    to text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try sendAll(frame(text))
    let answer = try bytes(reply.count)
    #expect(answer == reply, "\(text)", sourceLocation: sourceLocation)
  }

  /// Sends messages as fast as it can and never reads an answer, until the server takes no more
  /// of them for `patience` (that of this connection), or has dropped us.
  ///
  /// - Returns: what ended it.
  func flood() -> SocketError? {
    let many = Array(repeating: frame(""), count: 1000).flatMap { $0 }
    while true {
      do {
        try sendAll(many)
      } catch {
        return error as? SocketError
      }
    }
  }
}

extension RunningServer {
  /// Expects a line of the log about a client: how its conversation ended, and how many are left.
  func expectEnd(
    _ number: Int, _ words: String, active: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let beginning = "client \(number) \(words)"
    #expect(
      process.prints(beginning), "no \"\(beginning)\" in:\n\(process.standardOutput)",
      sourceLocation: sourceLocation)
    let line = process.standardOutput.split(separator: "\n").first { $0.hasPrefix(beginning) }
    #expect(
      line?.contains("active connections: \(active)") == true, "\(line ?? "")",
      sourceLocation: sourceLocation)
  }

  /// Expects that a line of the log has these words in it.
  func expectLog(_ words: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(
      process.prints(words, within: .seconds(10)),
      "no \"\(words)\" in:\n\(process.standardOutput)", sourceLocation: sourceLocation)
  }
}

/// Runs `body` on a thread of its own; `wait()` gives its result.
final class Aside<Value: Sendable>: @unchecked Sendable {
  // Sound: `value` is written before the semaphore is signalled, and read after it was waited for.
  private var value: Value?
  private let done = DispatchSemaphore(value: 0)

  init(_ body: @escaping @Sendable () -> Value) {
    Thread.detachNewThread { [self] in
      value = body()
      done.signal()
    }
  }

  func wait(within seconds: Double = 10) -> Value? {
    done.wait(timeout: .now() + seconds) == .success ? value : nil
  }
}
