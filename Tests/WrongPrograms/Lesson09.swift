import Checks
import Foundation
import Workbook

/// A wrong program answers one exercise; the others it has not started.
protocol WrongLesson09: Lesson09Workbook where Lines == LineRules {}

extension WrongLesson09 {
  func answer(to line: String, by hooks: [Hook]) throws -> String? { try notStarted() }
  func timeHook(clock: @escaping () -> Date, zone: TimeZone) throws -> Hook { try notStarted() }
  func shownTimeHook() throws -> Hook { try notStarted() }
}

/// A decoder made of functions; which ones, is said by the program that is running.
struct LineRules: LineSource {
  struct State: Sendable {
    let limit: Int
    var buffer: [UInt8] = []
    var text = ""
    var whole: [[UInt8]] = []
    var hasGiven = false
    /// Where the next line begins, for those who remove nothing.
    var start = 0

    /// Takes the first line out of the buffer, as it should be.
    mutating func take() throws -> [UInt8]? {
      let end = buffer.firstIndex(of: 0x0A)
      if (end ?? buffer.count) > limit { throw LineProblem.tooLong }
      guard let end else { return nil }
      defer { buffer.removeFirst(end + 1) }
      return LineRules.withoutReturn(buffer[..<end])
    }
  }
  struct Answer: Sendable {
    var append: @Sendable (inout State, [UInt8]) throws -> Void = { $0.buffer += $1 }
    var next: @Sendable (inout State) throws -> [UInt8]? = { try $0.take() }
    var isInside: @Sendable (State) throws -> Bool = { !$0.buffer.isEmpty }
  }
  nonisolated(unsafe) static var rules = Answer(isInside: { _ in try notStarted() })
  private var state: State

  init(limit: Int) { state = State(limit: limit) }

  mutating func append(_ piece: [UInt8]) throws { try Self.rules.append(&state, piece) }
  mutating func next() throws -> [UInt8]? { try Self.rules.next(&state) }
  func isInsideLine() throws -> Bool { try Self.rules.isInside(state) }

  static func withoutReturn(_ line: ArraySlice<UInt8>) -> [UInt8] {
    Array(line.last == 0x0D ? line.dropLast() : line)
  }
}

private struct OnlyLines: WrongLesson09 {
  typealias Lines = LineRules
}

private func lines(_ name: String, _ summary: String, _ rules: LineRules.Answer) -> WrongProgram {
  WrongProgram(exercise: "9.1", name: name, summary: summary) {
    // Sound: set once, before anything else runs, in a process of one thread.
    LineRules.rules = rules
    ExerciseProgram.lesson09(OnlyLines(), $0)
  }
}

extension LineRules.State {
  /// Gives out the next of the lines that `append` has found.
  fileprivate mutating func hand() -> [UInt8]? { whole.isEmpty ? nil : whole.removeFirst() }

  /// Where the first newline is.
  fileprivate var newline: Int? { buffer.firstIndex(of: 0x0A) }
}

/// What one decoder keeps for all.
// Not sound, and never used by two threads: one for all is the mistake.
nonisolated(unsafe) private var oneForAll: [UInt8] = []

extension WrongProgram {
  static let lesson09: [WrongProgram] = wholeLines + piecesOfLines + longLines + lesson09Hooks

  // MARK: 9.1, what a line is

