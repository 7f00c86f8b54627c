import Framing
import LessonKit
import Sockets

/// A threaded server on the learner's pieces, and lesson 4's client.
public enum Workbench04 {
  /// The program that `swift run exercise04` starts.
  public static func program(
    _ work: some Lesson04Workbook, name: String, subcommands: [LessonProgram.Subcommand]
  ) -> LessonProgram {
    LessonProgram(
      name, "lesson 4 on your code: serve, serveAll, Register", port: 5050,
      server: .init { try serve($0, work) },
      client: .init(TextClient.talk),
      wire: .init(toServer: .header(64), toClient: .raw), cast: TextClient.cast,
      subcommands: subcommands)
  }

  private static func serve<Work: Lesson04Workbook>(_ context: Context, _ work: Work) throws {
    let register = Work.Register()
    _ = try register.count()  // not started? Then before anybody comes.
    let door = try context.listen()
    try work.serveAll(
      from: door,
      serve: { client in
        let number = try register.add(client)
        try context.print(
          "client \(number) connected from \(client.peer); active connections: \(register.count())")
        do {
          let answering = AnsweringThrough(register, number, client)
          try work.serve(answering, limit: context.limit) { text in
            context.log("client \(number): \(context.shortened(text))")
          }
        } catch {
          context.print("client \(number): \(error)")
          client.lingeringClose()
        }
        try register.remove(number)
        try context.print("client \(number) left; active connections: \(register.count())")
      },
      startThread: context.startThread)
  }
}

extension Door: ClientDoor {}

/// A client's stream whose answers go through the register.
private final class AnsweringThrough<Register: ClientRegister>: ByteStream {
  private let register: Register
  private let number: Int
  private let client: any ByteStream

  init(_ register: Register, _ number: Int, _ client: any ByteStream) {
    self.register = register
    self.number = number
    self.client = client
  }

  var peer: Endpoint { client.peer }

  func send(_ bytes: ArraySlice<UInt8>) throws -> Int {
    if try register.send(Array(bytes), to: number) { return bytes.count }
    throw SocketError("send to \(peer)", .brokenPipe)
  }

  func receive(upTo count: Int) throws -> [UInt8] { try client.receive(upTo: count) }
  func finishSending() throws { try client.finishSending() }
  func shutdown() { client.shutdown() }
  func waitForBytes(until deadline: ContinuousClock.Instant) throws -> Bool {
    try client.waitForBytes(until: deadline)
  }
}
