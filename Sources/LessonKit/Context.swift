import Foundation
import Sockets
import Synchronization
import Tape

/// What a lesson's server or client is handed: its options, its lines, and its way to the net.
///
/// - `context[option]` is an option's value.
/// - `listen()` opens the server's port, `connect()` the client's connection.
/// - `print(_:)` writes a line, `log(_:)` one that `--quiet` leaves out.
public final class Context: Sendable {
  /// Which side this is.
  public let side: Side
  private let arguments: Arguments
  private let standardPort: UInt16
  /// Where the lines and the drawing go.
  private let stage: Stage
  let baton: Baton?
  private struct Streams {
    var opened: [WeakStream] = []
    var isStopping = false
  }
  private let streams = Mutex(Streams())
  /// Called with the door as soon as the server listens.
  private let whenListening: @Sendable (Door) -> Void

  init(
    _ side: Side, _ arguments: Arguments, standardPort: UInt16, stage: Stage, baton: Baton? = nil,
    whenListening: @escaping @Sendable (Door) -> Void = { _ in }
  ) {
    self.side = side
    self.arguments = arguments
    self.standardPort = standardPort
    self.stage = stage
    self.baton = baton
    self.whenListening = whenListening
  }

  /// The value of an option, given on the command line or standard.
  public subscript<Value>(option: Option<Value>) -> Value { arguments[option] }

  /// The longest payload that is accepted, in bytes.
  public var limit: Int { self[Common.limit] }

  /// The server's endpoint, from `--host` and `--port`.
  public var endpoint: Endpoint {
    Endpoint(host: self[Common.host], port: self[Common.port(standardPort)])
  }

  /// Opens the server's port and says so in the program's first line.
  ///
  /// - Throws: `SocketError`, EADDRINUSE when the port is taken.
  /// - Source: socket(2), bind(2), listen(2); see `Listener`.
  public func listen() throws -> Door {
    let listener = try Listener(on: endpoint, patience: self[Common.patience])
    let door = Door(listener, self)
    Interruption.shared.whenItComes { [self] in
      door.stop()
      shutdownAll()
    }
    print("listening on \(listener.endpoint)")
    if !["127.0.0.1", "::1"].contains(listener.endpoint.host) {
      print(
        "whoever reaches this machine at \(listener.endpoint.host) can now connect; "
          + "--host 127.0.0.1 keeps it to this machine")
    }
    whenListening(door)
    return door
  }

  /// Connects to the server.
  ///
  /// - Throws: `SocketError`, ECONNREFUSED when nobody listens there.
  /// - Source: getaddrinfo(3), socket(2), connect(2); see `Connection`.
  public func connect() throws -> any ByteStream {
    if endpoint.port == 0 {
      throw UsageError(description: "a client needs a --port from 1 to 65535, not \"0\".")
    }
    let stream = open(try Connection(to: endpoint, patience: self[Common.patience]))
    Interruption.shared.whenItComes { [self] in
      // A client that is told to leave says goodbye to TCP and leaves.
      shutdownAll()
      exit(0)
    }
    print("connected to \(stream.peer)")
    return stream
  }

  /// Writes a line; none after Ctrl-C, when it is we who end every conversation.
  public func print(_ line: String) {
    if !Interruption.shared.hasCome { stage.write(line, side) }
  }

  /// Writes a line about a message; `--quiet` leaves it out.
  public func log(_ line: @autoclosure () -> String) {
    if !self[Common.quiet] { print(line()) }
  }

  /// Bytes as text that is safe to print; half a character shows as its bytes (`\xC3`).
  public func readable(_ bytes: some Collection<UInt8>) -> String { Readable.text(bytes) }

  /// The stream that the lesson's code is handed: the connection itself, or, in a demo and
  /// with `--trace`, the connection with somebody around it who watches.
  func open(_ connection: Connection) -> any ByteStream {
    var stream: any ByteStream = connection
    if let baton { stream = TakingTurns(stream, baton) }
    if let tape = stage.tape(for: side, connection) {
      stream = Recorder(stream, as: side, on: tape)
    }
    let isLate = streams.withLock {
      $0.opened.removeAll { $0.stream == nil }
      // The connection, not what is around it: whoever lets go of that has closed.
      $0.opened.append(WeakStream(stream: connection))
      return $0.isStopping
    }
    // Accepted in the very moment of Ctrl-C: it ends like the others.
    if isLate { connection.shutdown() }
    return stream
  }

  private func shutdownAll() {
    let opened = streams.withLock {
      $0.isStopping = true
      return $0.opened
    }
    for entry in opened { entry.stream?.shutdown() }
  }
}

private struct WeakStream: Sendable {
  weak let stream: (any ByteStream)?
}
