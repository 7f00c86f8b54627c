import Checks
import Foundation

/// One student's answers on the bench.
struct Sitting {
  private let handIn: HandIn
  private let bench: Bench
  private let checks: String

  init(_ handIn: HandIn, _ bench: Bench, checks: String) {
    self.handIn = handIn
    self.bench = bench
    self.checks = checks
  }

  /// What came of every exercise; only what is not in the record is built and judged.
  /// And what the teacher should know of their files.
  func outcomes(_ record: inout ClassRecord) throws -> ([String: Outcome], notes: [String]) {
    var outcomes: [String: Outcome] = [:]
    var open: [Lesson] = []
    for lesson in bench.clone.lessons {
      let known = record.outcomes(
        handIn.student, lesson, files: fingerprint(lesson), checks: checks)
      if let known {
        outcomes.merge(known) { $1 }
      } else if lesson.exercises.allSatisfy(isUntouched) {
        for exercise in lesson.exercises { outcomes[exercise.id] = untouched(exercise) }
      } else {
        open.append(lesson)
      }
    }
    guard !open.isEmpty else { return (outcomes, []) }
    let (fresh, notes) = try judge(open)
    for lesson in open {
      let own = fresh.filter { id, _ in lesson.exercises.contains { $0.id == id } }
      record.set(
        handIn.student, lesson,
        ClassRecord.Entry(files: fingerprint(lesson), checks: checks, outcomes: own))
    }
    return (outcomes.merging(fresh) { $1 }, notes)
  }

  private func judge(_ lessons: [Lesson]) throws -> ([String: Outcome], notes: [String]) {
    for path in lessons.flatMap(bench.wanted) {
      try bench.put(handIn.files[path] ?? bench.starter(path), at: path)
    }
    let messages = try bench.build(lessons)
    var outcomes: [String: Outcome] = [:]
    var judged: [Exercise] = []
    for exercise in lessons.flatMap(\.exercises) {
      if isUntouched(exercise) {
        outcomes[exercise.id] = untouched(exercise)
      } else if let message = messages[exercise.path] {
        outcomes[exercise.id] = .doesNotCompile(message: message)
      } else {
        judged.append(exercise)
      }
    }
    let containment = try Containment(in: bench.clone.path(".coach/class/room"))
    defer { containment.clean() }
    let folder = bench.folder
    for report in containment.judge(
      judged, program: { "\(folder)/.build/debug/exercise\($0.lesson)" })
    {
      outcomes[report.exercise.id] =
        switch report.verdict {
        case .passed: .passed
        case .notStarted: .notStarted
        case .mistake(let mistake): .mistake(mistake.id)
        }
    }
    let shared = messages.filter { $0.key.hasSuffix("/Exercises.swift") }
    return (outcomes, shared.map { "\($0) does not compile, the starter was taken: \($1)" })
  }

  private func isUntouched(_ exercise: Exercise) -> Bool {
    guard let data = handIn.files[exercise.path] else { return true }
    return data == bench.starter(exercise.path)
  }

  private func untouched(_ exercise: Exercise) -> Outcome {
    handIn.files[exercise.path] == nil ? .notHandedIn : .notStarted
  }

  private func fingerprint(_ lesson: Lesson) -> String {
    Fingerprint.of(bench.wanted(lesson).map { ($0, handIn.files[$0] ?? Data()) })
  }
}
