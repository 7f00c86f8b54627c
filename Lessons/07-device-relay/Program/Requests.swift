import LessonKit
import Sockets

/// Answers one request of a controller, which begins with the target field.
func answerRequest(_ guest: Guest, _ register: Register, _ context: Context) throws {
  let field = try guest.stream.receiveExactly(width, of: "the target field")
  let target = TargetField.name(in: field)
  if target == Words.noTarget {
    let names = register.names
    guest.log("asked for the list: \(names.count) \(names.count == 1 ? "device" : "devices")")
    let list = names.isEmpty ? Words.noDevices : names.joined(separator: ",")
    return try guest.stream.sendAll(frame(list))
  }
  // All of it, whoever it is for: what is left would be taken for the next request.
  let data = try guest.stream.receiveMessage(limit: context.limit, of: "the header of the data")
  let reply = relay(data, to: target, register)
  let name = context.readable(target.map { Array($0.utf8) } ?? field)
  guest.log("-> \(name): \(data.count.bytes)\(reply == Words.sent ? "" : ": \(reply)")")
  try guest.stream.sendAll(frame(reply))
}

/// Hands the data on, and says what became of it.
func relay(_ data: [UInt8], to target: String?, _ register: Register) -> String {
  guard let target, let device = register.device(named: target) else { return Words.notFound }
  do {
    try device.send(data)
    return Words.sent
  } catch {
    register.remove(device)
    return Words.unreachable
  }
}
