import CourseTesting
import Sockets
import Testing

private let relays = Subject.all(.server, lesson: "07")

@Suite("Lesson 7 on the wire: the relay", .waits)
struct RelayTests {
  @Test("the list has the devices in order of arrival", arguments: relays)
  func lists(_ subject: Subject) throws {
    let relay = try RunningServer(subject)
    let controller = try relay.connect()
    #expect(try controller.ask(listRequest()) == noDevices)
    let first = try relay.device()
    #expect(try controller.ask(listRequest()) == first.name)
    let second = try relay.device("arduino")
    let third = try relay.device()
    #expect(
      try controller.ask(listRequest()) == "\(first.name),\(second.name),\(third.name)")
    if subject.isOurs {
      #expect(relay.process.prints("is a raspberrypi: \(first.name)"))
      #expect(relay.process.prints("is an arduino: \(second.name)"))
      #expect(relay.process.prints("asked for the list: 3 devices"))
    }
    relay.stop()
  }

  @Test("data goes to the device that is named, and to no other", arguments: relays)
  func relaysData(_ subject: Subject) throws {
    let relay = try RunningServer(subject)
    let (one, other) = (try relay.device(), try relay.device("arduino"))
    let controller = try relay.connect()
    #expect(try controller.ask(request(Array("hello".utf8), to: other.name)) == sent)
    #expect(try other.message() == Array("hello".utf8))
    #expect(try one.hearsNothing())
    if subject.isOurs { #expect(relay.process.prints("-> \(other.name): 5 bytes")) }
    // The other kind of controller.
    #expect(
      try controller.ask(frame("swift") + field(one.name) + frame("good morning")) == sent)
    #expect(try one.text() == "good morning")
    relay.stop()
  }

  @Test("data may be any bytes, up to the limit", arguments: relays)
  func relaysAnyBytes(_ subject: Subject) throws {
    let relay = try RunningServer(subject)
    let device = try relay.device()
    let controller = try relay.connect()
    let everyByte = (0...255).map { UInt8($0) }
    let most = Array(repeating: UInt8(0xFF), count: 1 << 20)
    for data in [[], everyByte, [0xC3], Array("5         hello".utf8), most] {
      #expect(try controller.ask(request(data, to: device.name)) == sent)
      #expect(try device.message() == data)
    }
  }

  @Test("requests arrive in pieces, or several at once", arguments: relays)
  func takesAnyPieces(_ subject: Subject) throws {
    let relay = try RunningServer(subject)
    let device = try relay.device()
    let controller = try relay.connect()
    let requests =
      try request([1, 2, 3], to: device.name) + listRequest()
      + request(Array(listRequest()), to: "nobody") + listRequest()
    let replies = [sent, device.name, notFound, device.name]
    for size in [1, 7, 63, 65, 1000] {
      var rest = requests[...]
      while !rest.isEmpty {
        try controller.sendAll(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      for reply in replies { #expect(try controller.text() == reply) }
      #expect(try device.message() == [1, 2, 3])
    }
  }

  @Test(
    "a target that is nobody's is not found, and its data is read to the end", arguments: relays)
  func refusesTargets(_ subject: Subject) throws {
    let relay = try RunningServer(subject)
    let device = try relay.device()
    let controller = try relay.connect()
    let full = Array(repeating: UInt8(ascii: "x"), count: 64)
    let targets: [[UInt8]] = [
      [], full, [0xFF, 0xFE], Array("caf".utf8) + [0xC3], Array("127.0.0.1:1".utf8),
      Array(" \(device.name)".utf8), Array("\(device.name)\u{0}".utf8), Array("nobody".utf8),
      Array(noDevices.utf8), Array("\(device.name),".utf8),
    ]
    for target in targets {
      // Data that would be a request of its own if it were left unread.
      let data = try request([9], to: device.name)
      let reply = try controller.ask(frame("python") + field(target) + frame(data))
      #expect(reply == notFound, "\(target)")
    }
    #expect(try device.hearsNothing())
    #expect(try controller.ask(request([1], to: device.name)) == sent)
    relay.stop()
  }

  @Test("what a device says later is dropped", arguments: relays)
  func dropsChatter(_ subject: Subject) throws {
    let relay = try RunningServer(subject)
    let device = try relay.device()
    for _ in 1...100 { try device.sendAll(listRequest() + [0xFF, 0x00]) }
    #expect(try relay.connect().ask(request([1, 2], to: device.name)) == sent)
    #expect(try device.message() == [1, 2])
    #expect(try device.hearsNothing())
  }

  @Test("a device that leaves is off the list at once, however it leaves", arguments: relays)
  func forgetsTheDead(_ subject: Subject) throws {
    let relay = try RunningServer(subject)
    let stays = try relay.device()
    for leaves in ["closes", "half-closes", "resets"] {
      var leaver: Connection? = try relay.device("arduino")
      let name = try #require(leaver).name
      #expect(try relay.connect().ask(listRequest()) == "\(stays.name),\(name)")
      switch leaves {
      case "closes": leaver = nil
      case "half-closes": try leaver?.finishSending()
      default: reset(&leaver)
      }
      #expect(try relay.list(until: stays.name) == stays.name, "a device \(leaves)")
      #expect(try relay.connect().ask(request([1], to: name)) == notFound)
      withExtendedLifetime(leaver) {}
    }
    relay.stop()
  }
}
