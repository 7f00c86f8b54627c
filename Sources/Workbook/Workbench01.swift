import LessonKit
import Sockets

/// Lesson 1's server, and a client that receives with the learner's pieces.
public enum Workbench01 {
  private static let message = Option.text(
    "--message", "TEXT", default: "welcome to the server!", help: "what each client is sent")
  private static let buffer = Option.number(
    "--buffer", "BYTES", default: 8, in: 1...1_048_576, help: "the most bytes a receive asks for")
  private static let exercise = Option(
    "--exercise", "ID", default: "1.1", expects: "1.1, 1.2 or 1.3",
    help: "which of your functions receives: 1.1, 1.2 or 1.3"
  ) { ["1.1", "1.2", "1.3"].contains($0) ? $0 : nil }
  private static let count = Option.number(
    "--exactly", "BYTES", default: 22, in: 0...1_048_576, help: "how many bytes 1.3 receives")

  /// The program that `swift run exercise01` starts.
  public static func program(
    _ work: some Lesson01Workbook, name: String, subcommands: [LessonProgram.Subcommand]
  ) -> LessonProgram {
    LessonProgram(
      name, "lesson 1 with your code in the client", port: 1234,
      server: .init(serve, options: [message]),
      client: .init({ try receive($0, work) }, options: [exercise, buffer, count]),
      subcommands: subcommands)
  }

  private static func serve(_ context: Context) throws {
    let greeting = Array(context[message].utf8)
    let door = try context.listen()
    while let client = try door.accept() {
      context.print("connection from \(client.peer)")
      do {
        try client.sendAll(greeting)
        context.print("sent \(greeting.count.bytes), now closing")
        client.lingeringClose()
      } catch {
        context.print("\(error)")
      }
    }
  }

  private static func receive(_ context: Context, _ work: some Lesson01Workbook) throws {
    let server = try context.connect()
    switch context[exercise] {
    case "1.2":
      let text = try work.receiveText(from: server, buffer: context[buffer])
      context.print("your receiveText: \(context.readable(text.utf8))")
    case "1.3":
      let bytes = try work.receiveExactly(context[count], from: server)
      context.print("your receiveExactly: \(context.readable(bytes))")
    default:
      let bytes = try work.receiveEverything(from: server, buffer: context[buffer])
      context.print("your receiveEverything: \(context.readable(bytes))")
    }
  }
}
