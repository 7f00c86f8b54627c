import CourseTesting
import Sockets
import Testing

private let servers = Subject.all(.server, lesson: "11")

@Suite("Lesson 11 on the wire: slow readers and crowds", .waits)
struct SlowReaderTests {
  /// Goes to so many places, one after the other, as client 1; what it is told meanwhile.
  @discardableResult
  private func walk(_ client: Connection, to places: ClosedRange<Int>) throws -> [Told] {
    try places.flatMap { place in
      try client.sendAll(position(place, 1))
      return try client.hear(Told(1, at: place, 1))
    }
  }

  /// Goes on until client 2, who does not read, has been dropped.
  private func walkUntilDropped(_ client: Connection) throws {
    let deadline = ContinuousClock.now + .seconds(10)
    var heard: [Told] = []
    while !heard.contains(Told(left: 2)) {
      try #require(.now < deadline, "client 2 takes no byte, and is not dropped")
      heard += try walk(client, to: 1...100)
      // By and by the buffers are full, and then it is patience that counts.
      if try client.waitForBytes(until: .now + .milliseconds(40)) {
        heard.append(try client.told())
      }
    }
  }

  @Test("a slow reader misses positions, not the latest, and no departure", arguments: servers)
  func skips(_ subject: Subject) throws {
    let server = try RunningServer(subject, ["--quiet", "--patience", "30"])
    let walker = try server.connect()
    try walker.move(1, to: 0, 1)
    let slow = try server.connectDeaf()
    #expect(try slow.told() == Told(1, at: 0, 1))
    try walk(walker, to: 1...1200)
    // They come and go, and the slow one has heard of none.
    for number in 3...22 {
      let guest = try server.connect()
      if number % 2 == 0 { try guest.sendAll(position(number, number)) }
      try guest.finishSending()
      try walker.hear(Told(left: number))
    }
    try walk(walker, to: 1201...1300)
    var (updates, left): (Int, Set<Int>) = (0, [])
    var latest: Told?
    while latest != Told(1, at: 1300, 1) || left.count < 20 {
      let update = try slow.told()
      if subject.takesOptions {
        #expect(!left.contains(update.number), "\(update) after its departure")
      }
      if update.hasLeft { left.insert(update.number) }
      if update.number == 1 { latest = update }
      updates += 1
    }
    #expect(left == Set(3...22))
    #expect(updates < 1000, "\(updates) of 1300 positions were sent: the others were overtaken")
    server.stop()
  }

  @Test("a reader that takes no byte is dropped, and its departure told", arguments: servers)
  func dropsTheStuck(_ subject: Subject) throws {
    guard subject.takesOptions else { return }
    let server = try RunningServer(subject, ["--quiet", "--patience", "0.25"])
    let walker = try server.connect()
    try walker.move(1, to: 0, 1)
    let stuck = try server.connectDeaf()
    #expect(try stuck.told() == Told(1, at: 0, 1))
    try walkUntilDropped(walker)
    if subject.isOurs { #expect(server.process.prints("took no byte")) }
    withExtendedLifetime(stuck) {}
    server.stop()
  }

  @Test("a reader for whom too many departures wait is dropped", arguments: servers)
  func dropsThoseFarBehind(_ subject: Subject) throws {
    guard subject.isOurs else { return }
    let server = try RunningServer(subject, ["--quiet", "--patience", "30", "--max-clients", "3"])
    let walker = try server.connect()
    try walker.move(1, to: 0, 1)
    let stuck = try server.connectDeaf()
    #expect(try stuck.told() == Told(1, at: 0, 1))
    try walk(walker, to: 1...200)
    var number = 3
    var heard = Told(left: 0)
    while heard != Told(left: 2), number < 200 {
      // There is room for the next one when the one before has been let go of.
      let guest = try server.connect()
      try guest.finishSending()
      _ = try guest.everything()
      while heard != Told(left: number), heard != Told(left: 2) { heard = try walker.told() }
      number += 1
    }
    #expect(heard == Told(left: 2), "the stuck one is gone")
    #expect(server.process.prints("departures wait"))
    withExtendedLifetime(stuck) {}
    server.stop()
  }

  @Test("positions without end, and everyone is told the last", arguments: servers)
  func survivesAFlood(_ subject: Subject) throws {
    let server = try RunningServer(subject, ["--quiet"])
    let (flooder, witness) = (try server.connect(), try server.connect())
    try witness.move(2, to: 5, 5)
    let flood = (1...8000).flatMap { position($0, -1) }
    for _ in 1...5 { try flooder.sendAll(flood) }
    try flooder.sendAll(position(9999, -1))
    for client in [witness, flooder] { try client.hear(Told(1, at: 9999, -1)) }
    try flooder.finishSending()
    try witness.hear(Told(left: 1))
  }

  @Test("many come, move and go; who stays is told all of it", arguments: servers)
  func servesCrowds(_ subject: Subject) throws {
    let server = try RunningServer(subject, ["--quiet"])
    let witness = try server.connect()
    try witness.move(1, to: 0, 0)
    var crowd = try (2...60).map { _ in try server.connect() }
    for client in crowd { #expect(try client.told() == Told(1, at: 0, 0)) }
    for (index, client) in crowd.enumerated() { try client.sendAll(position(index, 1)) }
    var (places, gone): (Set<Int>, Set<Int>) = ([], [])
    while places.count < crowd.count { places.insert(try witness.told().x) }
    crowd = []
    while gone.count < 59 {
      let update = try witness.told()
      if update.hasLeft { gone.insert(update.number) }
    }
    #expect(gone == Set(2...60))
    server.stop()
  }

  @Test("Ctrl-C ends the server, whoever reads, floods or is stuck", arguments: servers)
  func stops(_ subject: Subject) throws {
    guard subject.isOurs else { return }
    let server = try RunningServer(subject, ["--quiet", "--patience", "30"])
    let walker = try server.connect()
    try walker.move(1, to: 0, 1)
    let (stuck, inside, flooder) = (
      try server.connectDeaf(), try server.connect(), try server.connect()
    )
    #expect(try stuck.told() == Told(1, at: 0, 1))
    try inside.sendAll([1, 0])
    for _ in 1...30 {
      try walk(walker, to: 1...20)
      _ = try walker.waitForBytes(until: .now + .milliseconds(30))
    }
    try flooder.sendAll((1...50_000).flatMap { position($0 % 1000, 0) })
    server.stop()
    withExtendedLifetime((stuck, inside)) {}
  }
}
