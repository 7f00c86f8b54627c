import Tape
import Workbook

/// What an answer to exercise 9.1 was given, and what it gave out.
struct LineStory {
  let schedule: Schedule
  var limit = 4096
  var fed: [UInt8] = []
  var yours: [[UInt8]] = []
  /// Whether the next line is too long, so that an error is expected.
  var isTooLong = false

  init(schedule: Schedule, limit: Int = 4096) {
    self.schedule = schedule
    self.limit = limit
  }

  /// The lines that are whole.
  var expected: [[UInt8]] {
    fed.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().map { line in
      Array(line.last == 0x0D ? line.dropLast() : line)
    }
  }

  var isInside: Bool { (fed.last ?? 0x0A) != 0x0A }

  /// An error where there is no reason for one is a mistake.
  func answering<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error where !(error is NotStarted) {
      throw refusal(error)
    }
  }

  func refusal(_ error: any Error) -> Mistake {
    let lengths = fed.split(separator: 0x0A).map(\.count)
    if lengths.max() == limit {
      return mistake(fed.count > 2 * limit ? .countsTheBuffer : .countsTheNewline)
    }
    return .refusal(error, of: "a stream of lines", drawing: drawing)
  }

  /// - Parameter fault: nil when the lines themselves show it.
  func mistake(_ fault: LineFault?) -> Mistake {
    guard let fault = fault ?? shown else {
      return Mistake(
        "wrongResult", "These are not the lines of that stream.", drawing: drawing,
        advice: "collect pieces in one buffer, and take a line out of it while a newline is there.")
    }
    let (sentence, advice) = fault.explanation
    return Mistake(fault.rawValue, sentence, drawing: drawing, advice: advice)
  }

  // MARK: Naming

  /// The mistake that the lines show.
  private var shown: LineFault? {
    let (wanted, text) = (expected, Array(yours.joined()))
    if yours.contains(where: { $0.contains(0x0A) }) {
      let endsThere = yours.allSatisfy { ($0.firstIndex(of: 0x0A) ?? 0) >= $0.count - 1 }
      return endsThere && yours.count == wanted.count ? .keepsTheNewline : .lineAReceive
    }
    if yours == wanted.filter({ !$0.isEmpty }) { return .skipsEmptyLines }
    if yours.starts(with: wanted), let last = yours.last {
      // More lines than there are.
      let surplus = yours.dropFirst(wanted.count)
      if rest.isEmpty, surplus.allSatisfy(\.isEmpty), !wanted.allSatisfy(\.isEmpty) {
        return .leavesTheNewline
      }
      if wanted.contains(last) && !rest.starts(with: last) { return .repeatsALine }
      return fed.last == 0x0D && rest.dropLast() == last ? .returnEndsALine : .lineAReceive
    }
    if let replaced { return replaced }
    if wanted.starts(with: yours) {
      let missing = fed.split(separator: 0x0A)[yours.count...]
      if missing.allSatisfy({ $0.last == 0x0D }) { return .overlooksTheNewline }
      return yours.isEmpty && wanted.count == 1 ? .holdsALineBack : .firstLineOnly
    }
    if yours == wanted.map({ $0.filter { $0 != 0x0D } }) { return .stripsEveryReturn }
    if yours == wanted.map(withoutReturnsBehind) { return .stripsEveryReturn }
    if zip(yours, wanted).contains(where: { $0 == $1 + [0x0D] }) { return .keepsCarriageReturn }
    if yours.count > wanted.count, text == wanted.joined().filter({ $0 != 0x0D }) {
      return .returnEndsALine
    }
    if yours == wanted.map({ $0.dropLast() }) { return .cutsTheLastByte }
    if yours == wanted.map(trimmed) || yours == wanted.map(trimmed).filter({ !$0.isEmpty }) {
      return .trimsSpaces
    }
    return beginning
  }

  /// What has come behind the last newline.
  private var rest: [UInt8] { Array(fed[(fed.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)...]) }

  /// A line with the replacement character in it that nobody sent.
  private var replaced: LineFault? {
    let mark: [UInt8] = [0xEF, 0xBF, 0xBD]
    guard yours.contains(where: { $0.contains(mark) }) else { return nil }
    return String(validating: fed, as: UTF8.self) == nil && !fed.isCutInsideCharacter
      ? .replacesBadBytes : .decodesEachPiece
  }

  /// The first wrong line is the end of the right one.
  private var beginning: LineFault? {
    guard let (mine, right) = zip(yours, expected).first(where: { $0 != $1 }),
      right.suffix(mine.count) == mine[...], mine.count < right.count
    else { return nil }
    let index = zip(yours, expected).prefix { $0 == $1 }.count
    return index > 0 ? .dropsTheRest : .forgetsTheBeginning
  }

  private func withoutReturnsBehind(_ line: [UInt8]) -> [UInt8] {
    line.dropLast(line.reversed().prefix { $0 == 0x0D }.count)
  }

  private func trimmed(_ line: [UInt8]) -> [UInt8] {
    let isBlank: (UInt8) -> Bool = { [0x20, 0x09, 0x0D].contains($0) }
    let front = Array(line.drop(while: isBlank))
    return front.dropLast(front.reversed().prefix(while: isBlank).count)
  }

  // MARK: Drawing

  private var drawing: [String] {
    if schedule.pieces == [[]] { return [] }
    if fed.isEmpty { return ["nothing has come yet"] }
    let wanted = isTooLong ? list(due, and: "an error") : list(expected)
    return (limit < 4096 || isTooLong ? ["limit     \(limit) bytes"] : []) + pieces
      + ["", "expected  \(wanted)", "yours     \(list(yours))"]
  }

  private var pieces: [String] {
    var begin = 0
    let lines = schedule.pieces.enumerated().compactMap { index, piece -> String? in
      defer { begin += piece.count }
      guard begin < fed.count else { return nil }
      return "piece \(index + 1)   \(shown(piece))"
    }
    if lines.count <= 6 { return lines }
    return lines.prefix(2) + ["  …"] + lines.suffix(2)
  }

  private func shown(_ bytes: [UInt8]) -> String {
    let text = Readable.text(bytes.prefix(44)).replacing("\\x0A", with: "\\n")
      .replacing("\\x0D", with: "\\r")
    return bytes.count > 44 ? "\"\(text)…\" (\(bytes.count) bytes)" : "\"\(text)\""
  }

  /// The lines in front of the one that is too long.
  private var due: [[UInt8]] {
    let lines = fed.split(separator: 0x0A, omittingEmptySubsequences: false)
    return lines.prefix { $0.count <= limit }.map { Array($0) }
  }

  private func list(_ lines: [[UInt8]], and more: String? = nil) -> String {
    if let more { return lines.isEmpty ? more : "\(list(lines)), and then \(more)" }
    if lines.isEmpty { return "no line" }
    let shown = lines.prefix(4).map(shown).joined(separator: ", ")
    let all = lines.count > 4 ? shown + ", …" : shown
    return all.count > 66 ? String(all.prefix(66)) + "…" : all
  }
}

extension [UInt8] {
  fileprivate func contains(_ part: [UInt8]) -> Bool {
    indices.contains { self[$0...].starts(with: part) }
  }

  /// Whether it is text but for half a character at its end.
  fileprivate var isCutInsideCharacter: Bool {
    (1...3).contains { String(validating: dropLast($0), as: UTF8.self) != nil }
      && (last ?? 0) & 0x80 != 0
  }
}
