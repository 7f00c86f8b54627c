import LessonKit
import Sockets

/// A math server and its client with the learner's pieces: request, reply, Requests, compute.
public enum Workbench10 {
  private static let names = ["SUMA", "RESTA", "MULTIPLICACION", "DIVISION"]
  private static let command = Option<String?>(
    "OPERATION", "OPERATION", default: nil, expects: "a word of 1 to 64 bytes",
    help: "\(names.joined(separator: ", ")); without it, random ones"
  ) { (1...64).contains($0.utf8.count) ? .some($0) : nil }
  private static let first = operand("A", help: "the first operand, from -32768 to 32767")
  private static let second = operand("B", help: "the second operand")
  private static let interval = Option.seconds(
    "--interval", default: 10, help: "the time between two random operations")
  private static let count = Option.count(
    "--count", help: "leave after so many random operations")

  private static func operand(_ name: String, help: String) -> Option<Int16?> {
    Option(name, name, default: nil, expects: "a whole number from -32768 to 32767", help: help) {
      Int16($0).map { .some($0) }
    }
  }

  /// The program that `swift run exercise10` starts.
  public static func program(
    _ work: some Lesson10Workbook, name: String, subcommands: [LessonProgram.Subcommand]
  ) -> LessonProgram {
    LessonProgram(
      name, "lesson 10 on your code: request, reply, Requests, compute", port: 5050,
      server: .init({ try serve($0, work) }, options: [Common.maxClients]),
      client: .init(
        { try ask($0, work) }, options: [interval, count, Common.seed],
        operands: [command, first, second]),
      wire: .init(
        toServer: .fields(["length": 4, "a": 2, "b": 2], text: "command"),
        toClient: .fields(["status": 4, "result": 8])),
      demo: ["--interval", "0.1", "--count", "3", "--seed", "384"],
      cast: [.init(arguments: ["SUMA", "7", "-2"]), .init()],
      subcommands: subcommands)
  }

  // MARK: The server

  private static func serve<Work: Lesson10Workbook>(_ context: Context, _ work: Work) throws {
    // What is not written yet is said before the first client comes.
    _ = try work.reply(status: 0, result: 5)
    var trial = Work.Requests()
    _ = try trial.feed([])
    _ = try work.compute(MathRequest(command: Array("SUMA".utf8), first: 7, second: -2))
    try context.serveEveryone { guest in
      var requests = Work.Requests()
      var unread: [UInt8] = []
      while true {
        let piece = try guest.stream.receive(upTo: 1 << 16)
        if piece.isEmpty {
          if unread.isEmpty { return .closedWithoutGoodbye }
          throw cutOff(behind: unread)
        }
        let found: [MathRequest]
        do {
          found = try requests.feed(piece)
        } catch {
          throw ProtocolError("your feed throws: \(error)")
        }
        let taken = found.reduce(0) { $0 + 8 + $1.command.count }
        unread = Array((unread + piece).dropFirst(taken))
        var replies: [UInt8] = []
        for request in found {
          let reply = try work.compute(request)
          guest.log("\(line(request, context)): your compute says \(say(reply))")
          replies += try work.reply(status: reply.status, result: reply.result)
        }
        try guest.stream.sendAll(replies)
      }
    }
  }

  private static func line(_ request: MathRequest, _ context: Context) -> String {
    "\(context.readable(request.command.prefix(64))) \(request.first) \(request.second)"
  }

  private static func say(_ reply: MathReply) -> String {
    reply.status == 0 ? "\(reply.result)" : "status \(reply.status)"
  }

  /// What is missing of a request that has begun.
  private static func cutOff(behind bytes: [UInt8]) -> CutOff {
    if bytes.count < 8 { return CutOff(missing: 8 - bytes.count, of: "the fields") }
    let size = Int(number(in: bytes[0..<4]))
    return CutOff(missing: max(1, 8 + size - bytes.count), of: "the command")
  }

  // MARK: The client

  private static func ask(_ context: Context, _ work: some Lesson10Workbook) throws {
    func ask(_ server: any ByteStream, _ name: String, _ one: Int16, _ other: Int16) throws -> Int32
    {
      try server.sendAll(work.request(name, one, other))
      let bytes = try server.receiveExactly(12, of: "the reply")
      let status = Int32(bitPattern: UInt32(number(in: bytes[0..<4])))
      let result = Double(bitPattern: number(in: bytes[4..<12]))
      guard (0...2).contains(status), result.isFinite else {
        throw ProtocolError("status \(status), result \(result). Is that lesson 10's server?")
      }
      context.print(
        "\(context.readable(name.utf8)) \(one) \(other)"
          + (status == 0
            ? " = \(result)" : status == 1 ? ": division by zero" : ": unknown command"))
      return status
    }
    if let name = context[command] {
      guard let one = context[first], let other = context[second] else {
        throw UsageError(description: "an operation needs two numbers behind it: client SUMA 7 -2.")
      }
      if try ask(try context.connect(), name, one, other) != 0 {
        throw Failure(
          "no result. The server knows \(names.joined(separator: ", ")), and divides by all but 0.")
      }
      return
    }
    let server = try context.connect()
    var random = context.randomNumbers()
    var (asked, due) = (0, ContinuousClock.now)
    while true {
      let name = names.randomElement(using: &random) ?? "SUMA"
      let one = Int16.random(in: -100...100, using: &random)
      _ = try ask(server, name, one, Int16.random(in: -100...100, using: &random))
      asked += 1
      if asked == context[count] { return }
      due = max(due + context[interval], .now)
      if try server.waitForBytes(until: due) {
        guard try server.receive(upTo: 1).isEmpty else {
          throw ProtocolError("a reply that nobody asked for. Is that lesson 10's server?")
        }
        return context.print("the server closed")
      }
    }
  }

  private static func number(in bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
