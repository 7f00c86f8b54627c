import Tape
import Workbook

/// The examination of exercise 2.3: the same messages in every way of cutting the stream.
struct DecoderExamination<Decoder: PieceDecoder> {
  static var mistakes: [String] {
    [
      "oneReceiveForHeader", "oneReceiveForPayload", "decodesEachPiece", "dropsSurplus",
      "firstMessageOnly", "forgetsEmptyMessages", "acceptsGarbage", "trustsHugeLength",
      "replacesBadBytes", "deliversLate", "ignoresTheWidth",
    ]
  }

  private var width = 10
  private var limit = 1 << 20

  func run(_ trial: inout Trial) throws {
    let first = trial.text(trial.number(in: 12...14))
    let second = "h\(trial.text(1))é😀"
    // From the simplest stream to the worst; the first that fails is the one to be shown.
    try examine([first], [Schedule(frame(first), cuts: [])], "wrongResult")
    try examine([""], [Schedule(frame(""), cuts: [])], "forgetsEmptyMessages")
    try isAlone(first)
    try examine([first], Schedule.all(of: frame(first)), nil)
    try examine([second], Schedule.all(of: frame(second)), nil)
    try examineSurplus(first, second)
    let both = frame(first) + frame(second)
    try examine([first, second], [Schedule(both, cuts: [])], "firstMessageOnly")
    let four = [first, "", second, trial.text(3)]
    try examine(four, Schedule.all(of: four.flatMap(frame)), "wrongResult")
    try examineRefusals()
    for (width, limit) in [(4, 20), (64, 100)] {
      var other = self
      other.width = width
      other.limit = limit
      try other.examine([first], [Schedule(other.frame(first), cuts: [])], "ignoresTheWidth")
      try other.refuseTooLong()
    }
  }

  /// A message begins in one decoder, and its rest comes to another.
  private func isAlone(_ text: String) throws {
    var (one, other) = (
      Decoder(width: width, limit: limit), Decoder(width: width, limit: limit)
    )
    let bytes = frame(text)
    try Mistake.examineSharing(
      "decoders",
      steps: ["first.feed(the beginning of a message)", "second.feed(the rest of it)"],
      expected: "[]", yours: "[\"\(text)\"]"
    ) {
      _ = try? one.feed(Array(bytes.dropLast(4)))
      return (try? other.feed(Array(bytes.suffix(4)))) == [text]
    }
  }

  private func frame(_ text: String) -> [UInt8] {
    Lesson02Checks.right(text.utf8.count, width) + Array(text.utf8)
  }

  /// A message, and the beginning of the next one in the same piece.
  private func examineSurplus(_ first: String, _ second: String) throws {
    let boundary = frame(first).count
    let stream = frame(first) + frame(second)
    let schedules = (boundary + 1..<stream.count).map { Schedule(stream, cuts: [$0]) }
    try examine([first, second], schedules, "dropsSurplus")
  }

  /// Feeds each schedule to a new decoder; the first that goes wrong is the mistake.
  private func examine(_ texts: [String], _ schedules: [Schedule], _ id: String?) throws {
    for schedule in schedules {
      var decoder = Decoder(width: width, limit: limit)
      var found: [String] = []
      var fed = 0
      var failure: (any Error)?
      Judgement.isGiven(schedule.drawing)
      for piece in schedule.pieces {
        fed += piece.count
        do {
          found += try decoder.feed(piece)
          // Late is wrong, too: what is whole must be returned, whatever follows it.
          if bytes(found) != bytes(whole(texts, in: fed)) { break }
        } catch let unsolved as NotStarted {
          throw unsolved
        } catch {
          failure = error
          break
        }
      }
      let expected = whole(texts, in: fed)
      if failure == nil, bytes(found) == bytes(expected) { continue }
      let isLate = failure == nil && found.isEmpty && expected.count == 1 && texts.count == 2
      throw mistake(
        isLate ? "deliversLate" : id ?? name(schedule), expected, found, failure, schedule, texts)
    }
  }

  /// The messages that are whole after so many bytes of the stream.
  private func whole(_ texts: [String], in count: Int) -> [String] {
    var end = 0
    return Array(
      texts.prefix { text in
        end += frame(text).count
        return end <= count
      })
  }

  /// As bytes: to Swift two texts of different bytes may be equal.
  private func bytes(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }

  /// Which rule a schedule of one message breaks when it is the smallest that fails.
  private func name(_ schedule: Schedule) -> String {
    guard let cut = schedule.cuts.first else { return "wrongResult" }
    if cut < width { return "oneReceiveForHeader" }
    return isInsideCharacter(schedule) ? "decodesEachPiece" : "oneReceiveForPayload"
  }

  private func isInsideCharacter(_ schedule: Schedule) -> Bool {
    schedule.pieces.dropFirst().contains { ($0.first ?? 0) & 0xC0 == 0x80 }
  }

