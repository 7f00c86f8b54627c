import Checks
import CourseTesting
import Testing

@Suite("Lesson 3: your exercises", .waits)
struct ExerciseTests {
  private let exercises = Lesson03Checks.exercises

  @Test("3.1 the time message") func exercise3_1() throws {
    try examine("3.1", among: exercises)
  }
  @Test("3.2 push until the peer is gone") func exercise3_2() throws {
    try examine("3.2", among: exercises)
  }
  @Test("3.3 ticks without drift") func exercise3_3() throws {
    try examine("3.3", among: exercises)
  }
}
