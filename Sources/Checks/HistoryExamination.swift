import LessonKit
import Sockets
import Tape
import Workbook

/// The examination of exercise 8.2: lines are added, and after each of them the history must be the
/// right end of what was said.
struct HistoryExamination<History: RoomHistory> {
  private let most = 1 << 20

  func run(_ trial: inout Trial) throws {
    let seed = trial.text(6)
    func short(_ number: Int) -> [UInt8] { Conversation.frame("client 1: \(seed) \(number)") }
    func long(_ length: Int) -> [UInt8] { Array(repeating: UInt8(ascii: "x"), count: length) }
    try tell("a room in which nobody has said anything", [])
    try isAlone(short(1))
    try tell("three lines", (1...3).map(short))
    try tell("a hundred and twenty lines", (1...120).map(short))
    try tell("four lines of 256 KiB, together 1 MiB", (1...4).map { _ in long(1 << 18) })
    try tell("lines of 400 KiB", (0...4).map { long(400 << 10 + $0) })
    try tell("a line of 1 MiB and a short one", [long(most), short(1)])
    try tell(
      "a short line, one of more than 1 MiB, and two short ones",
      [short(1), long(most + 1), short(2), short(3)])
    try tell("sixty lines of 20 KiB", (0..<60).map { long(20 << 10 + $0) })
    try tell(
      "short lines, lines of 400 KiB, and a hundred short ones",
      (1...3).map(short) + (0...3).map { long(400 << 10 + $0) } + (1...100).map(short))
    try letsGo((1...1000).map(short), "a thousand short ones", "growsForEver")
    try letsGo([long(600 << 10), long(600 << 10 + 1)], "two of 600 KiB", "ignoresTheBytes")
  }

  private func isAlone(_ line: [UInt8]) throws {
    var first = History()
    let second = History()
    try Mistake.examineSharing(
      "histories", steps: ["first.add(a line)", "second.lines()"], expected: "nothing",
      yours: "the line"
    ) {
      try? first.add(line)
      return (try? second.lines()) == [line]
    }
  }

  // MARK: What it gives out

  private func tell(_ what: String, _ said: [[UInt8]]) throws {
    var history = History()
    try compare(try lines(history, what, 0), with: [], what, said: [])
    for (index, line) in said.enumerated() {
      Judgement.isGiven([what, "add() of the \(ordinal(index + 1)) line, \(line.count.bytes)"])
      try answering(what) { try history.add(line) }
      let soFar = Array(said.prefix(index + 1))
      let yours = try lines(history, what, index + 1)
      try compare(yours, with: right(soFar), what, said: soFar)
      if index == said.count - 1, try lines(history, what, index + 1) != yours {
        throw Mistake(
          "forgetsWhenRead",
          "It gives its lines out once, and then they are gone: the second newcomer gets none.",
          advice: "return what is remembered, and let it stay.")
      }
    }
  }

  /// What the exercise asks for.
  private func right(_ said: [[UInt8]]) -> [[UInt8]] {
    var (lines, bytes): ([[UInt8]], Int) = ([], 0)
    for line in said.reversed() {
      bytes += line.count
      if lines.count == 50 || bytes > most { break }
      lines.append(line)
    }
    return lines.reversed()
  }

  private func lines(_ history: History, _ what: String, _ count: Int) throws -> [[UInt8]] {
    Judgement.isGiven([what, "lines() after \(count) of them"])
    return try answering(what) { try history.lines() }
  }

  private func answering<Result>(_ what: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error where !(error is NotStarted) {
      throw Mistake.refusal(error, of: what)
    }
  }

  private func compare(
    _ yours: [[UInt8]], with expected: [[UInt8]], _ what: String, said: [[UInt8]]
  ) throws {
    if yours == expected { return }
    let drawing = [
      "said      \(summary(said, of: said))", "expected  \(summary(expected, of: said))",
      "yours     \(summary(yours, of: said))",
    ]
    let (id, sentence, advice) = judge(yours, expected, said)
    throw Mistake(
      id, "With \(what), after \(said.count) of them: \(sentence)", drawing: drawing, advice: advice
    )
  }

