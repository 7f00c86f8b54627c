import Foundation
import Sockets
import Tape
import Workbook

/// The examination of exercise 9.1: the same lines in every way of cutting the stream, then lines
/// that are too long, and very many of them.
struct LineExamination<Lines: LineSource> {
  private let newline: [UInt8] = [0x0A]

  func run(_ trial: inout Trial) throws {
    let word = trial.bytes(trial.number(in: 5...8))
    let other = trial.bytes(trial.number(in: 3...4))
    // From the simplest stream to the worst; the first that fails is the one to be shown.
    for stream in [word + newline, word + [0x0D] + newline] {
      for schedule in Schedule.all(of: stream) where schedule.cuts.count < 2 {
        try examine(schedule)
      }
    }
    try isAlone(word)
    let three = word + newline + other + [0x0D] + newline + word + other + newline
    for schedule in Schedule.all(of: three) { try examine(schedule) }
    for text in ["\n", "\r\n", "a\n\n\nb\n", "\n\r\n\n"] { try examine(text) }
    for text in ["a\rb\n", "\r\r\n", "a\r\r\n", "\ra\n", "\r\n\ra\r\n", " a \n\tb\t\r\n"] {
      try examine(text)
    }
    for text in ["é\n", "h\u{E9}llo 😀\r\ncafé\n"] { try examine(text) }
    for bytes in [[0xFF], [0x41, 0xC3], [0x80, 0x42], [0x41, 0x00, 0x42]] as [[UInt8]] {
      try examine(Schedule(bytes + newline, cuts: []))
    }
    for text in ["hello\n", "hello\r\n", "hello\nTIME\n", "\n\r", "a"] { try examineInside(text) }
    try examineLimit(&trial)
    try examineManyLines()
    try letsGo()
  }

