import Processes
import Sockets
import Testing

/// A server under test, running and listening.
public final class RunningServer: Sendable {
  public let process: ChildProcess
  public let endpoint: Endpoint
  private let subject: Subject

  /// Starts it and waits until it listens.
  public init(_ subject: Subject, _ options: [String] = []) throws {
    self.subject = subject
    if subject.takesOptions {
      process = try subject.start(port: 0, options)
      let line = try #require(process.nextLine(within: .seconds(10)), "the server says nothing")
      let port = try #require(
        line.split(separator: ":").last.flatMap { UInt16($0) },
        "the server's first line is \"\(line)\", not \"listening on HOST:PORT\"")
      endpoint = Endpoint(host: "127.0.0.1", port: port)
    } else {
      // A program in any language: give it a free port, and knock until it opens.
      let free = Endpoint.unused()
      process = try subject.start(port: free.port)
      endpoint = free
      let deadline = ContinuousClock.now + .seconds(10)
      while (try? Connection(to: free)) == nil {
        let ending = process.wait(within: .milliseconds(20))
        try #require(
          ending == .stillRunning && .now < deadline,
          "the server does not listen on \(free): \(process.standardError)")
      }
    }
  }

  deinit { process.send(signal: 9) }

  /// A new client.
  public func connect() throws -> Connection { try Connection(to: endpoint) }

  /// A new client that is not going to read. Its system keeps next to nothing for it, so that whoever
  /// sends to it soon has to wait, and not only after some megabytes.
  public func connectDeaf(patience: Duration = .seconds(5)) throws -> Connection {
    try Connection(to: endpoint, patience: patience, receiveBuffer: 2048)
  }

  /// Presses Ctrl-C and expects an orderly end.
  public func stop(sourceLocation: SourceLocation = #_sourceLocation) {
    guard subject.isOurs else { return }
    let ending = process.interrupt(within: .seconds(3))
    #expect(
      ending == .status(0), "Ctrl-C ends the server with status 0", sourceLocation: sourceLocation)
  }
}

extension ByteStream {
  /// Receives until `count` bytes are there or the peer closes.
  ///
  /// - Parameter most: how many bytes one receive asks for.
  public func bytes(_ count: Int, most: Int = 4096) throws -> [UInt8] {
    let deadline = ContinuousClock.now + .seconds(10)
    var bytes: [UInt8] = []
    while bytes.count < count {
      try #require(
        try waitForBytes(until: deadline),
        "\(bytes.count) of \(count) bytes came: \"\(String(decoding: bytes, as: UTF8.self))\"")
      let piece = try receive(upTo: min(most, count - bytes.count))
      if piece.isEmpty { break }
      bytes += piece
    }
    return bytes
  }

  /// Receives until the peer closes.
  public func everything() throws -> [UInt8] { try bytes(.max) }

  /// Whether the peer has closed, and nothing more came.
  public func isAtEnd() throws -> Bool {
    try waitForBytes(until: .now + .seconds(10)) && receive(upTo: 1).isEmpty
  }
}
