import Checks
import CourseTesting
import Testing

@Suite("Lesson 11: your exercises", .waits)
struct ExerciseTests {
  private let exercises = Lesson11Checks.exercises

  @Test("11.1 the position packets") func exercise11_1() throws {
    try examine("11.1", among: exercises)
  }
  @Test("11.2 broadcast, dropping the dead") func exercise11_2() throws {
    try examine("11.2", among: exercises)
  }
  @Test("11.3 latest position only, for slow readers") func exercise11_3() throws {
    try examine("11.3", among: exercises)
  }
}
