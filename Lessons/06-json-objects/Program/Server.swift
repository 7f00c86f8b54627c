import Foundation
import Framing
import LessonKit
import Sockets

let width = 64  // bytes in every header

/// Answers each client's objects, one after the other; any number of clients at once.
func runServer(_ context: Context) throws {
  let header = LengthHeader(width: width, limit: context.limit)
  try context.serveEveryone { client in
    var messages = MessageReader(client.stream, header: header)
    var readings = Readings()
    while let message = try messages.next() {
      client.log("sent \(context.readable(message.prefix(200)))")
      let (reply, isLast) = answer(to: message, &readings)
      if let problem = reply as? Problem { client.log("is told that \(problem.reason)") }
      try client.stream.sendAll(header.frame(payload(of: reply)))
      if isLast { return .saidGoodbye }
    }
    return .closedWithoutGoodbye
  }
}

/// The answer to a payload, whatever bytes it has, and whether it is the last one.
func answer(to payload: [UInt8], _ readings: inout Readings) -> (any Encodable, isLast: Bool) {
  do {
    let text = try checkedText(payload)
    let decoder = JSONDecoder()
    switch try decoder.decode(Tagged.self, from: text).kind {
    case "reading":
      return (try readings.add(decoder.decode(Reading.self, from: text)), false)
    case "goodbye": return (Goodbye(), true)
    default: throw Invalid("kind is unknown")
    }
  } catch {
    return (Problem(reason: reason(for: error)), false)
  }
}
