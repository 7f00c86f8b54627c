import LessonKit
import Tape
import Workbook

/// The examination of exercise 10.2: the same requests in every way of cutting the stream.
struct UnpackingExamination<Requests: RequestDecoder> {
  func run(_ trial: inout Trial) throws {
    let simple = request("SUMA", 258, 772)
    try examine([simple], [whole([simple])], "wrongResult")
    for (first, second) in [(7, -2), (-2, 7), (-32768, 32767), (-1, -256)] as [(Int16, Int16)] {
      let signed = request("SUMA", first, second)
      try examine([signed], [whole([signed])], "unsignedOperands", crash: "unsignedOperands")
    }
    for command in [[0x58], trial.bytes(64), [0x53, 0xFF, 0x4D], [0xC3], [0, 0]] as [[UInt8]] {
      let odd = MathRequest(command: command, first: 1, second: 2)
      try examine([odd], [whole([odd])], "wrongResult")
    }
    let random = MathRequest(
      command: trial.bytes(5), first: Int16(trial.number(in: -32768...32767)),
      second: Int16(trial.number(in: -32768...32767)))
    try examine([random], Schedule.all(of: bytes([random])), "oneReceive", crash: "oneReceive")
    let pair = [random, simple]
    let stream = bytes(pair)
    let cuts = (14..<stream.count).map { Schedule(stream, cuts: [$0]) }
    try examine(pair, cuts, "dropsSurplus")
    try examine(pair, [whole(pair)], "firstPacketOnly")
    let four = [random, request("X", -1, 1), simple, random]
    try examine(four, Schedule.all(of: bytes(four)), "wrongResult")
    try refuse()
  }

  private func request(_ command: String, _ first: Int16, _ second: Int16) -> MathRequest {
    MathRequest(command: Array(command.utf8), first: first, second: second)
  }

  private func bytes(_ requests: [MathRequest]) -> [UInt8] {
    requests.flatMap { Lesson10Checks.packet($0.command, $0.first, $0.second) }
  }

  private func whole(_ requests: [MathRequest]) -> Schedule {
    Schedule(bytes(requests), cuts: [])
  }

  // MARK: What must be taken

  /// Feeds each schedule to a new decoder; the first that goes wrong is the mistake.
  private func examine(
    _ requests: [MathRequest], _ schedules: [Schedule], _ id: String, crash: String = "crashes"
  ) throws {
    for schedule in schedules {
      Judgement.isGiven(drawing(schedule), crashing: crash)
      var decoder = Requests()
      var found: [MathRequest] = []
      var fed = 0
      var failure: (any Error)?
      for piece in schedule.pieces where failure == nil && found == arrived(requests, fed) {
        fed += piece.count
        do {
          found += try decoder.feed(piece)
        } catch let unsolved as NotStarted {
          throw unsolved
        } catch {
          failure = error
        }
      }
      let expected = arrived(requests, fed)
      if failure == nil, found == expected { continue }
      let finding = finding(requests, found, expected, failure, id)
      throw Mistake(
        finding.id, place(schedule, requests) + finding.sentence,
        drawing: drawing(schedule) + [
          "", "expected  \(list(expected))",
          "yours     \(failure.map { "throws: \($0)" } ?? list(found))",
        ],
        advice: finding.advice)
    }
  }

  /// The requests that are whole after so many bytes.
  private func arrived(_ requests: [MathRequest], _ count: Int) -> [MathRequest] {
    var end = 0
    return Array(
      requests.prefix {
        end += 8 + $0.command.count
        return end <= count
      })
  }

  private typealias Finding = (id: String, sentence: String, advice: String)

