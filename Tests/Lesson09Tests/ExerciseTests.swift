import Checks
import CourseTesting
import Testing

@Suite("Lesson 9: your exercises", .waits)
struct ExerciseTests {
  private let exercises = Lesson09Checks.exercises

  @Test("9.1 lines out of pieces") func exercise9_1() throws {
    try examine("9.1", among: exercises)
  }
  @Test("9.2 the first hook that matches the whole line") func exercise9_2() throws {
    try examine("9.2", among: exercises)
  }
  @Test("9.3 your own hook: TIME") func exercise9_3() throws {
    try examine("9.3", among: exercises)
  }
}
