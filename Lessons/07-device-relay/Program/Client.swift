import Framing
import LessonKit
import Sockets

let list = Option.flag("--list", help: "print the devices, and leave")
let target = Option<String?>(
  "--to", "HOST:PORT", default: nil, expects: "a name of at most \(width) bytes",
  help: "the device to send to; \"first\" is the first of the list"
) { (try? TargetField.bytes(naming: $0)) == nil ? nil : $0 }
let message = Option.optionalText("--message", "TEXT", help: "what to send")

/// A controller: asks for the list, or has a text sent to a device.
func runClient(_ context: Context) throws {
  let (to, text) = (context[target], context[message])
  guard context[list] == (to == nil), context[list] == (text == nil) else {
    throw UsageError(description: "a client needs either --list, or --to HOST:PORT --message TEXT.")
  }
  let relay = try context.connect()
  var name = to
  if context[list] || to == "first" {
    let names = try ask(relay, Words.noTarget, limit: context.limit).split(separator: ",")
    if context[list] { return names.forEach { context.print(context.readable($0.utf8)) } }
    name = names.first.map(String.init)
  }
  guard let name, let text, name != Words.noDevices else {
    throw Failure("no device is connected. In another terminal: swift run lesson07 device")
  }
  let reply = try ask(relay, name, frame(text), limit: context.limit)
  context.print(context.readable(reply.utf8))
  if reply != Words.sent {
    throw Failure("nothing was delivered. swift run lesson07 client --list says who is there.")
  }
}

/// Sends one request, and waits for the reply.
func ask(_ relay: any ByteStream, _ to: String, _ data: [UInt8] = [], limit: Int) throws -> String {
  let field = try TargetField.bytes(naming: to)
  try relay.sendAll(frame(ClientType.swift.rawValue) + field + data)
  let reply = try relay.receiveMessage(limit: limit, of: "the reply")
  guard let text = String(validating: reply, as: UTF8.self) else { throw FramingError.notUTF8 }
  return text
}
