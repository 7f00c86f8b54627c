import Dispatch
import Foundation
import Sockets
import Synchronization
import Tape

/// What a lesson's server or client is handed: its options, its lines, and its way to the net.
///
/// - `context[option]` is an option's value.
/// - `listen()` opens the server's port, `connect()` the client's connection.
/// - `print(_:)` writes a line, `log(_:)` one that `--quiet` leaves out; `readLine()` reads one.
/// - `startThread(_:)` starts a thread, `wait(for:)` waits for several.
public final class Context: Sendable {
  /// Which side this is.
  public let side: Side
  /// Its number among the clients of a demo, from 1; nil elsewhere.
  private let actor: Int?
  private let arguments: Arguments
  private let standardPort: UInt16
  /// Where the lines and the drawing go.
  let stage: Stage
  let turns: Turns?
  private struct Streams {
    var opened: [WeakStream] = []
    var isStopping = false
  }
  /// What a demo's client does; nil where there is a person to do that.
  private let script: LessonProgram.Actor?
  /// How many lines of it were typed.
  private let typed = Mutex(0)
  /// Whether this program has something to say after Ctrl-C.
  private let endsInOrder = Atomic(false)
  /// Whether this program has started threads: then one may read what is typed while another
  /// receives.
  private let hasThreads = Atomic(false)
  private let streams = Mutex(Streams())
  /// Called with the door as soon as the server listens.
  private let whenListening: @Sendable (Door) -> Void

  init(
    _ side: Side, _ arguments: Arguments, standardPort: UInt16, stage: Stage, turns: Turns? = nil,
    actor: Int? = nil, script: LessonProgram.Actor? = nil,
    whenListening: @escaping @Sendable (Door) -> Void = { _ in }
  ) {
    self.side = side
    self.arguments = arguments
    self.standardPort = standardPort
    self.stage = stage
    self.turns = turns
    self.actor = actor
    self.script = script
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
  /// - Parameters:
  ///   - endsInOrder: what Ctrl-C does. Standard is that the door closes, every conversation is cut
  ///     off, and nothing more is printed. With true only the door closes: the program ends its
  ///     conversations itself, and may print.
  ///   - sendBuffer: about how many bytes the system keeps for a client that has not taken them;
  ///     nil leaves it to the system, which keeps some megabytes.
  /// - Throws: `SocketError`, EADDRINUSE when the port is taken.
  /// - Source: socket(2), bind(2), listen(2); see `Listener`.
  public func listen(endsInOrder: Bool = false, sendBuffer: Int? = nil) throws -> Door {
    DescriptorLimit.raise()
    let listener = try Listener(
      on: endpoint, patience: self[Common.patience], sendBuffer: sendBuffer)
    let door = Door(listener, self)
    self.endsInOrder.store(endsInOrder, ordering: .relaxed)
    Interruption.shared.whenItComes { [self] in
      door.stop()
      if !endsInOrder { shutdownAll() }
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
    let connection = try Connection(to: endpoint, patience: self[Common.patience])
    actor.map { stage.introduce(connection.local, as: $0) }
    turns?.traffic.knocks()
    let stream = open(connection)
    Interruption.shared.whenItComes { [self] in
      // A client that is told to leave says goodbye to TCP and leaves.
      shutdownAll()
      Exit.with(0)
    }
    print("connected to \(stream.peer)")
    return stream
  }

  /// Writes a line; none after Ctrl-C, when it is we who end every conversation.
  public func print(_ line: String) {
    if !Interruption.shared.hasCome || endsInOrder.load(ordering: .relaxed) {
      stage.write(line, side, actor)
    }
  }

  /// Writes a line about a message; `--quiet` leaves it out.
  public func log(_ line: @autoclosure () -> String) {
    if !self[Common.quiet] { print(line()) }
  }

  /// The next line that is typed, without its newline; nil at the end (Ctrl-D). In a demo the
  /// next line of the script.
  ///
  /// At a terminal, lines may be printed by other threads meanwhile: they appear above what has been
  /// typed so far. A line is not longer than `limit` there.
  public func readLine() -> String? {
    guard let script else { return Keyboard.shared.readLine(most: limit) }
    if script.takesTime {
      try? turns?.wait(for: .quiet)
    } else if side == .client, hasThreads.load(ordering: .relaxed) {
      // Where one thread types and another receives, a person would look before typing on.
      try? turns?.wait(for: .start)
    }
    return typed.withLock { typed in
      defer { typed += 1 }
      return script.lines.dropFirst(typed).first
    }
  }

  /// Runs `body` on a thread of its own. What Foundation's `Thread.detachNewThread` does; in a
  /// demo the thread also takes its place in the order of turns.
  public func startThread(_ body: @escaping @Sendable () -> Void) {
    guard let turns else {
      Thread.detachNewThread(body)
      return
    }
    hasThreads.store(true, ordering: .relaxed)
    let party = turns.join(side)
    let work = Mutex<(@Sendable () -> Void)?>(body)
    Thread.detachNewThread {
      turns.begin(party)
      work.withLock { $0 }?()
      // What it holds is let go of, and so closed, while it is still its turn.
      work.withLock { $0 = nil }
      turns.leave(party)
    }
  }

  /// Waits until each `enter()` of the group has had its `leave()`.
  public func wait(for threads: DispatchGroup) {
    guard let turns else { return threads.wait() }
    try? turns.wait(
      for: Turns.Wish { moment in
        let limit = max(.zero, moment - .now) / .nanoseconds(1)
        return threads.wait(timeout: .now() + .nanoseconds(Int(limit))) == .success
      })
  }

  /// Bytes as text that is safe to print; half a character shows as its bytes (`\xC3`).
  public func readable(_ bytes: some Collection<UInt8>) -> String { Readable.text(bytes) }

  /// A text for a line of the log: safe to print, and of a long one only the beginning.
  public func shortened(_ text: String) -> String {
    let most = 200
    if text.utf8.count <= most { return readable(text.utf8) }
    return readable(text.utf8.prefix(most)) + " … (\(text.utf8.count.bytes))"
  }

  /// The stream that the lesson's code is handed: the connection itself, or, in a demo and
  /// with `--trace`, the connection with somebody around it who watches.
  func open(_ connection: Connection) -> any ByteStream {
    var stream: any ByteStream = connection
    if let turns { stream = TakingTurns(connection, turns) }
    if let tape = stage.tape(for: side, connection, actor) {
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
