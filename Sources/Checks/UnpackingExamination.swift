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
    try examineTwo(random, simple)
    let three = [random, request("X", -1, 1), simple]
    try examine(three, Schedule.all(of: bytes(three)), "wrongResult")
    try refuse()
  }

  private func request(_ command: String, _ first: Int16, _ second: Int16) -> MathRequest {
    MathRequest(command: Array(command.utf8), first: first, second: second)
  }

  private func bytes(_ requests: [MathRequest]) -> [UInt8] {
    requests.flatMap { Lesson10Checks.packet($0) }
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
      let finding = UnpackingFault<Requests>(
        requests: requests, found: found, expected: expected, failure: failure, id: id
      ).finding
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

  /// The packets of two clients, half and half by turns.
  private func examineTwo(_ one: MathRequest, _ other: MathRequest) throws {
    Judgement.isGiven(["two clients, two decoders"], crashing: "sharesItsState")
    let halves = [one, other].map { (bytes([$0]).prefix(6), bytes([$0]).dropFirst(6)) }
    var decoders = [Requests(), Requests()]
    var found: [[MathRequest]] = []
    for (index, half) in halves.enumerated() { _ = try? decoders[index].feed(Array(half.0)) }
    for (index, half) in halves.enumerated() {
      found.append((try? decoders[index].feed(Array(half.1))) ?? [])
    }
    guard found != [[one], [other]] else { return }
    throw Mistake.sharing(
      "decoders",
      drawing: [
        "first.feed and second.feed: half a packet each; then the rest of each", "",
        "expected  \(list([one])) and \(list([other]))",
        "yours     \(list(found[0])) and \(list(found[1]))",
      ])
  }

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