  private func finding(
    _ requests: [MathRequest], _ found: [MathRequest], _ expected: [MathRequest],
    _ failure: (any Error)?, _ id: String
  ) -> Finding {
    let isFirst = id == "wrongResult" || id == "unsignedOperands"
    if isFirst, requests.count == 1 {
      if failure != nil || found.isEmpty, takesBigEndian(requests[0]) {
        return hostOrder("It reads the length with the highest byte first (big-endian).")
      }
      if let yours = found.first, found.count == 1, yours != requests[0] {
        return difference(yours, requests[0])
      }
    }
    if failure != nil {
      return (
        requests.count == 1 && isFirst ? "refusesGoodInput" : id, "This is a right packet.",
        explanation[id]?.advice
          ?? "throw only for a length below 1 or above 64; any bytes are a command."
      )
    }
    let isLate = found.isEmpty && expected.count == 1 && requests.count == 2
    let known = explanation[isLate ? "deliversLate" : id] ?? ("", "")
    return (
      isLate ? "deliversLate" : id == "unsignedOperands" ? "wrongResult" : id, known.sentence,
      known.advice
    )
  }

  private func hostOrder(_ sentence: String) -> Finding {
    (
      "hostOrder", sentence + " This protocol has the lowest byte first, on every machine.",
      "the first byte is the lowest: it counts once, the next one 256 times. Not `.bigEndian`."
    )
  }

  /// Whether a decoder reads that request when each number stands the other way round.
  private func takesBigEndian(_ request: MathRequest) -> Bool {
    let packet = bytes([request])
    let turned =
      packet[0..<4].reversed() + packet[4..<6].reversed() + packet[6..<8].reversed()
      + packet.dropFirst(8)
    var decoder = Requests()
    return (try? decoder.feed(Array(turned)))?.isEmpty == false
  }

  private func difference(_ yours: MathRequest, _ right: MathRequest) -> Finding {
    let mine = (yours.first, yours.second)
    if yours.command != right.command { return wrongCommand(yours.command, right) }
    if mine == (right.second, right.first) {
      return (
        "swapsOperands", "First and second operand have changed places.",
        "the first operand is in the bytes 4 and 5, the second in 6 and 7."
      )
    }
    if mine == (right.first.byteSwapped, right.second.byteSwapped) {
      return hostOrder("It reads the operands with the highest byte first (big-endian).")
    }
    if mine.0 == right.first & 0xFF, right.first & 0xFF != right.first {
      return (
        "wrongWidth", "It reads one byte of an operand, and an operand has two.",
        "take two bytes together: the second one counts 256 times."
      )
    }
    if right.first < 0 && mine.0 >= 0 || right.second < 0 && mine.1 >= 0 {
      return (
        "unsignedOperands",
        "A negative operand has lost its sign. FE FF are the bits of -2 when they are taken for an "
          + "Int16, and 65534 when they are taken for a UInt16.",
        "keep the bits, and change the type: Int16(bitPattern: unsigned) or "
          + "Int16(truncatingIfNeeded: …)."
      )
    }
    return (
      "wrongPlace", "The operands are not those of the packet.",
      "the length is in the bytes 0 to 3, the first operand in 4 and 5, the second in 6 and 7."
    )
  }

  private func wrongCommand(_ yours: [UInt8], _ right: MathRequest) -> Finding {
    let repaired = Array(String(decoding: right.command, as: UTF8.self).utf8)
    if yours == repaired {
      return (
        "replacesBadBytes",
        "The command is no text, and it comes back repaired, as another command than was sent.",
        "keep the command as bytes: Array(buffer[…])."
      )
    }
    return (
      "wrongPlace",
      "The command comes back as \"\(Lesson10Checks.shown(yours))\". It begins behind the operands, "
        + "with byte 8, and has as many bytes as the length says.",
      "take the bytes from 8 up to 8 + length."
    )
  }

  private let explanation: [String: (sentence: String, advice: String)] = [
    "wrongResult": (
      "These are not the requests of that stream.",
      "keep what has come in a buffer, and take a request out of it while a whole one is there."
    ),
    "unsignedOperands": (
      "This is not that request.",
      "keep what has come in a buffer, and take a request out of it while a whole one is there."
    ),
    "oneReceive": (
      "A packet may come in several receives.",
      "keep what has come; read the fields when 8 bytes are there, and the command when all of it is."
    ),
    "dropsSurplus": (
      "The bytes behind the first packet in the same piece were lost; they begin the next one.",
      "remove from the buffer what you have used, 8 + length bytes, and only that."
    ),
    "deliversLate": (
      "The first packet is whole, and it is held back until more has come.",
      "return what is whole, though a part of the next packet lies behind it."
    ),
    "firstPacketOnly": (
      "Two packets came in one piece, and one call must return both.",
      "take requests out of the buffer in a loop, until none is whole."
    ),
  ]

