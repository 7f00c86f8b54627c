import LessonKit
import Sockets

let bufferSize = Option.number(
  "--buffer", "BYTES", default: 16, in: 1...1_048_576, help: "the most bytes one receive asks for")
let count = Option.count("--count", help: "leave after so many messages")

/// Prints each message as soon as its last byte is here, until the server closes.
func runClient(_ context: Context) throws {
  let server = try context.connect()
  var incoming = Incoming()
  var messages = 0
  while true {
    let piece = try server.receive(upTo: context[bufferSize])
    if piece.isEmpty { break }
    incoming.append(piece)
    while true {  // the piece may complete nothing, one message, or several
      if let length = try incoming.readHeader(limit: context.limit) {
        context.print("new message length: \(length)")
      }
      guard let text = try incoming.takePayload() else { break }
      context.print("full message received")
      context.print(context.readable(text.utf8))
      messages += 1
      if messages == context[count] { return }
    }
  }
  try incoming.end()
  context.print("the server closed")
}
