import Checks
import CourseTesting
import Testing

@Suite("Lesson 4: your exercises", .waits)
struct ExerciseTests {
  private let exercises = Lesson04Checks.exercises

  @Test("4.1 serve one client") func exercise4_1() throws {
    try examine("4.1", among: exercises)
  }
  @Test("4.2 accept so that nobody waits") func exercise4_2() throws {
    try examine("4.2", among: exercises)
  }
  @Test("4.3 the register of clients") func exercise4_3() throws {
    try examine("4.3", among: exercises)
  }
}
