import Checks
import CourseTesting
import Testing

@Suite("Lesson 6: your exercises", .waits)
struct ExerciseTests {
  private let exercises = Lesson06Checks.exercises

  @Test("6.1 the objects as Codable types") func exercise6_1() throws {
    try examine("6.1", among: exercises)
  }
  @Test("6.2 a payload, whatever it is") func exercise6_2() throws {
    try examine("6.2", among: exercises)
  }
  @Test("6.3 the summary of each sensor") func exercise6_3() throws {
    try examine("6.3", among: exercises)
  }
}
