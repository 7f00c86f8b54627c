/// The catalogue: all exercises of the course, in order.
public enum Course {
  /// A line for each lesson.
  public static let exercises: [Exercise] = [
    Lesson01Checks.exercises,
    Lesson02Checks.exercises,
    Lesson03Checks.exercises,
    Lesson04Checks.exercises,
    Lesson05Checks.exercises,
    Lesson06Checks.exercises,
    Lesson07Checks.exercises,
    Lesson08Checks.exercises,
    Lesson09Checks.exercises,
    Lesson10Checks.exercises,
    Lesson11Checks.exercises,
  ].flatMap(\.self)
}
