import Checks
import CourseTesting
import Testing

@Suite("Lesson 2: your exercises", .waits)
struct ExerciseTests {
  private let exercises = Lesson02Checks.exercises

  @Test("2.1 the header of a message") func exercise2_1() throws {
    try examine("2.1", among: exercises)
  }
  @Test("2.2 the length in a header") func exercise2_2() throws {
    try examine("2.2", among: exercises)
  }
  @Test("2.3 pieces in, messages out") func exercise2_3() throws {
    try examine("2.3", among: exercises)
  }
  @Test("2.4 send all of it") func exercise2_4() throws {
    try examine("2.4", among: exercises)
  }
}
