/// The line that a run ends with: what to do next.
public enum NextStep {
  /// The first exercise that is wrong or not started, its place, and the command that checks it.
  public static func line(after reports: [Supervisor.Report]) -> String {
    let ordered = reports.sorted { $0.exercise.order < $1.exercise.order }
    guard let next = ordered.first(where: { $0.verdict != .passed }) else {
      let lessons = Set(ordered.map(\.exercise.lesson)).sorted().map { String(Int($0) ?? 0) }
      let which = lessons.count == 1 ? "lesson" : "lessons"
      return "All exercises of \(which) \(lessons.joined(separator: ", ")) pass. "
        + "README.md has the table of lessons."
    }
    return "Next: exercise \(next.exercise.id), \(next.exercise.title) · \(next.shortPlace) · "
      + "\(next.exercise.command)"
  }
}
