import Framing
import LessonKit
import Sockets

/// Sends each line that is typed as a message, and prints the reply.
func runClient(_ context: Context) throws {
  let server = try context.connect()
  let header = LengthHeader(width: headerWidth)
  while let line = context.readLine() {
    try server.sendAll(header.frame(Array(line.utf8)))
    context.print(context.readable(try server.receiveExactly(reply.count, of: "the reply")))
  }
}
