import Checks
import Foundation

/// Why a lesson's program could not be built, and which exercises that is about.
struct Obstacle {
  private let lesson: Lesson
  private let clone: Clone
  /// By file, the one to begin with.
  private let errors: [String: CompilerError]
  private let output: String

  /// - Parameter output: what the build has written.
  init(_ lesson: Lesson, _ clone: Clone, output: String) {
    self.lesson = lesson
    self.clone = clone
    self.output = output
    errors = CompilerError.byFile(in: output, root: clone.root)
  }

  /// How things stand with the exercises of a lesson that cannot be built.
  ///
  /// - Parameter known: what was known of one that is not to blame.
  /// - Throws: `Trouble` when none of the lesson's exercises is to blame.
  func findings(_ exercises: [Exercise], known: (Exercise) -> Standing?) throws -> [Finding] {
    let culprits = self.culprits
    guard let first = culprits.first else { throw trouble }
    return exercises.map { exercise in
      let own = culprits.first { $0.exercise.id == exercise.id }?.standing
      let standing =
        own ?? known(exercise)
        ?? .heldUp(by: (clone.file(of: first.exercise) as NSString).lastPathComponent)
      return Finding(exercise: exercise, standing: standing)
    }
  }

  private var culprits: [Finding] {
    let certain = lesson.exercises.compactMap { exercise in
      (clone.misplacement(of: exercise) ?? doesNotCompile(exercise)).map {
        Finding(exercise: exercise, standing: $0)
      }
    }
    if !certain.isEmpty { return certain }
    // An answer that is not there is an error in main.swift, where all are needed.
    let missed = Self.exercises(missedIn: output, of: lesson)
    return lesson.exercises.compactMap { exercise in
      if !Declaration.isThere(exercise, in: clone.text(clone.file(of: exercise)) ?? "") {
        return Finding(exercise: exercise, standing: .undeclared)
      }
      guard missed.contains(exercise.id), let error = errors["\(lesson.exerciseFolder)/main.swift"]
      else { return nil }
      return Finding(exercise: exercise, standing: .doesNotCompile(error))
    }
  }

  private func doesNotCompile(_ exercise: Exercise) -> Standing? {
    errors[clone.file(of: exercise)].map { .doesNotCompile($0) }
  }

  /// The exercises whose answers the compiler misses: `requires that 'Exercises' conform to
  /// 'Exercise2_1'`.
  static func exercises(missedIn output: String, of lesson: Lesson) -> [String] {
    output.matches(of: /error: .*'Exercises'.* conform to '?Exercise(\d+)_(\d+)/)
      .map { "\($0.1).\($0.2)" }.filter { id in lesson.exercises.contains { $0.id == id } }
  }

  private var trouble: Trouble {
    let own = errors.values.filter { $0.file.hasPrefix(lesson.exerciseFolder + "/") }
    let inOrder = (own.isEmpty ? Array(errors.values) : own).sorted { $0.file < $1.file }
    // main.swift misses what another file has not.
    guard let error = inOrder.first(where: { !$0.file.hasSuffix("/main.swift") }) ?? inOrder.first
    else {
      let lines = output.split(whereSeparator: \.isNewline).suffix(12).joined(separator: "\n")
      return Trouble(
        "swift build fails, and not because of your files:\n\(lines)",
        next: "swift build --product \(lesson.product)")
    }
    let drawing = error.drawing(of: clone.text(error.file) ?? "", columns: 76)
    let sentence = ["\(error.place): \(error.message)", ""] + drawing + [""]
    let name = (error.file as NSString).lastPathComponent
    func blaming(_ advice: String, next: String) -> Trouble {
      Trouble((sentence + [advice]).joined(separator: "\n"), next: next, obstacle: name)
    }
    let shared = "\(lesson.exerciseFolder)/Exercises.swift"
    if [shared, "\(lesson.exerciseFolder)/main.swift"].contains(error.file),
      let fresh = clone.text("\(lesson.starterFolder)/Exercises.swift"), fresh != clone.text(shared)
    {
      return blaming(
        "Nothing of lesson \(lesson.spoken) can be checked until Exercises.swift is as it was, or "
          + "nearly. To have it back:", next: "cp \(lesson.starterFolder)/Exercises.swift \(shared)"
      )
    }
    if own.isEmpty || name == "main.swift" {
      return blaming(
        "That is a file of the course, and none of yours. Was it changed by accident?",
        next: "git diff \(error.file)")
    }
    return blaming(
      "Nothing of lesson \(lesson.spoken) can be checked until \(name) compiles. Change it, save it, "
        + "and:", next: "swift run coach check \(lesson.spoken)")
  }
}
