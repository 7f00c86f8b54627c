import LessonKit
import Sockets

let command = Option<[UInt8]?>(
  "OPERATION", "OPERATION", default: nil, expects: "a word of 1 to 64 bytes",
  help: "\(Operation.names); without it, random ones"
) { Request.commandSizes.contains($0.utf8.count) ? .some(Array($0.utf8)) : nil }
let first = operand("A", help: "the first operand, from -32768 to 32767")
let second = operand("B", help: "the second operand")
let interval = Option.seconds(
  "--interval", default: 10, help: "the time between two random operations")
let count = Option.count("--count", help: "leave after so many random operations")

func operand(_ name: String, help: String) -> Option<Int16?> {
  Option(name, name, default: nil, expects: "a whole number from -32768 to 32767", help: help) {
    Int16($0).map { .some($0) }
  }
}

/// Has one operation computed, the one that is given; or random ones, until the server closes.
func runClient(_ context: Context) throws {
  guard let command = context[command] else { return try askAtRandom(context) }
  guard let first = context[first], let second = context[second] else {
    throw UsageError(description: "an operation needs two numbers behind it: client SUMA 7 -2.")
  }
  let request = Request(command: command, first: first, second: second)
  let reply = try ask(try context.connect(), request, context)
  if reply.status != .fine {
    throw Failure("no result. The server knows \(Operation.names), and divides by all but 0.")
  }
}

func askAtRandom(_ context: Context) throws {
  let server = try context.connect()
  var random = context.randomNumbers()
  var (asked, due) = (0, ContinuousClock.now)
  while true {
    _ = try ask(server, .random(using: &random), context)
    asked += 1
    if asked == context[count] { return }
    // Until the next one is due we listen: a server that leaves says so.
    due = max(due + context[interval], .now)
    if try server.waitForBytes(until: due) {
      guard try server.receive(upTo: 1).isEmpty else {
        throw ProtocolError("a reply that nobody asked for. Is that lesson 10's server?")
      }
      return context.print("the server closed")
    }
  }
}

/// Sends a request, waits for the reply, and prints both.
func ask(_ server: any ByteStream, _ request: Request, _ context: Context) throws -> Reply {
  try server.sendAll(request.bytes)
  let reply = try server.receiveReply()
  context.print(context.line(request, reply))
  return reply
}

extension Request {
  /// Small numbers, which one can check in one's head; 0 is among them.
  static func random(using random: inout some RandomNumberGenerator) -> Request {
    let operation = Operation.allCases.randomElement(using: &random) ?? .add
    return Request(
      command: Array(operation.rawValue.utf8), first: .random(in: -100...100, using: &random),
      second: .random(in: -100...100, using: &random))
  }
}
