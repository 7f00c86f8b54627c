/// The lines that a run ends with: how things stand, and what to do next.
public enum NextStep {
  /// Two lines: the state of the exercises that were checked, and the next one with its place
  /// and the command that checks it. A mistake comes before what was not started.
  ///
  /// - Parameter course: all exercises that there are, in order; what was not checked in this
  ///   run comes next when all that was checked passes.
  public static func lines(after reports: [Supervisor.Report], in course: [Exercise]) -> [String] {
    let ordered = reports.sorted { $0.exercise.order < $1.exercise.order }
    let wrong = ordered.filter(\.isWrong)
    let waiting = ordered.filter(\.isNotStarted)
    let passed = ordered.count - wrong.count - waiting.count
    let names = wrong.map { "\($0.exercise.id) \($0.mistakeID)" }.joined(separator: ", ")
    let state =
      "Your exercises: \(passed) passed, \(waiting.count) not started, \(wrong.count) wrong"
      + (names.isEmpty ? "." : ": \(names).")
    return [state, next(wrong.first ?? waiting.first, ordered, course)]
  }

  private static func next(
    _ report: Supervisor.Report?, _ checked: [Supervisor.Report], _ course: [Exercise]
  ) -> String {
    if let report {
      let exercise = course.first { $0.id == report.unsolved } ?? report.exercise
      return line(exercise, report.shortPlace)
    }
    let last = checked.last?.exercise
    let unchecked = course.first { exercise in
      exercise.order > (last?.order ?? 0) && exercise.lesson == last?.lesson
    }
    if let unchecked { return line(unchecked, unchecked.path) }
    let lesson = last?.lesson ?? "01"
    let isWhole =
      course.filter { $0.lesson == lesson }.count
      == checked.filter { $0.exercise.lesson == lesson }.count
    return isWhole
      ? "Next: run your own code, swift run exercise\(lesson) · then the next lesson in README.md"
      : "Next: all of lesson \(Int(lesson) ?? 0) · swift run exercise\(lesson) check"
  }

  private static func line(_ exercise: Exercise, _ place: String) -> String {
    "Next: exercise \(exercise.id), \(exercise.title) · \(place) · \(exercise.command)"
  }
}

extension Supervisor.Report {
  fileprivate var isWrong: Bool { if case .mistake = verdict { true } else { false } }
  fileprivate var isNotStarted: Bool { if case .notStarted = verdict { true } else { false } }
  fileprivate var mistakeID: String {
    if case .mistake(let mistake) = verdict { mistake.id } else { "" }
  }
}
