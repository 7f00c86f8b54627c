import Dispatch
import Framing
import LessonKit
import Sockets
import Synchronization

/// A server that ends its conversations with the learner's pieces, and lesson 5's client.
public enum Workbench05 {
  /// The program that `swift run exercise05` starts.
  public static func program(
    _ work: some Lesson05Workbook, name: String, subcommands: [LessonProgram.Subcommand]
  ) -> LessonProgram {
    LessonProgram(
      name, "lesson 5 on your code: converse (and its serve), run", port: 5050,
      server: .init { try serve($0, work) },
      client: .init(talk),
      wire: .init(toServer: .header(64), toClient: .raw),
      cast: [.init(lines: ["hello", "how are you?"]), .init(lines: ["good morning"])],
      subcommands: subcommands)
  }

  private static func serve(_ context: Context, _ work: some Lesson05Workbook) throws {
    let counts = Mutex(Counts())
    let unsolved = Mutex<NotStarted?>(nil)
    let door = try context.listen(endsInOrder: true)
    let entrance = Entrance(door)
    try work.run(entrance, on: Threads(context)) { client in
      let (number, active) = counts.withLock {
        $0.came += 1
        $0.active += 1
        return ($0.came, $0.active)
      }
      context.print("client \(number) connected from \(client.peer); active connections: \(active)")
      var words: String
      do {
        let ending = try work.converse(with: client, limit: context.limit) { text in
          // A thousand busy threads would leave the one that stops no processor.
          if entrance.isClosed.load(ordering: .relaxed) { return client.shutdown() }
          context.log("client \(number): \(context.shortened(text))")
        }
        // Our own shutdown looks like a client that has gone, and Ending has no word for it.
        let isOurs = entrance.isClosed.load(ordering: .relaxed) && ending.looksGone
        words = isOurs ? "ended by the server (your ending: \(ending))" : "\(ending)"
        if ending == .saidGoodbye || ending == .protocolError { client.lingeringClose() }
      } catch {
        words = "failed: \(error)"
        unsolved.withLock { $0 = error as? NotStarted ?? $0 }
      }
      let left = counts.withLock {
        $0.active -= 1
        return $0.active
      }
      context.print("client \(number) \(words); active connections: \(left)")
    }
    if let unsolved = unsolved.withLock({ $0 }) { throw unsolved }
    context.print("your run has returned")
  }

  /// A door that knows whether it is closed.
  private final class Entrance: ClientDoor {
    let isClosed = Atomic(false)
    private let door: Door

    init(_ door: Door) { self.door = door }

    func accept() throws -> (any ByteStream)? {
      let client = try door.accept()
      if client == nil { isClosed.store(true, ordering: .relaxed) }
      return client
    }
  }

  private struct Counts {
    var came = 0
    var active = 0
  }

  /// Starts threads as every program of the course does.
  private struct Threads: ServerThreads {
    private let context: Context
    private let group = DispatchGroup()

    init(_ context: Context) { self.context = context }

    func start(_ body: @escaping @Sendable () -> Void) {
      group.enter()
      context.startThread { [group] in
        body()
        group.leave()
      }
    }

    func waitForAll() { context.wait(for: group) }
  }

  // MARK: The client

  private static let reply = "Msg received"
  private static let goodbye = "!DISCONNECT"

  private static func talk(_ context: Context) throws {
    let server = try context.connect()
    while let line = context.readLine(), line != goodbye { try say(line, to: server, context) }
    try say(goodbye, to: server, context)
    while try !server.receive(upTo: 4096).isEmpty {}
    context.print("the server closed")
  }

  private static func say(_ text: String, to server: any ByteStream, _ context: Context) throws {
    try server.sendAll(LengthHeader(width: 64).frame(Array(text.utf8)))
    let answer = try server.receiveExactly(reply.utf8.count, of: "the reply")
    context.print(context.readable(answer))
    guard answer == Array(reply.utf8) else {
      throw ProtocolError("the reply is not \"\(reply)\". Is that lesson 5's server?")
    }
  }
}

extension Ending {
  /// Whether a connection that we have shut down can end like this.
  fileprivate var looksGone: Bool {
    self == .closedWithoutGoodbye || self == .cutOff || self == .reset
  }
}