  private func judge(
    _ yours: [[UInt8]], _ expected: [[UInt8]], _ said: [[UInt8]]
  ) -> (String, String, String) {
    let bytes = yours.reduce(0) { $0 + $1.count }
    if yours.count > 1, yours == expected.reversed() {
      return (
        "wrongOrder", "the newest line comes first. A newcomer would read the talk backwards.",
        "put each line at the end (`append`), and take those that are too many from the front."
      )
    }
    if yours.count > 50 {
      return (
        "growsForEver",
        "there are \(yours.count) lines, and 50 are the most. A room that is open for a "
          + "year must not send each newcomer all of it, and not keep it either.",
        "take lines from the front while there are more than 50."
      )
    }
    if expected.isEmpty, !yours.isEmpty, bytes <= most {
      return (
        "forgetsTheNewest",
        "the last line alone has more than 1 MiB, and older ones stand there as if "
          + "it had not been said.",
        "add every line, and then take away from the front until what is left fits: it may be all."
      )
    }
    if bytes > most {
      return (
        "ignoresTheBytes",
        "the lines have \(bytes.bytes) together, and 1 MiB is 1048576. Fifty lines "
          + "may be as long as the limit of a payload allows.",
        "take lines from the front while they have more than 1 << 20 bytes together, the last one too."
      )
    }
    let isReal = yours.allSatisfy(said.contains)
    let hasForgotten = said.reduce(0) { $0 + $1.count } > most
    if let last = expected.last, !yours.contains(last), isReal, !(yours.isEmpty && hasForgotten) {
      return (
        "forgetsTheNewest", "the line that was said last is not there.",
        "a new line always goes in; it is the oldest ones that make room."
      )
    }
    if yours.count < expected.count, yours == expected.suffix(yours.count) {
      return (
        "forgetsTooMuch", "older lines are gone for which there is room.",
        "take lines away one by one, only while there are more than 50 or more than 1 MiB; what you have "
          + "taken away does not count any more, and a line that is said again is another line."
      )
    }
    if yours.count == expected.count, yours.sorted(by: before) == expected.sorted(by: before) {
      return (
        "wrongOrder", "all lines are there, and in another order.",
        "an array keeps the order in which you append; a dictionary or a set has none."
      )
    }
    return (
      "wrongResult", "these are not the lines.",
      "remember each line as it is, bytes and all, and return the last ones, the oldest first."
    )
  }

  private func before(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.lexicographicallyPrecedes(right)
  }

  /// `lines 1 to 3`, by their places among all that was said.
  private func summary(_ lines: [[UInt8]], of said: [[UInt8]]) -> String {
    if lines.isEmpty { return "nothing" }
    let bytes = lines.reduce(0) { $0 + $1.count }
    // Lines may be alike: each is the first one behind the one before it, where there is one.
    var places: [Int] = []
    for line in lines {
      let next = (places.last ?? 0)..<said.count
      guard let place = next.first(where: { said[$0] == line }) ?? said.firstIndex(of: line) else {
        return
          "\(lines.count == 1 ? "1 line" : "\(lines.count) lines"), \(bytes.bytes), and not as they were said"
      }
      places.append(place + 1)
    }
    let isRow = zip(places, places.dropFirst()).allSatisfy { $0 + 1 == $1 }
    let shown =
      lines.count == 1
      ? "line \(places[0])"
      : isRow
        ? "lines \(places[0]) to \(places[places.count - 1])"
        : "lines \(places.prefix(8).map(String.init).joined(separator: ", "))"
          + (places.count > 8 ? " …" : "")
    return "\(shown): \(bytes.bytes)"
  }

  private func ordinal(_ number: Int) -> String {
    [1: "first", 2: "second", 3: "third"][number] ?? "\(number)th"
  }

  // MARK: What it keeps

  /// A line that is too old must be let go of, and not only left out.
  private func letsGo(_ others: [[UInt8]], _ what: String, _ id: String) throws {
    var history = History()
    var line = Conversation.frame("the line that is looked for")
    try answering(what) { try history.add(line) }
    for other in others { try answering(what) { try history.add(other) } }
    _ = try lines(history, what, others.count + 1)
    let place = address(of: line)
    // An array that somebody else holds too is copied before it changes, and then it has moved.
    line[0] = 0
    if place == address(of: line) { return }
    throw Mistake(
      id,
      "It gives out the right lines, and keeps the others as well: the first line is still held after "
        + "\(what). The memory of the server grows as long as people talk.",
      advice:
        "when a new line is added, remove the oldest ones that are too many, and do not wait for "
        + "lines() to leave them out.")
  }

  private func address(of bytes: [UInt8]) -> UnsafePointer<UInt8>? {
    bytes.withUnsafeBufferPointer { $0.baseAddress }
  }
}
