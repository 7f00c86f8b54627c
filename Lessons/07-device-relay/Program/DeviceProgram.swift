import Framing
import LessonKit
import Sockets

let type = Option(
  "--type", "TYPE", default: "raspberrypi", expects: "raspberrypi or arduino",
  help: "raspberrypi or arduino"
) { ClientType(rawValue: $0)?.isDevice == true ? $0 : nil }
let count = Option.count("--count", help: "leave after so many messages")

/// Says what it is, and prints what it is sent, until the relay closes.
func runDevice(_ context: Context) throws {
  let relay = try context.connect()
  try relay.sendAll(frame(context[type]))
  // Nothing but messages comes here, so a reader that reads ahead does no harm.
  var messages = MessageReader(relay, header: LengthHeader(width: width, limit: context.limit))
  var received = 0
  while let data = try messages.next() {
    context.print("received \(data.count.bytes): \(context.readable(data.prefix(200)))")
    received += 1
    if received == context[count] { return }
  }
  context.print("the relay closed")
}
