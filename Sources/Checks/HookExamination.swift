import Tape
import Workbook

/// The examination of exercise 9.2: lines, tables, and whose action was called.
struct HookExamination<Work: Exercise9_2> {
  let work: Work

  /// A row of a table, as it is typed and as it works.
  private struct Row {
    let text: String
    let pattern: Regex<AnyRegexOutput>

    init(_ text: String) throws {
      self.text = text
      pattern = try Regex(text)
    }
  }

  func run(_ trial: inout Trial) throws {
    let word = trial.text(6).uppercased() + "X"
    try examine(word, [word], is: 0)
    try examine("SAY \(word) AGAIN", [word], fault: .matchesAnywhere)
    try examine("SAY \(word)", [word], fault: .matchesAnywhere)
    try examine("\(word)WORLD", [word], fault: .matchesPrefix)
    try examine("\(word) \(word)", [word], fault: .matchesPrefix)
    try examine(word.lowercased(), [word], fault: .ignoresCase)
    for line in [" \(word)", "\(word) ", "\(word)\t", "\(word)\r", "\(word)\u{0}"] {
      try examine(line, [word], fault: .trimsTheLine)
    }
    try examine("NOBODY", ["HELLO", word], fault: .inventsAnAnswer)
    try examine("", ["HELLO", word], fault: .inventsAnAnswer)
    try examine("HELLO", [], fault: .inventsAnAnswer)
    try examine("", ["HELLO", ".*"], is: 1)
    try examine("HELLO", ["TIME", "HELLO", "CLOSE"], is: 1)
    try examine("CLOSE", ["TIME", "HELLO", "CLOSE"], is: 2)
    try examine(word, [word, ".*"], is: 0, fault: .lastMatchWins)
    try examine(word, [".*", word], is: 0, fault: .lastMatchWins)
    try examine(word, ["HELLO", "[A-Z0-9]+", word, ".*"], is: 1, fault: .lastMatchWins)
    try examine("ECHO \(word)", ["ECHO", "ECHO .*", ".*"], is: 1)
    try examine("SET lamp 7", ["SET (\\w+) (\\d+)"], is: 0)
    try examine("HELLO \(word)", ["HELLO|HELLO .*"], is: 0, fault: .stopsAtTheFirstWay)
    try examine("ECHO \(word)", ["ECHO .*?", ".*"], is: 0, fault: .stopsAtTheFirstWay)
    try examine("ÄHNLICH 😀", ["HELLO", "ÄHNLICH .*"], is: 1)
    try examine(String(repeating: "HELLO", count: 819), ["HELLO"], fault: .matchesPrefix)
    for answer in ["", "  MSG \(word)  ", "a\u{0}b", "é"] {
      try examine(word, [word], is: 0, answering: answer, fault: .changesTheAnswer)
    }
  }

  /// - Parameters:
  ///   - index: of the hook that the line is for; nil when there is none.
  ///   - fault: what it is when another hook answers, or one where there is none.
  private func examine(
    _ line: String, _ patterns: [String], is index: Int? = nil, answering text: String? = nil,
    fault: HookFault? = nil
  ) throws {
    var calls: [(index: Int, line: String)] = []
    let rows = try patterns.map { try Row($0) }
    let answers = rows.indices.map { text ?? "answer \($0 + 1)" }
    let hooks = rows.enumerated().map { place, row in
      Hook(row.pattern) { given in
        calls.append((place, given))
        return answers[place]
      }
    }
    let table = drawing(line, patterns)
    Judgement.isGiven(table)
    let yours: String?
    do {
      yours = try work.answer(to: line, by: hooks)
    } catch let error where !(error is NotStarted) {
      if index == nil { throw mistake(.throwsForUnknownLines, table) }
      throw Mistake.refusal(error, of: "a line that a hook is for", drawing: table)
    }
    let expected = index.map { answers[$0] }
    let outcome =
      table + [
        "", "expected  \(describe(expected))",
        "yours     \(describe(yours))" + described(calls.map(\.index)),
      ]
    if let index {
      if let other = calls.first(where: { $0.index != index }) {
        let isWrongWinner = yours == answers[other.index] && text == nil
        if fault == .stopsAtTheFirstWay, calls.count == 1 {
          throw mistake(.stopsAtTheFirstWay, outcome)
        }
        throw mistake(
          isWrongWinner && other.index > index ? .lastMatchWins : .callsOtherActions, outcome)
      }
      if calls.isEmpty, fault == .stopsAtTheFirstWay { throw mistake(.stopsAtTheFirstWay, outcome) }
      if calls.count > 1 { throw mistake(.callsTwice, outcome) }
      if let given = calls.first?.line, !given.utf8.elementsEqual(line.utf8) {
        throw mistake(.passesOtherText, outcome + ["it was given \(quoted(given))"])
      }
      guard let yours, let expected else { throw wrong(outcome) }
      if yours.utf8.elementsEqual(expected.utf8) { return }
      throw calls.isEmpty ? wrong(outcome) : mistake(.changesTheAnswer, outcome)
    }
    if !calls.isEmpty, yours == nil { throw mistake(.callsOtherActions, outcome) }
    if yours == nil { return }
    throw mistake(calls.isEmpty ? .inventsAnAnswer : fault ?? .inventsAnAnswer, outcome)
  }

  private func wrong(_ drawing: [String]) -> Mistake {
    Mistake(
      "wrongResult", "This is not what the first hook that matches answers.", drawing: drawing,
      advice:
        "go through the hooks in order; the first whose pattern matches the whole line answers.")
  }

  private func mistake(_ fault: HookFault, _ drawing: [String]) -> Mistake {
    let (sentence, advice) = fault.explanation
    return Mistake(fault.rawValue, sentence, drawing: drawing, advice: advice)
  }

  // MARK: Drawing

  private func drawing(_ line: String, _ patterns: [String]) -> [String] {
    let table = patterns.enumerated().map { "hook \($0 + 1)    /\($1)/" }
    return ["line      \(quoted(line))"] + (table.isEmpty ? ["no hooks"] : table)
  }

  private func quoted(_ text: String) -> String {
    let shown = Readable.text(text.utf8.prefix(50))
    return text.utf8.count > 50 ? "\"\(shown)…\" (\(text.utf8.count) bytes)" : "\"\(shown)\""
  }

  private func describe(_ answer: String?) -> String { answer.map(quoted) ?? "nil" }

  private func described(_ calls: [Int]) -> String {
    if calls.isEmpty { return ", no action called" }
    let names = calls.prefix(4).map { "\($0 + 1)" }.joined(separator: ", ")
    return ", called the action of hook \(names)\(calls.count > 4 ? ", …" : "")"
  }
}
