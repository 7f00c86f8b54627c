import CourseTesting
import Sockets
import Testing

private let servers = Subject.all(.server, lesson: "11")

@Suite("Lesson 11 on the wire: the server", .waits)
struct ServerTests {
  @Test("a position goes to everyone, the sender too, in whatever pieces", arguments: servers)
  func broadcasts(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let (one, two) = (try server.connect(), try server.connect())
    try one.move(1, to: 1, -2)
    #expect(try two.told() == Told(1, at: 1, -2))
    // Half a packet, silence, and the rest: nobody hears of it before it is whole.
    let packet = position(-300, 32_767)
    for byte in packet.dropLast() {
      try two.sendAll([byte])
      #expect(try !one.waitForBytes(until: .now + .milliseconds(10)))
    }
    try two.sendAll(packet.suffix(1))
    for client in [one, two] { #expect(try client.told() == Told(2, at: -300, 32_767)) }
    // A packet and a half in one piece.
    try one.sendAll(position(5, 6) + packet.prefix(1))
    try two.hear(Told(1, at: 5, 6))
    try one.sendAll(packet.suffix(3))
    try two.hear(Told(1, at: -300, 32_767))
    if subject.isOurs { #expect(server.process.prints("client 1 is at 5, 6")) }
    server.stop()
  }

  @Test("-32768 alone is a coordinate; the ends of Int16 arrive", arguments: servers)
  func takesTheEnds(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let client = try server.connect()
    for (x, y) in [(-32_768, 0), (0, -32_768), (-32_768, 32_767), (32_767, -32_768)] {
      try client.move(1, to: x, y)
    }
  }

  @Test("a newcomer is told the latest position of everyone who has one", arguments: servers)
  func tellsNewcomers(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let (one, silent, three) = (try server.connect(), try server.connect(), try server.connect())
    try one.move(1, to: 1, 1)
    try one.move(1, to: 2, 2)
    try three.hear(Told(1, at: 2, 2))
    try three.move(3, to: 3, 3)
    for number in 4...6 {
      let newcomer = try server.connect()
      let first = Set([try newcomer.told(), try newcomer.told()])
      #expect(first == [Told(1, at: 2, 2), Told(3, at: 3, 3)])
      try newcomer.sendAll(position(9, number))
      #expect(try newcomer.told() == Told(number, at: 9, number), "its number is new")
      try newcomer.finishSending()
      #expect(try newcomer.isAtEnd())
      for client in [one, silent, three] { try client.hear(Told(left: number)) }
    }
    server.stop()
  }

  @Test(
    "a client that leaves is reported to the others, however it leaves, once", arguments: servers)
  func reportsDepartures(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let stays = try server.connect()
    try stays.move(1, to: 1, 1)
    let words = ["closed without goodbye", "closed without goodbye", "cut off", "reset"]
    for (index, way) in ["closes", "half-closes", "is cut off", "resets"].enumerated() {
      let number = index + 2
      var leaver: Connection? = try server.connect()
      // Some have never moved.
      _ = try leaver?.told()
      if index % 2 == 1 { try leaver?.sendAll(position(number, 0)) }
      switch way {
      case "closes": leaver = nil
      case "half-closes":
        try leaver?.finishSending()
        #expect(try leaver?.everything() == Told(number, at: number, 0).bytes)
      case "is cut off":
        try leaver?.sendAll([1, 0, 2])
        leaver = nil
      default:
        try stays.hear(Told(number, at: number, 0))
        reset(&leaver)
      }
      try stays.hear(Told(left: number))
      if subject.isOurs {
        #expect(server.process.prints("client \(number) \(words[index])"), "\(way)")
      }
    }
    try stays.sendAll(position(2, 2))
    #expect(try stays.told() == Told(1, at: 2, 2), "each departure is told once")
    server.stop()
  }

  @Test("a client that says it has left is closed, and has left", arguments: servers)
  func refusesNowhere(_ subject: Subject) throws {
    let server = try RunningServer(subject)
    let witness = try server.connect()
    try witness.move(1, to: 1, 1)
    let liar = try server.connect()
    #expect(try liar.told() == Told(1, at: 1, 1))
    try liar.move(2, to: 7, 7)
    #expect(try witness.told() == Told(2, at: 7, 7))
    try liar.sendAll(position(-32_768, -32_768))
    #expect(try liar.isAtEnd())
    #expect(try witness.told() == Told(left: 2))
    try witness.sendAll(position(2, 2))
    #expect(try witness.told() == Told(1, at: 2, 2), "the others see its departure, once")
    if subject.isOurs { #expect(server.process.prints("protocol error")) }
    server.stop()
  }

  @Test("one too many is refused, and does not count", arguments: servers)
  func refusesCrowds(_ subject: Subject) throws {
    guard subject.takesOptions else { return }
    let server = try RunningServer(subject, ["--max-clients", "2"])
    let (one, two) = (try server.connect(), try server.connect())
    try one.move(1, to: 1, 1)
    #expect(try server.connect().isAtEnd())
    try two.sendAll(position(2, 2))
    try one.hear(Told(2, at: 2, 2))
    #expect(server.process.prints("refused"))
  }
}
