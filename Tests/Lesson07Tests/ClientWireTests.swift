import CourseTesting
import Framing
import Processes
import Sockets
import Testing

private let clients = Subject.all(.client, lesson: "07")
private let devices = Subject.all(.device, lesson: "07")

/// Reads a request up to the target: the client type, and the name in the field.
private func receiveRequest(_ relay: Connection) throws -> String {
  let type = try relay.text()
  #expect(["python", "swift"].contains(type), "a controller says that it is a \(type)")
  let field = try relay.bytes(64)
  #expect(field.count == 64)
  var name = field[...]
  while name.last == 0x20 { name.removeLast() }
  return String(decoding: name, as: UTF8.self)
}

@Suite("Lesson 7 on the wire: the controller", .waits)
struct ControllerWireTests {
  @Test("--list asks for the list, and prints a device a line", arguments: clients)
  func lists(_ subject: Subject) throws {
    let list = "127.0.0.1:50001,[::1]:50002"
    for pieces in [[try frame(list)], try frame(list).map { [$0] }] {
      let client = try RunningClient(subject, ["--list"])
      let relay = try client.connection()
      let target = try receiveRequest(relay)
      // A program that takes no options may ask for what it likes.
      if subject.takesOptions { #expect(target == noTarget) }
      if target != noTarget { _ = try relay.message() }
      for piece in pieces { try relay.sendAll(piece) }
      guard subject.takesOptions else { return }
      let (output, errors, ending) = client.end()
      for name in list.split(separator: ",") {
        #expect(output.split(separator: "\n").contains(name), "\(output)\(errors)")
      }
      #expect(ending == .status(0))
    }
  }

  @Test("no device: it says so, and that is no error", arguments: clients)
  func listsNobody(_ subject: Subject) throws {
    guard subject.takesOptions else { return }
    let client = try RunningClient(subject, ["--list"])
    #expect(try receiveRequest(client.connection()) == noTarget)
    try client.connection().sendAll(frame(noDevices))
    let (output, errors, ending) = client.end()
    #expect(output.contains("no "), "\(output)\(errors)")
    #expect(ending == .status(0))
  }

  @Test("--to and --message send a text", arguments: clients, ["hello", "héllo", ""])
  func sends(_ subject: Subject, _ text: String) throws {
    guard subject.takesOptions else { return }
    let client = try RunningClient(subject, ["--to", "127.0.0.1:50001", "--message", text])
    let relay = try client.connection()
    #expect(try receiveRequest(relay) == "127.0.0.1:50001")
    #expect(try relay.text() == text)
    try relay.sendAll(frame(sent))
    let (output, errors, ending) = client.end()
    #expect(output.contains(sent), "\(output)\(errors)")
    #expect(ending == .status(0))
  }

  @Test(
    "what was not delivered is reported: status 1", arguments: clients, [notFound, unreachable])
  func reports(_ subject: Subject, _ reply: String) throws {
    guard subject.takesOptions else { return }
    let client = try RunningClient(subject, ["--to", "nobody", "--message", "hello"])
    let relay = try client.connection()
    #expect(try receiveRequest(relay) == "nobody")
    #expect(try relay.text() == "hello")
    try relay.sendAll(frame(reply))
    let (output, errors, ending) = client.end()
    #expect((output + errors).contains(reply))
    #expect(ending == .status(1))
    #expect(errors.split(separator: "\n").count == 1, "one sentence: \(errors)")
  }

  @Test(
    "a relay that closes or talks nonsense: one sentence and status 1", arguments: clients,
    [("", "cut off"), ("1", "cut off"), ("-1", "protocol error"), ("99999999", "protocol error")])
  func reportsDamage(_ subject: Subject, _ damage: (digits: String, words: String)) throws {
    let client = try RunningClient(subject, ["--list"])
    let relay = try client.connection()
    _ = try receiveRequest(relay)
    // It may have left before the rest has come.
    if !damage.digits.isEmpty { try? relay.sendAll(field(damage.digits)) }
    try? relay.finishSending()
    let (_, errors, ending) = client.end()
    expectComplaint(damage.words, errors, ending, subject)
  }

  @Test("\"first\" is the first of the list", arguments: clients.filter { !$0.isPython })
  func takesTheFirst(_ subject: Subject) throws {
    guard subject.takesOptions else { return }
    let client = try RunningClient(subject, ["--to", "first", "--message", "hello"])
    let relay = try client.connection()
    #expect(try receiveRequest(relay) == noTarget)
    try relay.sendAll(frame("127.0.0.1:50001,127.0.0.1:50002"))
    #expect(try receiveRequest(relay) == "127.0.0.1:50001")
    #expect(try relay.text() == "hello")
    try relay.sendAll(frame(sent))
    #expect(client.end().ending == .status(0))
  }

  @Test(
    "neither --list nor --to, or half of it: one sentence and status 64",
    arguments: [
      [], ["--to", "x"], ["--message", "x"], ["--list", "--to", "x", "--message", "y"],
      ["--to", String(repeating: "é", count: 33), "--message", "x"],
    ])
  func refusesArguments(_ arguments: [String]) throws {
    let program = PackageFolder.program("lesson07")
    let client = try ChildProcess(program, ["client"] + arguments)
    #expect(client.wait() == .status(64))
    #expect(client.standardError.contains("--to"))
    #expect(client.standardError.split(separator: "\n").count == 1)
  }
}

@Suite("Lesson 7 on the wire: the device", .waits)
struct DeviceWireTests {
  @Test("it says what it is, once, and prints what comes, in any pieces", arguments: devices)
  func printsMessages(_ subject: Subject) throws {
    let stream = try frame("hello") + frame("") + frame([0x68, 0xFF]) + frame("héllo")
    for pieces in [[stream], stream.map { [$0] }] {
      let device = try RunningClient(subject)
      let relay = try device.connection()
      let type = try relay.text()
      #expect(["raspberrypi", "arduino"].contains(type), "\(type)")
      for piece in pieces { try relay.sendAll(piece) }
      try relay.finishSending()
      let (output, errors, ending) = device.end()
      #expect(output.contains("hello") && output.contains("héllo"), "\(output)\(errors)")
      if subject.isOurs {
        #expect(output.contains("h\\xFF"))
        #expect(ending == .status(0))
      }
    }
  }

