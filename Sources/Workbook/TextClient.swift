import Framing
import LessonKit
import Sockets

/// The client of lessons 4 and 5: sends each line that is typed, and prints the answer.
enum TextClient {
  static let cast: [LessonProgram.Actor] = [
    .init(lines: ["hello", "how are you?"]), .init(lines: ["good morning"]),
  ]

  static func talk(_ context: Context) throws {
    let server = try context.connect()
    while let line = context.readLine() { try say(line, to: server, context) }
  }

  /// Sends a message, and prints the 12 bytes that answer it.
  static func say(_ line: String, to server: any ByteStream, _ context: Context) throws {
    try server.sendAll(LengthHeader(width: 64).frame(Array(line.utf8)))
    context.print(context.readable(try server.receiveExactly(12, of: "the reply")))
  }
}
