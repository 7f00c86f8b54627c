import Workbook

/// One exercise: its name, where it is written, and the examination of an answer.
public struct Check<Work>: Sendable {
  public let exercise: Exercise
  /// Examines an answer; returns when it is right and throws a `Mistake` when it is not.
  let examine: @Sendable (Work, inout Trial) throws -> Void

  init(
    _ exercise: Exercise, examine: @escaping @Sendable (Work, inout Trial) throws -> Void
  ) {
    self.exercise = exercise
    self.examine = examine
  }

  /// The verdict on an answer.
  ///
  /// - Parameter seed: decides all payloads; the same seed gives the same verdict.
  public func verdict(on work: Work, seed: UInt64) -> Verdict {
    var trial = Trial(seed: seed)
    do {
      try examine(work, &trial)
      return .passed
    } catch let unsolved as NotStarted {
      return .notStarted(Place(file: unsolved.file, line: unsolved.line))
    } catch let mistake as Mistake {
      return .mistake(mistake)
    } catch {
      // An examination that lets the answer's own errors through.
      return .mistake(.refusal(error, of: "a right input"))
    }
  }
}

/// An exercise's place in the course.
public struct Exercise: Sendable, Codable {
  /// `2.3`.
  public let id: String
  public let title: String
  /// How its declaration begins in the learner's file: `func header(`.
  public let declaration: String
  /// The names of the mistakes that its check tells apart, besides those in `Mistake.anywhere`.
  public let mistakes: [String]
  /// The exercise whose answer this one's is meant to call: 5.1, for 5.2.
  public let leansOn: String?

  init(
    _ id: String, _ title: String, _ declaration: String, mistakes: [String],
    leansOn: String? = nil
  ) {
    self.id = id
    self.title = title
    self.declaration = declaration
    self.mistakes = mistakes
    self.leansOn = leansOn
  }

  /// `02`, for exercise 2.3.
  public var lesson: String {
    let number = id.prefix { $0 != "." }
    return number.count < 2 ? "0" + number : String(number)
  }

  /// Sorts exercises as the course has them: 2.3 before 10.1.
  var order: Int {
    let numbers = id.split(separator: ".").compactMap { Int($0) }
    return numbers.reduce(0) { $0 * 100 + $1 }
  }

  /// `Exercise2_3.swift`.
  public var fileName: String { "Exercise\(id.replacing(".", with: "_")).swift" }

  /// What checks this one exercise, as a learner types it; it builds this lesson alone.
  public var command: String { "swift run exercise\(lesson) check \(id)" }

  /// The same as a test, which builds all lessons first.
  public var testCommand: String { "swift test --filter exercise\(id.replacing(".", with: "_"))" }
}
