import Foundation
import LessonKit
import Sockets
import Synchronization

/// A server and a client of lesson 9 with the learner's pieces: Lines, answer, and the two hooks for
/// TIME.
public enum Workbench09 {
  private static let port: UInt16 = 1991
  private static let limit = Option.number(
    "--limit", "BYTES", default: 4096, in: 1...(1 << 20), help: "the longest line accepted")

  /// The program that `swift run exercise09` starts.
  public static func program(
    _ work: some Lesson09Workbook, name: String, subcommands: [LessonProgram.Subcommand]
  ) -> LessonProgram {
    LessonProgram(
      name, "lesson 9 on your code: Lines, answer, timeHook, shownTimeHook", port: port,
      server: .init(
        { try serve($0, work) }, options: [Common.maxClients, limit],
        operands: [Common.port(port)]),
      client: .init(
        { try talk($0, work) }, options: [limit], operands: [Common.host, Common.port(port)]),
      wire: .both(.lines),
      cast: [.init(lines: ["HELLO", "TIME", "HELLOWORLD", "CLOSE"])], subcommands: subcommands)
  }

  // MARK: The server

  private static let confirmation = "CLOSE CONFIRM"

  private static func hooks(_ work: some Lesson09Workbook) throws -> [Hook] {
    [
      Hook(/HELLO/) { _ in "MSG Hello from \(ProcessInfo.processInfo.hostName)" },
      try work.timeHook(clock: { .now }, zone: .current),
      Hook(/CLOSE/) { _ in confirmation },
    ]
  }

  private static func serve<Work: Lesson09Workbook>(_ context: Context, _ work: Work) throws {
    // What is not written yet is said before the first client comes.
    var lines = Work.Lines(limit: 1)
    _ = try lines.next()
    _ = try work.answer(to: "", by: hooks(work))
    try context.serveEveryone { guest in
      try converse(guest, work, hooks(work), context)
    }
  }

  private static func converse<Work: Lesson09Workbook>(
    _ guest: Guest, _ work: Work, _ hooks: [Hook], _ context: Context
  ) throws -> Guest.Ending {
    let client = guest.stream
    try send("MSG Welcome aboard !", to: client)
    var lines = Reader<Work.Lines>(client, limit: context[limit])
    do {
      while let line = try lines.next() {
        let text = String(validating: line, as: UTF8.self)
        guest.log("-> \(text.map(context.shortened) ?? context.readable(line.prefix(200)))")
        let answer = try text.flatMap { try work.answer(to: $0, by: hooks) }
        try send(answer ?? "MSG Command not found", to: client)
        if answer == confirmation { return .saidGoodbye }
      }
      return .closedWithoutGoodbye
    } catch let error as LineError {
      try send("MSG Line too long", to: client)
      throw ProtocolError("your Lines says: \(error.error)")
    }
  }

  // MARK: The client

  private static func talk<Work: Lesson09Workbook>(_ context: Context, _ work: Work) throws {
    let hooks = [Hook(/MSG .*/) { String($0.dropFirst(4)) }, try work.shownTimeHook()]
    // What is not written yet is said before anybody types.
    _ = try work.answer(to: "", by: hooks)
    let server = try context.connect()
    let failure = Mutex<(any Error)?>(nil)
    context.startThread {
      do {
        while true {
          let line = context.readLine() ?? "CLOSE"
          try send(line, to: server)
          if line == "CLOSE" { return }
        }
      } catch let error as SocketError where error.isPeerGone {
        // Whoever receives learns of it, too, and says so.
      } catch {
        failure.withLock { $0 = error }
        server.shutdown()
      }
    }
    var lines = Reader<Work.Lines>(server, limit: context[limit])
    do {
      while let line = try lines.next() {
        let text = context.readable(line)
        context.print(context.readable((try work.answer(to: text, by: hooks) ?? text).utf8))
        if text == confirmation { return }
      }
    } catch let error as LineError {
      throw ProtocolError("your Lines says of what the server has sent: \(error.error)")
    }
    if let error = failure.withLock({ $0 }) { throw error }
    context.print("the server closed")
  }

  // MARK: Lines

  private static func send(_ line: String, to stream: any ByteStream) throws {
    try stream.sendAll(Array("\(line)\n".utf8))
  }

  /// What the learner's `Lines` throws, told apart from what the stream does.
  private struct LineError: Error { let error: any Error }

  /// Receives lines with the learner's `Lines`.
  private struct Reader<Lines: LineSource> {
    private let stream: any ByteStream
    private var lines: Lines

    init(_ stream: any ByteStream, limit: Int) {
      self.stream = stream
      lines = Lines(limit: limit)
    }

    mutating func next() throws -> [UInt8]? {
      while true {
        if let line = try learners({ try $0.next() }) { return line }
        let piece = try stream.receive(upTo: 4096)
        if piece.isEmpty {
          if try learners({ try $0.isInsideLine() }) { throw CutOff(missing: 1, of: "the line") }
          return nil
        }
        try learners { try $0.append(piece) }
      }
    }

    private mutating func learners<Result>(
      _ body: (inout Lines) throws -> Result
    ) throws -> Result {
      do {
        return try body(&lines)
      } catch let unsolved as NotStarted {
        throw unsolved
      } catch {
        throw LineError(error: error)
      }
    }
  }
}
