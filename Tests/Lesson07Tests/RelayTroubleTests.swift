import CourseTesting
import Foundation
import Sockets
import Synchronization
import Testing

private let relays = Subject.all(.server, lesson: "07")

@Suite("Lesson 7 on the wire: the relay and its troubles", .waits)
struct RelayTroubleTests {
  @Test("an unknown client type is answered and closed", arguments: relays)
  func refusesTypes(_ subject: Subject) throws {
    let relay = try RunningServer(subject)
    for type in ["banana", "", "RaspberryPi", "python ", "|no target|"] {
      let client = try relay.connect()
      // What follows is not read; the answer arrives all the same.
      try client.sendAll(frame(type) + Array(repeating: 0x20, count: 5000))
      #expect(try client.text() == "|unknown client type|", "\(type)")
      #expect(try client.isAtEnd())
    }
    if subject.isOurs { #expect(relay.process.prints("protocol error")) }
    #expect(try relay.connect().ask(listRequest()) == noDevices)
  }

  @Test("a type that is no text is unknown, too", arguments: relays)
  func refusesOtherBytes(_ subject: Subject) throws {
    let relay = try RunningServer(subject)
    let client = try relay.connect()
    #expect(try client.ask(frame([0xFF, 0xFE])) == "|unknown client type|")
    #expect(try client.isAtEnd())
  }

  @Test("a controller that turns into a device is closed", arguments: relays)
  func refusesTurncoats(_ subject: Subject) throws {
    let relay = try RunningServer(subject)
    let controller = try relay.connect()
    #expect(try controller.ask(listRequest()) == noDevices)
    try controller.sendAll(frame("arduino"))
    #expect(try controller.isAtEnd())
    if subject.isOurs { #expect(relay.process.prints("protocol error")) }
    #expect(try relay.connect().ask(listRequest()) == noDevices)
  }

  @Test("every request begins with a client type", arguments: relays)
  func needsTheType(_ subject: Subject) throws {
    let relay = try RunningServer(subject)
    let controller = try relay.connect()
    #expect(try controller.ask(listRequest()) == noDevices)
    try controller.sendAll(field(noTarget))
    #expect(try controller.isAtEnd())
    if subject.isOurs { #expect(relay.process.prints("protocol error")) }
  }

  @Test("a wrong header ends that connection and no other", arguments: relays)
  func refusesHeaders(_ subject: Subject) throws {
    let relay = try RunningServer(subject)
    let device = try relay.device()
    for digits in ["", "-5", "+5", " 5", "5x", "1048577", "99999999999999999999999"] {
      for before in [[], try frame("swift") + field(device.name)] {
        let culprit = try relay.connect()
        try culprit.sendAll(before + field(digits))
        #expect(
          try culprit.isAtEnd(), "\(digits) \(before.isEmpty ? "as the type" : "as the data")")
      }
    }
    #expect(try device.hearsNothing(for: .milliseconds(1)))
    #expect(try relay.connect().ask(request([7], to: device.name)) == sent)
    #expect(try device.message() == [7])
    if subject.isOurs { #expect(relay.process.prints("protocol error")) }
  }

  @Test("a controller that vanishes inside its request harms nobody", arguments: relays)
  func survivesCuts(_ subject: Subject) throws {
    let relay = try RunningServer(subject)
    let device = try relay.device()
    let whole = try request(Array("hello".utf8), to: device.name)
    for count in [1, 64, 70, 100, 134, 140, 198, whole.count - 1] {
      for resets in [false, true] {
        var controller: Connection? = try relay.connect()
        try controller?.sendAll(Array(whole.prefix(count)))
        if resets { reset(&controller) } else { controller = nil }
      }
    }
    #expect(try relay.connect().ask(request([1], to: device.name)) == sent)
    #expect(try device.message() == [1], "no part of another request has come before")
    if subject.isOurs {
      #expect(relay.process.prints("cut off"))
      #expect(relay.process.prints("reset"))
    }
    relay.stop()
  }

  @Test("a stuck device holds up nobody but the controller that sends to it", arguments: relays)
  func survivesStuckDevices(_ subject: Subject) throws {
    let patience = 4.0
    let relay = try RunningServer(subject, ["--patience", "\(patience)"])
    let (stuck, awake) = (try relay.device(), try relay.device("arduino"))
    let (culprit, second) = (try relay.connect(), try relay.connect())
    let name = stuck.name
    // The device never receives: sooner or later a request is not answered at once.
    let most = try request(Array(repeating: 0x78, count: 1 << 20), to: name)
    try culprit.sendAll(most)
    let lull = Duration.milliseconds(Platform.slowness > 1 ? 1500 : 300)
    while try culprit.waitForBytes(until: .now + lull) {
      #expect(try culprit.text() == sent)
      try culprit.sendAll(most)
    }
    let start = ContinuousClock.now
    try second.sendAll(request([1], to: name))
    // All others are served meanwhile.
    for _ in 1...3 {
      #expect(try relay.connect().ask(request([2], to: awake.name)) == sent)
      #expect(try awake.message() == [2])
      #expect(try relay.connect().ask(listRequest()) == "\(name),\(awake.name)")
    }
    let newcomer = try relay.device()
    #expect(try culprit.hearsNothing(for: .zero), "the others have not waited for it")
    // It is told, and so is the one who waited for its turn, who does not wait as long again.
    #expect(try culprit.text() == unreachable)
    #expect(try second.text() == unreachable)
    let waited = ContinuousClock.now - start
    #expect(!subject.takesOptions || waited < .seconds(patience * 1.8), "\(waited)")
    #expect(try second.ask(listRequest()) == "\(awake.name),\(newcomer.name)")
    #expect(try second.ask(request([1], to: name)) == notFound)
    withExtendedLifetime(stuck) {}
    relay.stop()
  }

  @Test("the data of two controllers never mixes", arguments: relays)
  func keepsFramesApart(_ subject: Subject) throws {
    let relay = try RunningServer(subject)
    let device = try relay.device()
    // Frames that do not fit into a send: only a lock keeps the rest of one behind its beginning.
    let rounds = 6
    let size = 1 << 20
    let failures = Mutex<[String]>([])
    let threads = DispatchGroup()
    for letter in [UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "c")] {
      let controller = try relay.connect()
      let request = try request(Array(repeating: letter, count: size), to: device.name)
      threads.enter()
      Thread.detachNewThread {
        for _ in 1...rounds {
          let reply = (try? controller.ask(request)) ?? "nothing"
          if reply != sent { failures.withLock { $0.append(reply) } }
        }
        threads.leave()
      }
    }
    for _ in 1...rounds * 3 {
      let data = try device.message()
      #expect(data == Array(repeating: data.first ?? 0, count: size))
    }
    _ = threads.wait(timeout: .now() + 10)
    #expect(failures.withLock { $0 }.isEmpty)
  }

  @Test("a device that resets in the middle of a request is unreachable or gone", arguments: relays)
  func toleratesTheDead(_ subject: Subject) throws {
    let relay = try RunningServer(subject)
    for _ in 1...20 {
      var device: Connection? = try relay.device()
      let name = try #require(device).name
      let controller = try relay.connect()
      try controller.sendAll(frame("swift") + field(name))
      reset(&device)
      let reply = try controller.ask(frame(Array(repeating: 1, count: 100_000)))
      #expect([sent, unreachable, notFound].contains(reply), "\(reply)")
      #expect(try relay.list(until: noDevices) == noDevices)
    }
  }

  @Test("Ctrl-C ends the relay, whoever is connected and whatever they wait for", arguments: relays)
  func stops(_ subject: Subject) throws {
    let relay = try RunningServer(subject)
    let device = try relay.device()
    let culprit = try relay.connect()
    let inside = try relay.connect()
    try inside.sendAll(Array(try request([1, 2, 3], to: device.name).prefix(200)))
    let most = try request(Array(repeating: 0x78, count: 1 << 20), to: device.name)
    try culprit.sendAll(most)
    while try culprit.waitForBytes(until: .now + .milliseconds(200)) {
      _ = try culprit.text()
      try culprit.sendAll(most)
    }
    relay.stop()
  }

  @Test("an IPv6 device is listed in brackets", arguments: relays)
  func listsIPv6(_ subject: Subject) throws {
    guard subject.takesOptions else { return }
    guard (try? Listener(on: Endpoint(host: "::1", port: 0))) != nil else {
      try Test.cancel("not run: this machine has no address ::1")
    }
    let relay = try RunningServer(subject, ["--host", "::1"])
    let endpoint = Endpoint(host: "::1", port: relay.endpoint.port)
    let (device, controller) = (try Connection(to: endpoint), try Connection(to: endpoint))
    try device.sendAll(frame("raspberrypi"))
    let deadline = ContinuousClock.now + .seconds(5)
    while try controller.ask(listRequest()) == noDevices, .now < deadline {}
    #expect(try controller.ask(listRequest()) == "[::1]:\(device.local.port)")
    #expect(try controller.ask(request([1], to: "[::1]:\(device.local.port)")) == sent)
    #expect(try device.message() == [1])
  }
}
