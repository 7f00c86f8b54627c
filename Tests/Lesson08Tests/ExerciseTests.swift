import Checks
import CourseTesting
import Testing

@Suite("Lesson 8: your exercises", .waits)
struct ExerciseTests {
  private let exercises = Lesson08Checks.exercises

  @Test("8.1 everyone but the sender") func exercise8_1() throws {
    try examine("8.1", among: exercises)
  }
  @Test("8.2 history for newcomers") func exercise8_2() throws {
    try examine("8.2", among: exercises)
  }
  @Test("8.3 a queue for each client") func exercise8_3() throws {
    try examine("8.3", among: exercises)
  }
}