  @Test("--type and --count", arguments: devices)
  func takesOptions(_ subject: Subject) throws {
    guard subject.takesOptions else { return }
    let device = try RunningClient(subject, ["--type", "arduino", "--count", "2"])
    let relay = try device.connection()
    #expect(try relay.text() == "arduino")
    try relay.sendAll(frame("one") + frame("two") + frame("three"))
    let (output, _, ending) = device.end()
    #expect(output.contains("two") && !output.contains("three"))
    #expect(ending == .status(0))
  }

  @Test(
    "cut off or a wrong header: one sentence and status 1", arguments: devices,
    [("5", "cut off"), ("5x", "protocol error"), ("1048577", "protocol error")])
  func reportsDamage(_ subject: Subject, _ damage: (digits: String, words: String)) throws {
    let device = try RunningClient(subject)
    let relay = try device.connection()
    _ = try relay.text()
    // It may have left before the rest has come.
    try? relay.sendAll(field(damage.digits) + Array("hel".utf8))
    try? relay.finishSending()
    let (_, errors, ending) = device.end()
    expectComplaint(damage.words, errors, ending, subject)
  }
}

@Suite("Lesson 7 on the wire: all three parties", .waits)
struct ThreePartyTests {
  /// Every mixture of ours and Python's, and the three on the solutions.
  static let casts: [[Subject]] = Subject.all(.server, lesson: "07").flatMap { relay in
    devices.flatMap { device in clients.map { [relay, device, $0] } }
  }.filter { cast in cast.allSatisfy(\.isOurs) || !cast.contains(where: \.isOurs) }

  @Test("what the controller sends is what the device prints", arguments: casts)
  func talk(_ cast: [Subject]) throws {
    guard cast.allSatisfy(\.takesOptions) else { return }
    let relay = try RunningServer(cast[0])
    let port = relay.endpoint.port
    let device = try cast[1].start(port: port, ["--count", "1"])
    let name = try deviceName(relay)
    let list = try cast[2].start(port: port, ["--list"])
    #expect(list.wait(within: .seconds(10)) == .status(0), "\(list.standardError)")
    #expect(list.standardOutput.split(separator: "\n").contains { $0 == name })
    let send = try cast[2].start(port: port, ["--to", name, "--message", "grüße"])
    #expect(send.wait(within: .seconds(10)) == .status(0), "\(send.standardError)")
    #expect(send.standardOutput.contains(sent))
    #expect(device.wait(within: .seconds(10)) == .status(0), "\(device.standardError)")
    #expect(device.standardOutput.contains("grüße"))
    #expect(try relay.list(until: noDevices) == noDevices)
    relay.stop()
  }

  /// The name of the one device, as soon as it is there.
  private func deviceName(_ relay: RunningServer) throws -> String {
    let controller = try relay.connect()
    let deadline = ContinuousClock.now + .seconds(10)
    while .now < deadline {
      let list = try controller.ask(listRequest())
      if list != noDevices { return list }
    }
    return noDevices
  }
}
