import Framing
import LessonKit
import Sockets

let count = Option.count("--count", help: "leave after so many messages")

/// Prints each message, until the server closes.
func runClient(_ context: Context) throws {
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
