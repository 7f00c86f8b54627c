import Checks
import Foundation
import Processes
import Synchronization
import Testing

/// Examines the learner's answer to one exercise and makes a test result of the verdict:
/// passed, cancelled with "not started", or one failure in the learner's file.
///
/// The answer runs in a child process: whatever it does, the other tests report.
public func examine(_ id: String, among exercises: [Exercise]) throws {
  let exercise = try #require(exercises.first { $0.id == id }, "there is no exercise \(id)")
  let supervisor = Supervisor(program: PackageFolder.program("exercise\(exercise.lesson)"))
  let report = supervisor.judge(exercise, among: exercises)
  RunSummary.add(report, exercises)
  switch report.verdict {
  case .passed: return
  case .notStarted: try Test.cancel("not started: \(report.shortPlace)")
  case .mistake: Issue.record(Comment(rawValue: report.text), sourceLocation: report.location)
  }
}

extension Supervisor.Report {
  /// The exercise's declaration in the learner's file.
  fileprivate var location: SourceLocation {
    let place = exercise.declarationPlace
    return SourceLocation(
      fileID: "Exercises/\(exercise.fileName)", filePath: place.file, line: place.line, column: 1)
  }
}

/// What the run has said about the learner's exercises; its last line is the next step.
enum RunSummary {
  private struct State {
    var reports: [Supervisor.Report] = []
    var course: [String: [Exercise]] = [:]
  }
  private static let state = Mutex(State())

  static func add(_ report: Supervisor.Report, _ exercises: [Exercise]) {
    let isFirst = state.withLock {
      $0.reports.append(report)
      $0.course[report.exercise.lesson] = exercises
      return $0.reports.count == 1
    }
    // Behind the test runner's own last line: when the process ends.
    if isFirst { atexit { RunSummary.finish() } }
  }

  private static func finish() {
    let (reports, course) = state.withLock { ($0.reports, $0.course) }
    let exercises = course.sorted { $0.key < $1.key }.flatMap(\.value)
    // To standard error, where the test runner writes: only there it stands behind its lines.
    for line in NextStep.lines(after: reports, in: exercises) {
      try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
    }
  }
}
