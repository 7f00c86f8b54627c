import Framing
import LessonKit
import Sockets

/// A relay, devices and controllers with the learner's pieces: targetField, targetName, Devices,
/// relay.
public enum Workbench07 {
  private static let list = Option.flag("--list", help: "print the devices, and leave")
  private static let target = Option.optionalText(
    "--to", "HOST:PORT", help: "the device to send to; \"first\" is the first of the list")
  private static let message = Option.optionalText("--message", "TEXT", help: "what to send")
  private static let count = Option.count("--count", help: "leave after so many messages")
  private static let type = Option(
    "--type", "TYPE", default: "raspberrypi", expects: "raspberrypi or arduino",
    help: "raspberrypi or arduino"
  ) { devices.contains($0) ? $0 : nil }

  private static let devices = ["raspberrypi", "arduino"]
  private static let controllers = ["python", "swift"]
  private static let noTarget = "|no target|"
  private static let width = 64

  /// The program that `swift run exercise07` starts.
  public static func program(
    _ work: some Lesson07Workbook, name: String, subcommands: [LessonProgram.Subcommand]
  ) -> LessonProgram {
    LessonProgram(
      name, "lesson 7 on your code: targetField, targetName, Devices, relay", port: 5050,
      server: .init({ try serve($0, work) }, options: [Common.maxClients]),
      client: .init({ try control($0, work) }, options: [list, target, message]),
      roles: [.init("device", help: "a device that waits", .init(wait, options: [type, count]))],
      wire: .init(
        toServer: .header(width, fieldAfter: controllers, none: noTarget),
        toClient: .header(width)),
      cast: [
        .init("device", arguments: ["--count", "1"]),
        .init(arguments: ["--list"]),
        .init(arguments: ["--to", "first", "--message", "hello"]),
      ], subcommands: subcommands)
  }

  // MARK: The relay

  private static func serve<Work: Lesson07Workbook>(_ context: Context, _ work: Work) throws {
    // What is not written yet is said before the first client comes.
    _ = try Work.Devices().list()
    _ = try work.targetName(in: Array(repeating: UInt8(ascii: " "), count: width))
    let register = WorkbenchRegister<Work.Devices>()
    try context.serveEveryone { guest in
      var isController = false
      defer { if isController { try? register.clientLeft(guest.number) } }
      while let word = try receiveMessage(from: guest.stream, limit: context.limit) {
        let type = String(decoding: word, as: UTF8.self)
        guard (devices + controllers).contains(type) else {
          try guest.stream.sendAll(frame("|unknown client type|"))
          throw ProtocolError("unknown client type \"\(context.readable(word.prefix(64)))\"")
        }
        if devices.contains(type) {
          if isController { throw ProtocolError("a controller cannot become a device") }
          let device = WorkbenchDevice(guest.stream)
          try keep(device, guest, isA: type, register)
          return device.lostBy.map { .failed("\($0)") } ?? .closedWithoutGoodbye
        }
        isController = true
        try register.client(guest, isA: type)
        try answer(guest, work, register, context)
      }
      return .closedWithoutGoodbye
    }
  }

  /// Keeps a device on the list until its stream ends; what it says is dropped.
  private static func keep(
    _ device: WorkbenchDevice, _ guest: Guest, isA type: String,
    _ register: WorkbenchRegister<some DeviceList>
  ) throws {
    defer { try? register.clientLeft(guest.number) }
    try register.device(device, guest, isA: type)
    guest.print("is \(type == "arduino" ? "an" : "a") \(type): \(guest.stream.peer)")
    while try !guest.stream.receive(upTo: 4096).isEmpty {}
  }

  private static func answer<Work: Lesson07Workbook>(
    _ guest: Guest, _ work: Work, _ register: WorkbenchRegister<Work.Devices>, _ context: Context
  ) throws {
    let field = try guest.stream.receiveExactly(width, of: "the target field")
    let target = try work.targetName(in: field)
    if target == noTarget {
      let list = try register.list()
      guest.log("asked for the list; your Devices says: \(context.shortened(list))")
      return try guest.stream.sendAll(frame(list))
    }
    guest.log("-> \(target.map(context.shortened) ?? context.readable(field)): your relay")
    try work.relay(
      from: guest.stream, to: target, in: register, limit: context.limit)
  }

  // MARK: The others

  private static func control(_ context: Context, _ work: some Lesson07Workbook) throws {
    let (to, text) = (context[target], context[message])
    guard context[list] == (to == nil), context[list] == (text == nil) else {
      throw UsageError(
        description: "a client needs either --list, or --to HOST:PORT --message TEXT.")
    }
    let relay = try context.connect()
    func ask(_ target: String, _ data: [UInt8] = []) throws -> String {
      try relay.sendAll(frame("swift") + work.targetField(naming: target) + data)
      guard let reply = try receiveMessage(from: relay, limit: context.limit) else {
        throw CutOff(missing: width, of: "the reply")
      }
      guard let text = String(validating: reply, as: UTF8.self) else { throw FramingError.notUTF8 }
      return text
    }
    guard var to, let text else {
      return try ask(noTarget).split(separator: ",").forEach {
        context.print(context.readable($0.utf8))
      }
    }
    if to == "first" { to = String(try ask(noTarget).prefix { $0 != "," }) }
    let reply = try ask(to, frame(text))
    context.print(context.readable(reply.utf8))
    if reply != "data successfully sent" {
      throw Failure("nothing was delivered. client --list says who is there.")
    }
  }

  private static func wait(_ context: Context) throws {
    let relay = try context.connect()
    try relay.sendAll(frame(context[type]))
    var messages = MessageReader(relay, header: LengthHeader(width: width, limit: context.limit))
    var received = 0
    while let data = try messages.next() {
      context.print("received \(data.count.bytes): \(context.readable(data.prefix(200)))")
      received += 1
      if received == context[count] { return }
    }
    context.print("the relay closed")
  }

  private static func frame(_ text: String) throws -> [UInt8] {
    try LengthHeader(width: width).frame(Array(text.utf8))
  }

  /// The next message, and not one byte more; nil when the peer has closed in front of it.
  private static func receiveMessage(
    from stream: any ByteStream, limit: Int
  ) throws -> [UInt8]? {
    var header = try stream.receive(upTo: width)
    if header.isEmpty { return nil }
    header += try stream.receiveExactly(width - header.count, of: "the header")
    let length = try LengthHeader(width: width, limit: limit).payloadLength(in: header[...])
    return try stream.receiveExactly(length, of: "the payload")
  }
}