  /// A line begins in one decoder, and another one ends in a second one.
  private func isAlone(_ word: [UInt8]) throws {
    var (first, second) = (Lines(limit: 4096), Lines(limit: 4096))
    let (begun, whole) = (text(word), text(word.reversed()))
    try Mistake.examineSharing(
      "values",
      steps: [
        "first.append(\(begun))", "second.append(\(whole) and a newline)", "second.next()",
      ],
      expected: whole, yours: begun + whole
    ) {
      try? first.append(word)
      try? second.append(word.reversed() + newline)
      return (try? second.next()) == word + word.reversed()
    }
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private func examine(_ text: String) throws {
    for schedule in Schedule.all(of: Array(text.utf8)) { try examine(schedule) }
  }

  /// Feeds the pieces to a new decoder, and takes all lines after each.
  private func examine(_ schedule: Schedule, limit: Int = 4096) throws {
    var lines = Lines(limit: limit)
    var story = LineStory(schedule: schedule, limit: limit)
    Judgement.isGiven(schedule.drawing)
    for piece in schedule.pieces {
      story.fed += piece
      try story.answering { try lines.append(piece) }
      try take(&lines, &story)
      if story.yours != story.expected { throw story.mistake(nil) }
    }
  }

  /// Asks after each piece whether a line has begun.
  private func examineInside(_ text: String) throws {
    for schedule in Schedule.all(of: Array(text.utf8)) where schedule.cuts.count < 2 {
      var lines = Lines(limit: 4096)
      var story = LineStory(schedule: schedule)
      Judgement.isGiven(schedule.drawing + ["and is asked each time: isInsideLine()"])
      if try lines.isInsideLine() { throw story.mistake(.seesALineInNothing) }
      for piece in schedule.pieces {
        story.fed += piece
        try story.answering { try lines.append(piece) }
        try take(&lines, &story)
        let isInside = try story.answering { try lines.isInsideLine() }
        if isInside != story.isInside {
          throw story.mistake(story.isInside ? .forgetsHalfALine : .seesALineInNothing)
        }
      }
    }
  }

  /// Takes lines until there are none, or more than there can be.
  private func take(_ lines: inout Lines, _ story: inout LineStory) throws {
    while story.yours.count < story.expected.count + 4 {
      guard let line = try story.answering({ try lines.next() }) else { return }
      story.yours.append(line)
    }
  }

  // MARK: The limit

  private func examineLimit(_ trial: inout Trial) throws {
    for limit in [20, 4096] {
      let full = trial.bytes(limit)
      try examine(Schedule(full + newline, cuts: []), limit: limit)
      try examine(Schedule(full + newline, cuts: [limit - 1, limit]), limit: limit)
      try examine(Schedule(full.dropLast() + [0x0D, 0x0A], cuts: []), limit: limit)
      let many = (0..<6).flatMap { _ in full + newline }
      try examine(Schedule(many, cuts: []), limit: limit)
      try refuses(full + [0x78], .unboundedLine, limit)
      let slowly = Array(1...limit + 1)
      if limit < 100 {
        try refuses(full + [0x78, 0x78], .unboundedLine, limit, cuts: slowly)
      }
      try refuses(full + [0x78] + newline, .acceptsLongLine, limit)
      try refuses(full + full + newline, .acceptsLongLine, limit, cuts: [limit])
      try refuses(full + [0x0D] + newline, .uncountedReturn, limit)
      let first = Array(full[..<5])
      try refuses(
        first + newline + newline + full + [0x78] + newline, .losesLinesBefore, limit,
        due: [first, []])
    }
  }

  /// Feeds a line that is too long: an error must come as soon as it can be seen, behind the lines
  /// that are due.
  private func refuses(
    _ bytes: [UInt8], _ fault: LineFault, _ limit: Int, cuts: [Int] = [], due: [[UInt8]] = []
  ) throws {
    var lines = Lines(limit: limit)
    var story = LineStory(schedule: Schedule(bytes, cuts: cuts), limit: limit)
    Judgement.isGiven(story.schedule.drawing)
    for piece in story.schedule.pieces {
      story.fed += piece
      story.isTooLong = (story.fed.split(separator: 0x0A).map(\.count).max() ?? 0) > limit
      do {
        try lines.append(piece)
        while story.yours.count < due.count + 4, let line = try lines.next() {
          story.yours.append(line)
        }
      } catch let unsolved as NotStarted {
        throw unsolved
      } catch {
        if story.yours == due, story.isTooLong { return }
        throw story.isTooLong ? story.mistake(.losesLinesBefore) : story.refusal(error)
      }
      if story.isTooLong { throw story.mistake(fault) }
    }
  }

  // MARK: Many lines

  /// Takes short lines out of a small piece and out of a large one: what follows them must not make
  /// each of them slower.
  private func examineManyLines() throws {
    let few = try time(before: 1)
    let many = try time(before: 256)
    // A clock of this thread's own work: what else the machine does is not in it. ThreadSanitizer makes
    // all slow but the moving.
    guard many > 0.006, many > few * (Platform.slowness == 1 ? 6 : 2) else { return }
    throw LineStory(schedule: Schedule([], cuts: [])).mistake(.movesTheRest)
  }

  /// How many seconds 2 000 empty lines take that so many lines of 4 KiB follow, in one piece.
  private func time(before count: Int) throws -> Double {
    Judgement.isGiven(["2001 empty lines, and \(count) of 4095 bytes, in one piece"])
    var lines = Lines(limit: 4096)
    let long = Array(repeating: UInt8(ascii: "x"), count: 4095) + newline
    var piece = Array(repeating: newline[0], count: 2001)
    for _ in 1...count { piece += long }
    try lines.append(piece)
    // An answer may look through all of the piece once, with the first line.
    _ = try lines.next()
    let start = processorSeconds()
    for _ in 1...2000 {
      guard try lines.next() != nil else {
        throw LineStory(schedule: Schedule([], cuts: [])).mistake(.firstLineOnly)
      }
    }
    return processorSeconds() - start
  }

  /// How long this thread has worked.
  ///
  /// - Source: clock_gettime(3).
  private func processorSeconds() -> Double {
    var moment = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &moment)
    return Double(moment.tv_sec) + Double(moment.tv_nsec) / 1e9
  }

  // MARK: How much it keeps

  /// A client that stays for a day: each line is taken out as soon as it has come.
  private func letsGo() throws {
    let story = ["256 times: a line of 4095 bytes is put in, and taken out"]
    Judgement.isGiven(story)
    var lines = Lines(limit: 4096)
    let line = Array(repeating: UInt8(ascii: "x"), count: 4095)
    for _ in 1...256 {
      try lines.append(line + newline)
      _ = try lines.next()
    }
    // Whoever tidies up only now and then may do so.
    let kept = Kept.elements(in: lines)
    if kept < 256 << 11 { return }
    let (sentence, advice) = LineFault.keepsWhatIsUsed.explanation
    throw Mistake(
      LineFault.keepsWhatIsUsed.rawValue, sentence,
      drawing: story + ["still kept: \(kept) bytes"], advice: advice)
  }
}
