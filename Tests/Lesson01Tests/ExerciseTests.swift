import Checks
import CourseTesting
import Testing

@Suite("Lesson 1: your exercises", .waits)
struct ExerciseTests {
  private let exercises = Lesson01Checks.exercises

  @Test("1.1 everything, until the peer closes") func exercise1_1() throws {
    try examine("1.1", among: exercises)
  }
  @Test("1.2 the same as text") func exercise1_2() throws {
    try examine("1.2", among: exercises)
  }
  @Test("1.3 exactly n bytes") func exercise1_3() throws {
    try examine("1.3", among: exercises)
  }
}
