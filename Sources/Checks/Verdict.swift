/// What a check says about an exercise.
public enum Verdict: Equatable, Sendable, Codable {
  case passed
  /// It still says `try notStarted()`, there.
  case notStarted(Place)
  case mistake(Mistake)
}

/// A line in a source file.
public struct Place: Equatable, Sendable, Codable, CustomStringConvertible {
  /// The file's absolute path.
  public let file: String
  /// From 1.
  public let line: Int

  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  public var description: String { "\(file):\(line)" }
}

/// A mistake that a check has found, told so that the learner can go on.
public struct Mistake: Error, Equatable, Sendable, Codable {
  /// The name it has in docs/mistakes.md: `countsCharacters`.
  public let id: String
  /// What went wrong, in one sentence or two.
  public let sentence: String
  /// The bytes, with a caret under the first wrong one; or what else there is to see.
  public let drawing: [String]
  /// What to do next, in one sentence.
  public let advice: String

  public init(_ id: String, _ sentence: String, drawing: [String] = [], advice: String) {
    self.id = id
    self.sentence = sentence
    self.drawing = drawing
    self.advice = advice
  }

  /// The mistake as a learner reads it, its name last.
  public var text: String {
    let picture = drawing.isEmpty ? [] : [""] + drawing.map { "  " + $0 } + [""]
    return ([sentence] + picture + ["Next: \(advice)"]).joined(separator: "\n")
  }

  /// The same with the exercise and the function that it is about spelled out.
  func with(id: String) -> Mistake {
    Mistake(id, sentence, drawing: drawing, advice: advice)
  }
}
