import LessonKit
import Sockets

/// The relay: what a controller sends goes to the device that it names.
func runServer(_ context: Context) throws {
  let register = Register()
  try context.serveEveryone { try serve($0, register, context) }
}

/// Reads what a client says it is, and treats it so: a device for good, a controller for one request.
func serve(_ guest: Guest, _ register: Register, _ context: Context) throws -> Guest.Ending {
  var isController = false
  while let word = try guest.stream.receiveMessage(limit: context.limit) {
    guard let type = String(validating: word, as: UTF8.self).flatMap(ClientType.init) else {
      try guest.stream.sendAll(frame(Words.unknownType))
      throw ProtocolError("unknown client type \"\(context.readable(word.prefix(64)))\"")
    }
    if type.isDevice {
      if isController { throw ProtocolError("a controller cannot become a device") }
      let device = Device(number: guest.number, stream: guest.stream)
      register.add(device)
      guest.print("is \(type == .arduino ? "an" : "a") \(type): \(device.name)")
      try follow(device, on: guest.stream, register)
      return device.lostBy.map { .failed("\($0)") } ?? .closedWithoutGoodbye
    }
    isController = true
    try answerRequest(guest, register, context)
  }
  return .closedWithoutGoodbye
}

/// Reads and drops what a device says, until its stream ends. Then it is off the list, at once.
func follow(_ device: Device, on stream: any ByteStream, _ register: Register) throws {
  defer { register.remove(device) }
  while try !stream.receive(upTo: 4096).isEmpty {}
}
