import Checks
import CourseTesting
import Testing

@Suite("Lesson 5: your exercises", .waits)
struct ExerciseTests {
  private let exercises = Lesson05Checks.exercises

  @Test("5.1 goodbye") func exercise5_1() throws {
    try examine("5.1", among: exercises)
  }
  @Test("5.2 tell the endings apart") func exercise5_2() throws {
    try examine("5.2", among: exercises)
  }
  @Test("5.3 stop in order") func exercise5_3() throws {
    try examine("5.3", among: exercises)
  }
}
