import Checks
import Foundation

/// Why a lesson's program could not be built, and which exercise that is about.
struct Obstacle {
  private let lesson: Lesson
  private let clone: Clone
  private let error: CompilerError?
  private let output: String

  /// - Parameter output: what the build has written.
  init(_ lesson: Lesson, _ clone: Clone, output: String) {
    self.lesson = lesson
    self.clone = clone
    self.output = output
    error = CompilerError.first(in: output, below: lesson.exerciseFolder, root: clone.root)
  }

  /// How things stand with the exercises of a lesson that cannot be built.
  ///
  /// - Parameter known: what was known of one that is not to blame.
  /// - Throws: `Trouble` when none of the lesson's exercises is to blame.
  func findings(_ exercises: [Exercise], known: (Exercise) -> Standing?) throws -> [Finding] {
    let culprits = self.culprits
    guard let (first, _) = culprits.first else { throw trouble }
    return exercises.map { exercise in
      let own = culprits.first { $0.0.id == exercise.id }?.1
      return Finding(
        exercise: exercise, standing: own ?? known(exercise) ?? .heldUp(by: first.fileName))
    }
  }

  private var culprits: [(Exercise, Standing)] {
    if let error, let guilty = lesson.exercises.first(where: { $0.path == error.file }) {
      return [(guilty, .doesNotCompile(error))]
    }
    // The compiler's word for an answer that is not there: in main.swift, where all are needed.
    return lesson.exercises.compactMap { exercise in
      guard let text = clone.text(exercise.path) else {
        return (exercise, .missing(renamed: clone.renamedFile(of: exercise)))
      }
      let answers =
        text.contains("Exercise\(exercise.underscored)")
        && text.contains("extension Exercises")
      return answers ? nil : (exercise, .undeclared)
    }
  }

  private var trouble: Trouble {
    guard let error else {
      let lines = output.split(whereSeparator: \.isNewline).suffix(12).joined(separator: "\n")
      return Trouble(
        "swift build fails, and not because of your files:\n\(lines)",
        next: "swift build --product \(lesson.product)")
    }
    let drawing = error.drawing(of: clone.text(error.file) ?? "", columns: 76)
    let sentence = ["\(error.place): \(error.message)", ""] + drawing + [""]
    let name = (error.file as NSString).lastPathComponent
    if error.file.hasPrefix(lesson.exerciseFolder) {
      let starter = clone.path("\(lesson.starterFolder)/\(name)")
      let isOurs = FileManager.default.fileExists(atPath: starter)
      return Trouble(
        (sentence + ["Nothing of lesson \(lesson.spoken) can be checked until it compiles."])
          .joined(separator: "\n"),
        next: isOurs
          ? "cp \(lesson.starterFolder)/\(name) \(error.file)" : "swift run coach watch")
    }
    return Trouble(
      (sentence + ["That is a file of the course, and none of yours. Was it changed by accident?"])
        .joined(separator: "\n"), next: "git diff \(error.file)")
  }
}
