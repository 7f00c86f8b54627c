import Dispatch
import LessonKit
import Sockets
import Synchronization

/// A server and walking clients with the learner's pieces: the four packets, World, Outbox.
public enum Workbench11 {
  private static let interval = Option.seconds(
    "--interval", default: 2, help: "the time between two steps")
  private static let count = Option.count("--count", help: "leave after so many steps")
  private static let x = Option.number(
    "--x", "N", default: 0, in: -32_767...32_767, help: "where to start")
  private static let y = Option.number(
    "--y", "N", default: 0, in: -32_767...32_767, help: "where to start")

  /// The program that `swift run exercise11` starts.
  public static func program(
    _ work: some Lesson11Workbook, name: String, subcommands: [LessonProgram.Subcommand]
  ) -> LessonProgram {
    LessonProgram(
      name, "lesson 11 on your code: the packets, World, Outbox", port: 5050,
      server: .init({ try serve($0, work) }, options: [Common.maxClients]),
      client: .init({ try show($0, work) }, options: [interval, count, Common.seed, x, y]),
      wire: .init(
        toServer: .fields(["x": 2, "y": 2]), toClient: .fields(["client": 4, "x": 2, "y": 2])),
      cast: (1...3).map {
        .init(arguments: ["--seed", "\($0)", "--count", "\($0)", "--x", "\($0)"])
      },
      subcommands: subcommands)
  }

  // MARK: The server

  private static func serve<Work: Lesson11Workbook>(_ context: Context, _ work: Work) throws {
    // What is not written yet is said before the first client comes.
    _ = try work.position(in: [1, 0, 2, 0])
    var (trial, outbox) = (Work.World(), Work.Outbox())
    try trial.leave(0)
    _ = try outbox.takeAll()
    let world = Mutex(Work.World())
    // Numbers are given in order of arrival, though it is chance whose thread comes first.
    let joined = Monitor(0, in: context)
    try context.serveEveryone(sendBuffer: 4096) { guest in
      let reader = WorkbenchReader<Work>(guest.stream, work, in: context)
      let number = try joined.wait(until: { $0 == guest.number - 1 }) { joined in
        joined += 1
        return try world.withLock { try $0.join(reader) }
      }
      let writer = DispatchGroup()
      writer.enter()
      context.startThread {
        reader.write()
        writer.leave()
      }
      defer {
        try? world.withLock { try $0.leave(number) }
        reader.close()
        context.wait(for: writer)
      }
      let result = Result {
        try follow(guest, work) { position in
          try world.withLock { try $0.move(number, to: position) }
          context.log("client \(number) is at \(position)")
        }
      }
      if let loss = reader.lostBy { throw loss }
      try result.get()
      return .closedWithoutGoodbye
    }
  }

  private static func follow(
    _ guest: Guest, _ work: some Lesson11Workbook, moved: (Position) throws -> Void
  ) throws {
    while let packet = try nextPacket(4, from: guest.stream) {
      let position: Position
      do {
        position = try work.position(in: packet[...])
      } catch {
        throw ProtocolError("\(error)")
      }
      try moved(position)
    }
  }

  // MARK: The client

  private static func show(_ context: Context, _ work: some Lesson11Workbook) throws {
    _ = try work.positionPacket(Position(x: 1, y: 2))
    let server = try context.connect()
    let lostBy = Mutex<(any Error)?>(nil)
    context.startThread {
      do { try walk(context, work, server) } catch { lostBy.withLock { $0 = error } }
    }
    let display = context.display()
    var places: [Int32: Position] = [:]
    while let packet = try nextPacket(8, from: server) {
      let update = try work.update(in: packet[...])
      places[update.number] = update.position
      if display == nil { context.print("\(update)") }
      guard let display, try !server.waitForBytes(until: .now) else { continue }
      display.draw(places.map { Grid.Mark(Int($0), x: Int($1.x), y: Int($1.y)) })
    }
    if let error = lostBy.withLock({ $0 }) { throw error }
    context.print("the server closed")
  }

  private static func walk(
    _ context: Context, _ work: some Lesson11Workbook, _ server: any ByteStream
  ) throws {
    var random = context.randomNumbers()
    var (x, y) = (context[x], context[y])
    var steps = 0
    for _ in context.ticks(every: context[interval]) {
      // Its departure would overtake its last step, so it stays for an interval.
      if let count = context[count], steps > count { return try server.finishSending() }
      try server.sendAll(work.positionPacket(Position(x: Int16(x), y: Int16(y))))
      x = min(max(x + .random(in: -1...1, using: &random), -32_767), 32_767)
      y = min(max(y + .random(in: -1...1, using: &random), -32_767), 32_767)
      steps += 1
    }
  }

  /// Nil when the peer has closed in front of it.
  private static func nextPacket(_ size: Int, from stream: any ByteStream) throws -> [UInt8]? {
    let first = try stream.receive(upTo: size)
    if first.isEmpty { return nil }
    return first + (try stream.receiveExactly(size - first.count, of: "the packet"))
  }
}

/// A reader of the workbench: the learner's Outbox, and a thread that empties it. The lesson's own
/// says why it is made like this.
private final class WorkbenchReader<Work: Lesson11Workbook>: UpdateReader {
  private struct State: Sendable {
    var outbox = Work.Outbox()
    var hasNews = false
    var isClosed = false
    var loss: (any Error)?
  }
  private let stream: any ByteStream
  private let work: Work
  private let state: Monitor<State>

  init(_ stream: any ByteStream, _ work: Work, in context: Context) {
    self.stream = stream
    self.work = work
    state = Monitor(State(), in: context)
  }

  var lostBy: (any Error)? { state.change { $0.loss } }

  func send(_ update: Update) throws {
    try state.change { state in
      if let loss = state.loss { throw loss }
      try state.outbox.put(update)
      state.hasNews = true
    }
  }

  func shutdown() { stream.shutdown() }

  func close() { state.change { $0.isClosed = true } }

  func write() {
    do {
      while true {
        let updates = try state.wait(until: { $0.hasNews || $0.isClosed }) { state -> [Update]? in
          defer { state.hasNews = false }
          return state.hasNews ? try state.outbox.takeAll() : nil
        }
        guard let updates else { return }
        try stream.sendAll(updates.flatMap { try work.updatePacket($0) })
      }
    } catch {
      state.change { $0.loss = $0.loss ?? error }
      stream.shutdown()
    }
  }
}
