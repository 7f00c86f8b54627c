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
    let picture = drawing.isEmpty ? [] : [""] + drawing.map { $0.isEmpty ? "" : "  " + $0 } + [""]
    return (sentence.wrapped(to: 78) + picture + "To do: \(advice)".wrapped(to: 78))
      .joined(separator: "\n")
  }
}

extension String {
  /// The text in lines of at most `width` characters, broken at spaces.
  package func wrapped(to width: Int) -> [String] {
    split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      line.split(separator: " ", omittingEmptySubsequences: false).reduce(into: [""]) {
        lines, word in
        let last = lines[lines.count - 1]
        if last.isEmpty {
          lines[lines.count - 1] = String(word)
        } else if last.count + 1 + word.count <= width {
          lines[lines.count - 1] += " " + word
        } else {
          lines.append(String(word))
        }
      }
    }
  }
}
