import Foundation
import Framing
import LessonKit
import Sockets
import Synchronization

/// A server that pushes the time with the learner's pieces, and lesson 3's client.
public enum Workbench03 {
  private static let header = LengthHeader(width: 10)
  private static let interval = Option.seconds(
    "--interval", default: 3, help: "the time between two messages")
  private static let count = Option.count("--count", help: "leave after so many messages")

  /// The program that `swift run exercise03` starts.
  public static func program(
    _ work: some Lesson03Workbook, name: String, subcommands: [LessonProgram.Subcommand]
  ) -> LessonProgram {
    LessonProgram(
      name, "lesson 3 on your code: timeMessage, push, Ticker", port: 1234,
      server: .init({ try serve($0, work) }, options: [interval]),
      client: .init(receive, options: [count]),
      wire: .both(.header(10)), demo: ["--interval", "0.5", "--count", "4"],
      subcommands: subcommands)
  }

  private static func serve<Work: Lesson03Workbook>(_ context: Context, _ work: Work) throws {
    let door = try context.listen()
    while let client = try door.accept() {
      context.print("connection from \(client.peer)")
      let clock = PatientClock(client)
      var ticker = Work.Ticker(every: context[interval], clock: clock)
      do {
        try client.sendAll(header.frame(Array("Welcome to the server!".utf8)))
        let sent = try work.push(
          {
            _ = try ticker.next()
            let text = try work.timeMessage(at: Date().timeIntervalSince1970)
            if !clock.clientHasLeft { context.log("sending: \(text)") }
            return try header.frame(Array(text.utf8))
          }, to: client)
        context.print("your push says: \(sent) sent, besides the welcome")
      } catch let unsolved as NotStarted {
        throw unsolved
      } catch {
        context.print("\(error)")
      }
    }
  }

  private static func receive(_ context: Context) throws {
    let server = try context.connect()
    var messages = MessageReader(server, header: LengthHeader(width: 10, limit: context.limit))
    var received = 0
    while let text = try messages.nextText() {
      context.print(context.readable(text.utf8))
      received += 1
      if received == context[count] { return }
    }
    context.print("the server closed")
  }
}

/// The machine's monotonic clock, which does not wait for a client that has left.
private final class PatientClock: TickClock {
  private static let start = ContinuousClock.now
  private let client: any ByteStream
  private let hasLeft = Mutex(false)

  init(_ client: any ByteStream) { self.client = client }

  var clientHasLeft: Bool { hasLeft.withLock { $0 } }

  var now: Duration { ContinuousClock.now - Self.start }

  func sleep(until time: Duration) throws {
    let deadline = Self.start + time
    while ContinuousClock.now < deadline, try client.waitForBytes(until: deadline) {
      guard try client.receive(upTo: 4096).isEmpty else { continue }
      // The client has left: no use in waiting, and the next send shall find it out.
      hasLeft.withLock { $0 = true }
      client.shutdown()
      return
    }
  }
}