  private func mistake(
    _ id: String, _ expected: [String], _ found: [String], _ failure: (any Error)?,
    _ schedule: Schedule, _ texts: [String]
  ) -> Mistake {
    let (what, advice) = explanation[id] ?? explanation["wrongResult", default: ("", "")]
    let yours = failure.map { "throws: \($0)" } ?? list(found)
    let stream = Array(schedule.pieces.joined())
    return Mistake(
      id, "It fails when \(place(schedule, texts)). \(what)",
      drawing: schedule.drawing + [""]
        + ByteRuler.show(
          "stream", stream, caret: schedule.cuts.first ?? second(texts),
          label: schedule.cuts.isEmpty
            ? "the second message begins here" : "the second piece begins here")
        + ["", "expected  \(list(expected))", "yours     \(yours)"],
      advice: advice)
  }

  /// Where the second message begins, if there is one.
  private func second(_ texts: [String]) -> Int? {
    texts.count > 1 ? frame(texts[0]).count : nil
  }

  private let explanation = [
    "wrongResult": (
      "These are not the messages of that stream.",
      "collect pieces in one buffer, and take a message out of it while a whole one is there."
    ),
    "forgetsEmptyMessages": (
      "A length of 0 is a message too: one without bytes.",
      "compare with `>=`, and do not wait for a byte that the header has not announced."
    ),
    "oneReceiveForHeader": (
      "A header may come in several receives, too.",
      "keep what has come, and read the header when `width` bytes of it are there."
    ),
    "oneReceiveForPayload": (
      "A payload may come in several receives.",
      "keep what has come, and take the payload when all of it is there."
    ),
    "decodesEachPiece": (
      "A character was cut in two, and neither half is text.",
      "keep bytes in the buffer, and make a text of a payload when it is whole."
    ),
    "dropsSurplus": (
      "The bytes behind the first message in the same piece were lost; they begin the next one.",
      "remove from the buffer what you have used, and only that."
    ),
    "deliversLate": (
      "The first message is whole, and it is held back until more has come.",
      "return what is whole, though a part of the next message lies behind it."
    ),
    "ignoresTheWidth": (
      "This stream's headers are not ten bytes wide, or its limit is another one.",
      "use the `width` and the `limit` that `init` was given."
    ),
    "firstMessageOnly": (
      "Two messages came in one piece, and one call must return both.",
      "take messages out of the buffer in a loop, until none is whole."
    ),
  ]

  /// Where the stream was cut, in the words of the protocol.
  private func place(_ schedule: Schedule, _ texts: [String]) -> String {
    guard !schedule.cuts.isEmpty else {
      return texts.count == 1
        ? "a whole message arrives in one piece" : "\(texts.count) messages arrive in one piece"
    }
    return schedule.cuts.map { describe($0, texts) }.joined(separator: ", and ")
  }

  private func describe(_ cut: Int, _ texts: [String]) -> String {
    var begin = 0
    for (index, text) in texts.enumerated() {
      let length = frame(text).count
      let number = texts.count == 1 ? "" : " of message \(index + 1)"
      let offset = cut - begin
      if offset == 0 { return "the stream is cut before message \(index + 1)" }
      if offset < width { return "the header\(number) is cut after byte \(offset)" }
      if offset == width { return "the stream is cut between header and payload\(number)" }
      if offset < length { return "the payload\(number) is cut after byte \(offset - width)" }
      begin += length
    }
    return "the stream is cut at its end"
  }

  private func list(_ texts: [String]) -> String {
    "[" + texts.map { "\"\(Readable.text($0.utf8))\"" }.joined(separator: ", ") + "]"
  }

  // MARK: What must be refused

  private func examineRefusals() throws {
    for bad in ["          ", "-5        ", "5x        ", " 5        "] {
      try refuses(
        Array(bad.utf8), "acceptsGarbage", "This is no header, and it goes on as if it were one.",
        "read the header as strictly as in exercise 2.2, and throw.")
    }
    try refuseTooLong()
    for bad in [[0xFF, 0xFE, 0x41], [0x68, 0xC3]] as [[UInt8]] {
      try refuses(
        Lesson02Checks.right(bad.count, width) + bad, "replacesBadBytes",
        "The payload is not UTF-8, and it returns a repaired text: what was sent is lost.",
        "String(validating:as:) is nil for such bytes; throw then.")
    }
  }

  private func refuseTooLong() throws {
    try refuses(
      Lesson02Checks.right(limit + 1, width), "trustsHugeLength",
      "This header announces more than the limit of \(limit), and it waits for the payload. A "
        + "peer that lies would fill the memory.",
      "compare the length with `limit` as soon as the header is there.")
  }

  private func refuses(_ bytes: [UInt8], _ id: String, _ what: String, _ advice: String) throws {
    var decoder = Decoder(width: width, limit: limit)
    Judgement.isGiven(ByteRuler.show("stream", bytes))
    guard (try? decoder.feed(bytes)) != nil else { return }
    throw Mistake(id, what, drawing: ByteRuler.show("stream", bytes), advice: advice)
  }
}
