import Checks
import Testing
import WrongPrograms

@Suite("docs/mistakes.md is in step", .enabled(if: isCourse))
struct MatrixTests {
  @Test("the table of mistakes is the catalogue of wrong programs")
  func tableIsInStep() throws {
    var lines = [
      "# Mistakes",
      "",
      "What the checks tell apart, exercise by exercise. Each mistake has at least one wrong",
      "program in `Tests/WrongPrograms`, and `CourseTests` hold both ways: every wrong program is",
      "caught by the mistake of its name, and every mistake catches a wrong program.",
      "",
      "This page is generated: `Scripts/regenerate`.",
    ]
    for exercise in allExercises {
      lines += [
        "", "## \(exercise.id) · \(exercise.title)", "", "| mistake | a wrong program that … |",
        "|---|---|",
      ]
      for id in exercise.mistakes + Mistake.anywhere {
        let programs = WrongProgram.all.filter { $0.exercise == exercise.id && $0.mistake == id }
        lines += programs.map { "| `\($0.mistake)` | \($0.summary) |" }
      }
    }
    try hold("docs/mistakes.md", to: lines.joined(separator: "\n") + "\n")
  }
}