  // MARK: What must be refused

  private func refuse() throws {
    for (length, width) in [(260, 1), (0x1_0004, 2)] { try refuse(length, readFrom: width) }
    for length in [0, -1, 65, Int(Int32.max), Int(Int32.min), 256, 0x0400_0000] {
      let fields = Lesson10Checks.packet(length, 7, -2)
      let behind = Array(repeating: UInt8(ascii: "A"), count: 70)
      for pieces in [[fields], [fields + behind], [Array(fields[..<4]), Array(fields[4...])]] {
        try refuse(length, pieces)
      }
    }
  }

  /// A length whose first bytes alone would be that of a command of four bytes.
  private func refuse(_ length: Int, readFrom width: Int) throws {
    let packet = Lesson10Checks.packet(length, 7, -2) + Array("SUMA".utf8)
    Judgement.isGiven(ByteRuler.show("packet", packet), crashing: "acceptsAnyLength")
    var decoder = Requests()
    guard let found = try? decoder.feed(packet), !found.isEmpty else { return }
    throw Mistake(
      "wrongWidth",
      "This packet announces a command of \(length) bytes, and it returns \(list(found)): it has read "
        + "\(width.bytes) of the length, and there are 4.",
      drawing: ByteRuler.show("packet", packet, caret: width, label: "not read"),
      advice: "take four bytes together, and make an Int32 of them.")
  }

  private func refuse(_ length: Int, _ pieces: [[UInt8]]) throws {
    let drawing =
      ["a command of \(length) bytes", ""]
      + ByteRuler.show("packet", Array(pieces.joined()), caret: length < 0 || length > 255 ? 3 : 0)
    Judgement.isGiven(drawing, crashing: "acceptsAnyLength")
    var decoder = Requests()
    var found: [MathRequest] = []
    do {
      for piece in pieces { found += try decoder.feed(piece) }
    } catch let unsolved as NotStarted {
      throw unsolved
    } catch {
      return
    }
    throw Mistake(
      "acceptsAnyLength",
      "This packet announces a command of \(length) bytes, and it "
        + (found.isEmpty
          ? length > 0
            ? "waits for them. Whoever sends that could fill the memory."
            : "says nothing: it can never find the end of such a packet."
          : "returns \(list(found))."),
      drawing: drawing,
      advice: "as soon as the fields are there, compare the length with 1 and with 64, and throw.")
  }

  // MARK: Wording

  private func drawing(_ schedule: Schedule) -> [String] {
    let stream = Array(schedule.pieces.joined())
    let pieces = schedule.pieces.enumerated().map { index, piece in
      "piece \(index + 1): \(piece.count.bytes)"
    }
    let shown = ByteRuler.show(
      "stream", stream, caret: schedule.cuts.first,
      label: schedule.cuts.isEmpty ? "" : "the second piece begins here")
    return (schedule.cuts.isEmpty ? [] : pieces + [""]) + shown
  }

  /// Where the stream was cut, in the words of the protocol.
  private func place(_ schedule: Schedule, _ requests: [MathRequest]) -> String {
    guard let cut = schedule.cuts.first else {
      return requests.count == 1
        ? "" : "It fails when \(requests.count) packets come in one piece. "
    }
    var begin = 0
    for (index, request) in requests.enumerated() {
      let place = cut - begin
      let size = 8 + request.command.count
      let number = requests.count == 1 ? "the packet" : "packet \(index + 1)"
      if place == 0 { return "It fails when the stream is cut in front of \(number). " }
      if place < size {
        let part = place < 4 ? "the length" : place < 8 ? "the operands" : "the command"
        return "It fails when \(number) is cut after byte \(place - 1), "
          + (place == 4 || place == 8 ? "in front of \(part). " : "inside \(part). ")
      }
      begin += size
    }
    return ""
  }

  private func list(_ requests: [MathRequest]) -> String {
    if requests.count > 4 { return "\(requests.count) requests" }
    return "[" + requests.map(\.shown).joined(separator: ", ") + "]"
  }
}
