import Checks
import CourseTesting
import Testing

@Suite("Lesson 7: your exercises", .waits)
struct ExerciseTests {
  private let exercises = Lesson07Checks.exercises

  @Test("7.1 the target field") func exercise7_1() throws {
    try examine("7.1", among: exercises)
  }
  @Test("7.2 the list of devices") func exercise7_2() throws {
    try examine("7.2", among: exercises)
  }
  @Test("7.3 relay one request") func exercise7_3() throws {
    try examine("7.3", among: exercises)
  }
}
