import LessonKit
import Sockets

let bufferSize = Option.number(
  "--buffer", "BYTES", default: 16, in: 1...1_048_576, help: "the most bytes one receive asks for")
let count = Option.count("--count", help: "leave after so many messages")

/// Prints each message as soon as its last byte is here, until the server closes.
func runClient(_ context: Context) throws {
  let server = try context.connect()
  var buffer: [UInt8] = []
  var start = 0  // where the message that we are in begins
  var announced: Int?  // its payload's length, once its header is complete
  var messages = 0

  while true {
    // Take every message out of the buffer that is whole.
    if announced == nil, buffer.count - start >= width {
      let length = try payloadLength(
        in: Array(buffer[start..<start + width]), limit: context.limit)
      context.print("new message length: \(length)")
      announced = length
    }
    if let length = announced, buffer.count - start >= width + length {
      let payload = buffer[start + width..<start + width + length]
      guard let text = String(validating: payload, as: UTF8.self) else { throw HeaderError.notText }
      context.print("full message received")
      context.print(context.readable(text.utf8))
      start += width + length
      announced = nil
      messages += 1
      if messages == context[count] { return }
      continue
    }
    // None is: forget what was taken, and receive more.
    buffer.removeFirst(start)
    start = 0
    let piece = try server.receive(upTo: context[bufferSize])
    if piece.isEmpty { break }
    buffer += piece
  }

  let needed = announced.map { width + $0 } ?? width
  if !buffer.isEmpty { throw CutOff(missing: needed - buffer.count, of: "a message") }
  context.print("the server closed")
}
