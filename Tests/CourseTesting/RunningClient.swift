import Foundation
import Processes
import Sockets
import Synchronization
import Testing

/// A client under test, connected to a server that the test plays.
public final class RunningClient: Sendable {
  public let process: ChildProcess
  private let stream: Mutex<Connection?>
  private let listener: Listener

  /// Starts it and waits until it has connected.
  ///
  /// - Parameter input: what is typed, and then Ctrl-D; nil when nothing can be typed.
  public init(_ subject: Subject, _ options: [String] = [], input: String? = nil) throws {
    try subject.requireInterpreter()
    listener = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
    process = try subject.start(
      port: listener.endpoint.port, options, takesInput: input != nil)
    if let input {
      process.write(input)
      process.closeInput()
    }
    // Whoever ends without having connected, or does not connect, is not waited for.
    Thread.detachNewThread { [process, listener] in
      _ = process.wait(within: .seconds(10))
      listener.stop()
    }
    stream = Mutex(try listener.accept())
    try #require(
      stream.withLock { $0 != nil }, "the client has not connected: \(process.standardError)")
  }

  deinit { process.send(signal: 9) }

  /// The test's end of the connection.
  public func connection() throws -> Connection { try #require(stream.withLock { $0 }) }

  /// Resets the connection.
  public func reset() throws {
    try connection().resetOnClose()
    stream.withLock { $0 = nil }
  }

  /// Plays the server: sends each piece as a send of its own, then closes in order.
  ///
  /// - Returns: what the client printed, and how it ended.
  public static func afterReceiving(
    _ pieces: [[UInt8]], _ subject: Subject, _ options: [String] = []
  ) throws -> (output: String, errors: String, ending: ChildProcess.Ending) {
    let client = try RunningClient(subject, options)
    for piece in pieces { try client.connection().sendAll(piece) }
    try client.connection().finishSending()
    return client.end()
  }

  /// Plays a server that resets the connection after these bytes.
  public static func afterReset(
    _ bytes: [UInt8], printing text: String, _ subject: Subject, _ options: [String] = []
  ) throws -> (output: String, errors: String, ending: ChildProcess.Ending) {
    let client = try RunningClient(subject, options)
    try client.connection().sendAll(bytes)
    // The reset would destroy what the client has not received yet.
    #expect(client.process.prints(text), "the client prints \"\(text)\"")
    try client.reset()
    return client.end()
  }

  /// Waits for its end.
  public func end() -> (output: String, errors: String, ending: ChildProcess.Ending) {
    let ending = process.wait(within: .seconds(10))
    return (process.standardOutput, process.standardError, ending)
  }
}

/// Expects that a client has complained and ended: ours with status 1 and one sentence that has
/// these words in it, anybody's with some other status than 0.
public func expectComplaint(
  _ words: String, _ errors: String, _ ending: ChildProcess.Ending, _ subject: Subject,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(ending != .stillRunning, "it ends by itself", sourceLocation: sourceLocation)
  #expect(ending != .status(0), "it takes that for well", sourceLocation: sourceLocation)
  guard subject.isOurs else { return }
  #expect(ending == .status(1), sourceLocation: sourceLocation)
  #expect(errors.contains(words), "\(errors)", sourceLocation: sourceLocation)
  let sentences = errors.split(separator: "\n")
  #expect(sentences.count == 1, "one sentence: \(errors)", sourceLocation: sourceLocation)
}
