import LessonKit
import Sockets

let bufferSize = Option.number(
  "--buffer", "BYTES", default: 8, in: 1...1_048_576, help: "the most bytes one receive asks for")

/// Receives with a small buffer until the server closes; prints each piece, then the whole.
func runClient(_ context: Context) throws {
  let server = try context.connect()
  var received: [UInt8] = []
  while true {
    let piece = try server.receive(upTo: context[bufferSize])
    if piece.isEmpty { break }
    context.print("received \(piece.count.bytes): \(context.readable(piece))")
    received += piece
  }
  context.print("the server closed; \(received.count.bytes) in all:")
  context.print(context.readable(received))
}
