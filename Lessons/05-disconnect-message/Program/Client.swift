import Framing
import LessonKit
import Sockets

/// Sends each line that is typed as a message, and a goodbye when there are no more.
func runClient(_ context: Context) throws {
  let server = try context.connect()
  while let line = context.readLine(), line != goodbye {
    try say(line, to: server, context)
  }
  try say(goodbye, to: server, context)
  // The answer is here; the end of the stream says that the server has closed, too.
  guard try server.receive(upTo: 1).isEmpty else {
    throw ProtocolError("the server goes on after the goodbye. Is that lesson 5's server?")
  }
  context.print("the server closed")
}

/// Sends a message, and prints the answer.
func say(_ text: String, to server: any ByteStream, _ context: Context) throws {
  try server.sendAll(LengthHeader(width: headerWidth).frame(Array(text.utf8)))
  let answer = try server.receiveExactly(reply.count, of: "the reply")
  guard answer == reply else {
    throw ProtocolError("the reply is \"\(context.readable(answer))\". Is that lesson 5's server?")
  }
  context.print(context.readable(answer))
}