  private static let wholeLines: [WrongProgram] = [
    lines(
      "sharesItsState", "has one buffer for all clients",
      .init(
        append: { oneForAll += $1 },
        next: { state in
          state.buffer = oneForAll
          defer { oneForAll = state.buffer }
          return try state.take()
        }, isInside: { _ in !oneForAll.isEmpty })),
    lines(
      "keepsWhatIsUsed", "keeps an index of what is used, and removes nothing",
      .init(
        next: { state in
          let end = state.buffer[state.start...].firstIndex(of: 0x0A)
          if (end ?? state.buffer.count) - state.start > state.limit { throw LineProblem.tooLong }
          guard let end else { return nil }
          defer { state.start = end + 1 }
          return LineRules.withoutReturn(state.buffer[state.start..<end])
        }, isInside: { $0.buffer.count > $0.start })),
    lines(
      "keepsTheNewline", "gives the newline out with its line",
      .init(next: { state in
        guard let end = state.newline else { return nil }
        defer { state.buffer.removeFirst(end + 1) }
        return Array(state.buffer[...end])
      })),
    lines(
      "keepsCarriageReturn", "ends lines at the newline only",
      .init(next: { state in
        guard let end = state.newline else { return nil }
        defer { state.buffer.removeFirst(end + 1) }
        return Array(state.buffer[..<end])
      })),
    lines(
      "keepsCarriageReturn-atAPiecesEnd", "looks for both bytes in one piece",
      .init(
        append: { state, piece in
          var piece = piece
          while let at = piece.indices.dropLast().first(where: {
            piece[$0] == 0x0D && piece[$0 + 1] == 0x0A
          }) {
            piece.remove(at: at)
          }
          state.buffer += piece
        },
        next: { state in
          guard let end = state.newline else { return nil }
          defer { state.buffer.removeFirst(end + 1) }
          return Array(state.buffer[..<end])
        })),
    lines(
      "overlooksTheNewline", "looks for \"\\n\" among the characters of a String",
      .init(
        append: { $0.text += String(decoding: $1, as: UTF8.self) },
        next: { state in
          guard let end = state.text.firstIndex(of: "\n") else { return nil }
          let line = state.text[..<end]
          state.text = String(state.text[state.text.index(after: end)...])
          return Array(line.utf8)
        }, isInside: { !$0.text.isEmpty })),
    lines(
      "skipsEmptyLines", "splits, and leaves empty parts out",
      .init(next: { state in
        while let line = try state.take() { if !line.isEmpty { return line } }
        return nil
      })),
    lines(
      "stripsEveryReturn", "removes every carriage return of a line",
      .init(next: { try $0.take()?.filter { $0 != 0x0D } })),
    lines(
      "stripsEveryReturn-atTheEnd", "removes all carriage returns at a line's end",
      .init(next: { state in
        var line = try state.take()
        while line?.last == 0x0D { line?.removeLast() }
        return line
      })),
    lines(
      "returnEndsALine", "takes a carriage return for a newline",
      .init(
        append: { state, piece in
          state.buffer += piece
          while let end = state.buffer.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
            let isPair = state.buffer[end...].starts(with: [0x0D, 0x0A])
            if state.buffer[end] == 0x0D, end == state.buffer.count - 1 { break }
            state.whole.append(Array(state.buffer[..<end]))
            state.buffer.removeFirst(end + (isPair ? 2 : 1))
          }
        }, next: { $0.hand() })),
    lines(
      "trimsSpaces", "trims the line",
      .init(next: { state in
        guard let line = try state.take() else { return nil }
        let isBlank: (UInt8) -> Bool = { [0x20, 0x09].contains($0) }
        return line.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
      })),
    lines(
      "replacesBadBytes", "makes a String of the line",
      .init(next: { try $0.take().map { Array(String(decoding: $0, as: UTF8.self).utf8) } })),
    lines(
      "refusesGoodInput", "throws for a line that is not UTF-8",
      .init(next: { state in
        let line = try state.take()
        if let line, String(validating: line, as: UTF8.self) == nil { throw LineProblem.tooLong }
        return line
      })),
    lines(
      "holdsALineBack", "takes the last part for a beginning, always",
      .init(
        append: { state, piece in
          let parts = (state.buffer + piece).split(separator: 0x0A).map { Array($0) }
          state.buffer = parts.last ?? []
          state.whole += parts.dropLast()
        }, next: { $0.hand() })),
    lines(
      "leavesTheNewline", "leaves the newline in the buffer",
      .init(next: { state in
        guard let end = state.newline else { return nil }
        defer { state.buffer.removeFirst(end) }
        return LineRules.withoutReturn(state.buffer[..<end])
      })),
    lines(
      "cutsTheLastByte", "leaves the last byte out, whatever it is",
      .init(next: { try $0.take().map { $0.dropLast() } })),
    lines(
      "wrongResult", "gives out the last line first",
      .init(
        append: { state, piece in
          state.buffer += piece
          while let line = try state.take() { state.whole.append(line) }
        }, next: { $0.whole.popLast() })),
    lines(
      "crashes", "takes one byte more than there is",
      .init(next: { state in
        guard let end = state.newline else { return nil }
        defer { state.buffer.removeSubrange(...(end + 1)) }
        return LineRules.withoutReturn(state.buffer[..<end])
      })),
  ]

  // MARK: 9.1, pieces

  private static let piecesOfLines: [WrongProgram] = [
    lines(
      "lineAReceive", "takes a piece for a line",
      .init(
        append: { $0.buffer = $1 },
        next: { state in
          guard !state.buffer.isEmpty else { return nil }
          defer { state.buffer = [] }
          var line = state.buffer
          if line.last == 0x0A { line.removeLast() }
          return LineRules.withoutReturn(line[...])
        })),
    lines(
      "lineAReceive-atItsEnd", "gives out what has come when a piece ends with a newline",
      .init(next: { state in
        guard state.buffer.last == 0x0A else { return nil }
        defer { state.buffer = [] }
        return LineRules.withoutReturn(state.buffer.dropLast())
      })),
    lines(
      "forgetsTheBeginning", "keeps only the last piece",
      .init(append: { $0.buffer = $1 })),
    lines(
      "dropsTheRest", "empties the buffer with each line",
      .init(
        append: { state, piece in
          state.buffer += piece
          while let end = state.newline {
            state.whole.append(LineRules.withoutReturn(state.buffer[..<end]))
            state.buffer.removeFirst(end + 1)
            if state.newline == nil { state.buffer = [] }
          }
        }, next: { $0.hand() })),
    lines(
      "firstLineOnly", "gives out one line a piece",
      .init(
        append: {
          $0.buffer += $1
          $0.hasGiven = false
        },
        next: { state in
          if state.hasGiven { return nil }
          state.hasGiven = true
          return try state.take()
        })),
    lines(
      "firstLineOnly-dropping", "gives out the first line of a piece, and forgets the others",
      .init(next: { state in
        guard let line = try state.take() else { return nil }
        state.buffer = state.buffer.last == 0x0A ? [] : state.buffer
        return line
      })),
    lines(
      "repeatsALine", "takes no line out of the buffer",
      .init(next: { state in
        state.newline.map { LineRules.withoutReturn(state.buffer[..<$0]) }
      })),
    lines(
      "decodesEachPiece", "makes a String of each piece",
      .init(append: { $0.buffer += Array(String(decoding: $1, as: UTF8.self).utf8) })),
    lines(
      "forgetsHalfALine", "is never inside a line", .init(isInside: { _ in false })),
    lines(
      "seesALineInNothing", "is inside a line as soon as anything has come",
      .init(
        append: {
          $0.buffer += $1
          $0.hasGiven = true
        }, isInside: { $0.hasGiven })),
    lines("seesALineInNothing-always", "is always inside a line", .init(isInside: { _ in true })),
    lines(
      "movesTheRest", "removes each line from the front of the buffer",
      .init()),
    lines(
      "movesTheRest-copying", "copies what follows into a new array",
      .init(next: { state in
        let end = state.newline
        if (end ?? state.buffer.count) > state.limit { throw LineProblem.tooLong }
        guard let end else { return nil }
        defer { state.buffer = Array(state.buffer[(end + 1)...]) }
        return LineRules.withoutReturn(state.buffer[..<end])
      })),
  ]

  // MARK: 9.1, the limit

  private static let longLines: [WrongProgram] = [
    lines(
      "unboundedLine", "has no limit",
      .init(next: { state in
        guard let end = state.newline else { return nil }
        defer { state.buffer.removeFirst(end + 1) }
        return LineRules.withoutReturn(state.buffer[..<end])
      })),
    lines(
      "unboundedLine-untilItsNewline", "looks at the limit when the newline has come",
      .init(next: { state in
        guard let end = state.newline else { return nil }
        if end > state.limit { throw LineProblem.tooLong }
        return try state.take()
      })),
    lines(
      "unboundedLine-ofItsOwn", "has a limit of its own",
      .init(next: { state in
        let end = state.newline ?? state.buffer.count
        if end > 4096 { throw LineProblem.tooLong }
        guard state.newline != nil else { return nil }
        defer { state.buffer.removeFirst(end + 1) }
        return LineRules.withoutReturn(state.buffer[..<end])
      })),
    lines(
      "acceptsLongLine", "looks at the limit as long as there is no newline",
      .init(next: { state in
        guard let end = state.newline else {
          if state.buffer.count > state.limit { throw LineProblem.tooLong }
          return nil
        }
        defer { state.buffer.removeFirst(end + 1) }
        return LineRules.withoutReturn(state.buffer[..<end])
      })),
    lines(
      "losesLinesBefore", "looks at all lines before it gives one out",
      .init(
        append: { state, piece in
          state.buffer += piece
          while let line = try state.take() { state.whole.append(line) }
        }, next: { $0.hand() })),
    lines(
      "countsTheBuffer", "compares all that has come with the limit",
      .init(append: {
        $0.buffer += $1
        if $0.buffer.count > $0.limit + 2 { throw LineProblem.tooLong }
      })),
    lines(
      "countsTheNewline", "counts the newline",
      .init(next: { state in
        if let end = state.newline, end + 1 > state.limit { throw LineProblem.tooLong }
        return try state.take()
      })),
    lines(
      "countsTheNewline-andStopsAtTheLimit", "throws at the limit, not behind it",
      .init(next: { state in
        if (state.newline ?? state.buffer.count) >= state.limit { throw LineProblem.tooLong }
        return try state.take()
      })),
    lines(
      "uncountedReturn", "measures the line without its carriage return",
      .init(next: { state in
        guard let end = state.newline else {
          if state.buffer.count > state.limit { throw LineProblem.tooLong }
          return nil
        }
        let line = LineRules.withoutReturn(state.buffer[..<end])
        if line.count > state.limit { throw LineProblem.tooLong }
        state.buffer.removeFirst(end + 1)
        return line
      })),
  ]
}
