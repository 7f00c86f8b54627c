import CourseTesting
import Sockets
import Tape
import Testing

@testable import Tapping

@Suite("A tap that is asked to be unkind", .waits)
struct MischiefTests {
  private let text = Array("a message of thirty-one bytes..".utf8)

  @Test("it cuts, loses nothing, and says into what")
  func cuts() throws {
    var mischief = Mischief()
    mischief.cut = 1
    let ends = try Ends(mischief)
    try ends.client.sendAll(text)
    #expect(try ends.server.bytes(text.count) == text)
    #expect(
      ends.notes.calls(of: .client, 2) == [
        .passage, .meddling("tap: sent on in 31 pieces of 1 byte"),
      ])
  }

  @Test("the same seed cuts in the same places, in whatever pieces the stream comes")
  func seedDecides() {
    func places(_ chunks: [Int], seed: UInt64) -> Set<Int> {
      var cutter = Cutter(most: 5, seed: seed)
      var place = 0
      var ends: Set<Int> = []
      for size in chunks.flatMap({ cutter.sizes(for: $0) }) {
        #expect((1...5).contains(size))
        place += size
        ends.insert(place)
      }
      #expect(place == chunks.reduce(0, +))
      return ends
    }
    let whole = places([200], seed: 1)
    #expect(places([200], seed: 1) == whole)
    #expect(places([200], seed: 2) != whole)
    #expect(places([3, 97, 1, 99], seed: 1) == whole.union([3, 100, 101]))
  }

  @Test(
    "what was cut is told in few words",
    arguments: [
      ([5], "1 piece of 5 bytes"), ([1, 1, 1], "3 pieces of 1 byte"),
      ([5, 2, 3], "3 pieces: 5 + 2 + 3 bytes"),
      ([1, 2, 3, 4, 5, 6, 7, 8, 9], "9 pieces of 1 to 9 bytes"),
    ])
  func sentences(_ sizes: [Int], _ sentence: String) {
    #expect(Cutter.sentence(sizes) == sentence)
  }

  @Test("it runs together what comes soon after one another")
  func merges() throws {
    var mischief = Mischief()
    mischief.merges = true
    mischief.delay = .seconds(5)
    let ends = try Ends(mischief)
    try ends.client.sendAll([1, 2])
    #expect(ends.notes.calls(of: .client, 1) == [.passage])
    try ends.client.sendAll([3])
    #expect(ends.notes.calls(of: .client, 2) == [.passage, .passage])
    // The end comes before the five seconds are over, and nothing can follow it.
    try ends.client.finishSending()
    #expect(try ends.server.receive(upTo: 100) == [1, 2, 3])
    #expect(try ends.server.ends)
    #expect(
      ends.notes.calls(of: .client, 4) == [
        .passage, .passage, .meddling("tap: 2 pieces run together: 3 bytes"), .end,
      ])
  }

  @Test("it holds pieces back, and keeps their order")
  func delays() throws {
    var mischief = Mischief()
    mischief.delay = .milliseconds(5)
    let ends = try Ends(mischief)
    try ends.server.sendAll([1])
    #expect(try ends.client.bytes(1) == [1])
    try ends.server.sendAll([2])
    #expect(try ends.client.bytes(1) == [2])
    #expect(
      ends.notes.calls(of: .server, 4) == [
        .passage, .meddling("tap: held for 5 ms"), .passage, .meddling("tap: held for 5 ms"),
      ])
  }

  @Test("it closes both sides in order, after exactly so many bytes", arguments: [0, 1, 20, 31])
  func drops(_ count: Int) throws {
    var mischief = Mischief()
    mischief.end = (count, .drop)
    let ends = try Ends(mischief)
    try ends.server.sendAll(text)
    #expect(try ends.client.bytes(count) == Array(text.prefix(count)))
    #expect(try ends.client.ends)
    #expect(try ends.server.ends)
    // Both are told, and neither is reset for what it still has to say.
    try ends.server.sendAll([1])
    try ends.client.sendAll([1])
    try ends.server.finishSending()
    try ends.client.finishSending()
    #expect(ends.notes.told(1) == ["1 ended: 0 and \(count)"])
    let bytes = count == 1 ? "1 byte" : "\(count) bytes"
    #expect(
      ends.notes.calls(of: .server, 2).last
        == .meddling("tap: \(bytes) of the server have passed; both sides are closed"))
  }

  @Test("it resets both sides after so many bytes of one of them")
  func resets() throws {
    var mischief = Mischief()
    mischief.end = (20, .reset)
    let ends = try Ends(mischief)
    try ends.server.sendAll(Array(text.prefix(19)))
    #expect(try ends.client.bytes(19).count == 19)
    try ends.client.sendAll(Array(text.prefix(19)))
    #expect(try ends.server.bytes(19).count == 19, "each direction is counted by itself")
    try ends.client.sendAll(text)
    #expect(ends.server.isReset)
    #expect(ends.client.isReset)
    #expect(ends.notes.told(1) == ["1 ended: 20 and 19"])
  }
}
