import Framing
import Testing

@testable import Loading

@Suite("What a client sends, and what it takes for a reply")
struct BytesTests {
  /// The payloads of the next `count` messages, out of the bytes that would be sent.
  private func payloads(
    _ outgoing: inout Outgoing, _ count: Int
  ) throws -> [[UInt8]] {
    var decoder = MessageDecoder(header: LengthHeader(width: 64, limit: 1 << 30))
    var payloads: [[UInt8]] = []
    var rest = count
    while rest > 0 {
      let batch = outgoing.next(rest)
      rest -= batch.messages
      decoder.append(batch.head)
      decoder.append(batch.tail)
      while let payload = try decoder.next() { payloads.append(payload) }
    }
    #expect(decoder.missing == nil)
    return payloads
  }

  @Test(
    "payloads of every size are text, and never a goodbye",
    arguments: Array(0...28) + [64, 65_471, 65_472, 65_473, 1 << 17])
  func sizes(_ size: Int) throws {
    let filling = Outgoing.filling(size)
    var outgoing = Outgoing(client: 3, size: size, depth: 4, filling: filling)
    for payload in try payloads(&outgoing, 5) {
      #expect(payload.count == size)
      #expect(payload.allSatisfy { (0x20...0x7E).contains($0) })
      #expect(payload.first != UInt8(ascii: "!"))
    }
  }

  @Test("no two messages are the same", arguments: [12, 25, 64, 70_000])
  func differ(_ size: Int) throws {
    let filling = Outgoing.filling(size)
    var all: Set<[UInt8]> = []
    for client in 1...3 {
      var outgoing = Outgoing(client: client, size: size, depth: 5, filling: filling)
      all.formUnion(try payloads(&outgoing, 6))
    }
    #expect(all.count == 18)
  }

  @Test("a payload says whose it is and which")
  func readable() throws {
    var outgoing = Outgoing(client: 7, size: 40, depth: 2, filling: Outgoing.filling(40))
    let texts = try payloads(&outgoing, 12).map { String(decoding: $0, as: UTF8.self) }
    #expect(texts[0] == "client 7 message 0000001 abcdefghijklmno")
    #expect(texts[11] == "client 7 message 0000012 abcdefghijklmno")
    var short = Outgoing(client: 7, size: 4, depth: 1, filling: Outgoing.filling(4))
    #expect(try payloads(&short, 12).last.map { String(decoding: $0, as: UTF8.self) } == "0012")
  }

  @Test("replies are found wherever the stream is cut")
  func cuts() throws {
    let bytes = ReplyReader.reply + ReplyReader.reply
    for cut in 0...bytes.count {
      var reader = ReplyReader()
      let first = try reader.take(Array(bytes[..<cut]), expected: 2)
      let second = try reader.take(Array(bytes[cut...]), expected: 2 - first)
      #expect(first + second == 2, "cut at \(cut)")
      #expect(!reader.isInside)
    }
  }

  @Test("a wrong byte is shown with the bytes of its reply that were right")
  func wrongByte() throws {
    var reader = ReplyReader()
    #expect(try reader.take(Array("Msg receivedMsg".utf8), expected: 2) == 1)
    let trouble = #expect(throws: Trouble.self) {
      try reader.take(Array(" Received".utf8), expected: 1)
    }
    #expect(trouble == Trouble(.wrongReply, came: Array("Msg Received".utf8)))
    #expect(trouble?.quoted == "“Msg Received”")
  }

  @Test("what no message has asked for is too much")
  func tooMany() throws {
    var reader = ReplyReader()
    let trouble = #expect(throws: Trouble.self) {
      try reader.take(Array("Msg received\n".utf8), expected: 1)
    }
    #expect(trouble == Trouble(.tooManyReplies, came: [0x0A]))
  }

  @Test("moments come out in the order in which they went in")
  func moments() {
    var moments = Moments(capacity: 3)
    #expect(moments.first == nil)
    for round in 0..<UInt64(5) {
      moments.append(round * 2 + 1)
      moments.append(round * 2 + 2)
      #expect(moments.first == round * 2 + 1)
      #expect(moments.removeFirst() == round * 2 + 1)
      #expect(moments.removeFirst() == round * 2 + 2)
    }
    #expect(moments.count == 0)
  }
}
