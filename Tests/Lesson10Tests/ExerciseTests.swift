import Checks
import CourseTesting
import Testing

@Suite("Lesson 10: your exercises", .waits)
struct ExerciseTests {
  private let exercises = Lesson10Checks.exercises

  @Test("10.1 pack a request, and a reply") func exercise10_1() throws {
    try examine("10.1", among: exercises)
  }
  @Test("10.2 unpack requests, in any pieces") func exercise10_2() throws {
    try examine("10.2", among: exercises)
  }
  @Test("10.3 compute, whatever is asked") func exercise10_3() throws {
    try examine("10.3", among: exercises)
  }
}
