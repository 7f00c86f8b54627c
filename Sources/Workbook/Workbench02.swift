import LessonKit
import Sockets

/// A server that frames and sends, and a client that decodes, with the learner's pieces.
public enum Workbench02 {
  private static let width = 10
  private static let message = Option.text(
    "--message", "TEXT", default: "Welcome to the server!", help: "what each client is sent")
  private static let buffer = Option.number(
    "--buffer", "BYTES", default: 16, in: 1...1_048_576, help: "the most bytes a receive asks for")
  private static let count = Option.count("--count", help: "leave after so many messages")

  /// The program that `swift run exercise02` starts.
  public static func program(
    _ work: some Lesson02Workbook, name: String, subcommands: [LessonProgram.Subcommand]
  ) -> LessonProgram {
    LessonProgram(
      name, "lesson 2 on your code: header, sendAll, Decoder", port: 1234,
      server: .init({ try serve($0, work) }, options: [message]),
      client: .init({ try receive($0, work) }, options: [buffer, count]),
      wire: .both(.header(width)), demo: ["--count", "1"], subcommands: subcommands)
  }

  private static func serve(_ context: Context, _ work: some Lesson02Workbook) throws {
    let text = context[message]
    let frame = try work.header(for: text, width: width) + Array(text.utf8)
    let door = try context.listen()
    while let client = try door.accept() {
      context.print("connection from \(client.peer)")
      do {
        try work.sendAll(frame, to: client)
        context.log("your sendAll has sent \(frame.count) bytes")
        while try !client.receive(upTo: 4096).isEmpty {}
        context.print("the client left")
      } catch let unsolved as NotStarted {
        throw unsolved
      } catch {
        context.print("\(error)")
      }
    }
  }

  private static func receive<Work: Lesson02Workbook>(_ context: Context, _ work: Work) throws {
    let server = try context.connect()
    var decoder = Work.Decoder(width: width, limit: context.limit)
    var received = 0
    // A decoder does not say what it has left over; what came and what it gave back do.
    var leftOver = 0
    while true {
      let piece = try server.receive(upTo: context[buffer])
      if piece.isEmpty { break }
      leftOver += piece.count
      for text in try decoder.feed(piece) {
        context.print("your Decoder: \(context.readable(text.utf8))")
        leftOver -= width + text.utf8.count
        received += 1
        if received == context[count] { return }
      }
    }
    if leftOver > 0 { throw EndedInside(bytes: leftOver) }
    context.print("the server closed")
  }
}

/// The server closed in the middle of a message.
private struct EndedInside: Error, CustomStringConvertible {
  let bytes: Int

  var description: String {
    "cut off: the connection ended \(bytes.bytes) into a message. Was the server stopped?"
  }
}
