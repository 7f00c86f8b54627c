import Checks
import Foundation
import Processes
import Synchronization

/// Finds out how things stand: by what is noted when nothing has changed since, and by the checks
/// otherwise.
struct Examiner: Sendable {
  let clone: Clone
  let notebook: NotebookFile
  let speaker: Speaker

  // MARK: What is known

  /// How things stand with a lesson, if nothing has changed since the last check; nil when it has.
  ///
  /// - Parameter checks: the version of the checks.
  func known(_ lesson: Lesson, checks: String) -> [Finding]? {
    // CourseTests hold that every starter is "not started".
    if lesson.exercises.allSatisfy(clone.isUntouched) {
      return lesson.exercises.map { Finding(exercise: $0, standing: .notStarted) }
    }
    let files = lesson.fingerprint(in: clone)
    let notes = notebook.read()
    let findings = lesson.exercises.compactMap { exercise -> Finding? in
      guard let record = notes[exercise.id].last, record.files == files,
        let standing = standing(record, checks)
      else { return nil }
      return Finding(exercise: exercise, standing: standing)
    }
    return findings.count == lesson.exercises.count ? findings : nil
  }

  /// What a record is still worth; nothing when older checks had found a mistake.
  private func standing(_ record: Notebook.Record, _ checks: String) -> Standing? {
    switch (record.verdict, record.checks == checks) {
    case ("passed", true): .passed
    case ("passed", false): .passedBefore
    case ("notStarted", _): .notStarted
    case (let id, true): .mistake(id, seed: record.seed)
    case (_, false): nil
    }
  }

  // MARK: Checking

  /// Builds a lesson's program and has exercises of it judged.
  ///
  /// - Parameters:
  ///   - seed: of the payloads; nil for SEED, or a new one for each exercise.
  ///   - announces: whether it says that it begins.
  func check(
    _ lesson: Lesson, only ids: [String]? = nil, seed: UInt64? = nil, announces: Bool = true
  ) throws -> [Finding] {
    let chosen = lesson.exercises.filter { ids?.contains($0.id) ?? true }
    if announces { speaker.note("checking lesson \(lesson.spoken) …") }
    let files = lesson.fingerprint(in: clone)
    switch try Workshop(root: clone.root, note: speaker.note).build(lesson.product) {
    case .built:
      let reports = judge(chosen, lesson, seed: seed)
      remember(reports, files: files)
      return reports.map { Finding(exercise: $0.exercise, standing: $0.standing, report: $0) }
    case .failed(let output):
      return try Obstacle(lesson, clone, output: output).findings(chosen, known: known)
    case .tookTooLong:
      throw Trouble("swift build has not ended for an hour.", next: "swift build")
    }
  }

  /// How things stand with exercises of a lesson that cannot be checked: as it was known, and else
  /// they wait.
  func findings(_ exercises: [Exercise], heldUpBy trouble: Trouble) -> [Finding] {
    exercises.map {
      let waits = Standing.heldUp(by: trouble.obstacle ?? "the lesson's build")
      return Finding(exercise: $0, standing: known($0) ?? waits)
    }
  }

  /// What was known of an exercise whose own file has not changed since: what stops the build is
  /// another file.
  func known(_ exercise: Exercise) -> Standing? {
    if clone.isUntouched(exercise) { return .notStarted }
    guard let record = notebook.read()[exercise.id].last,
      record.file == Fingerprint.of([clone.path(clone.file(of: exercise))])
    else { return nil }
    return standing(record, record.checks)
  }

  /// Several at a time, each in a process of its own.
  private func judge(
    _ exercises: [Exercise], _ lesson: Lesson, seed: UInt64?
  ) -> [Supervisor.Report] {
    let supervisor = Supervisor(program: clone.path(".build/debug/\(lesson.product)"))
    let reports = Mutex<[String: Supervisor.Report]>([:])
    DispatchQueue.concurrentPerform(iterations: exercises.count) { index in
      let report = supervisor.judge(exercises[index], seed: seed ?? Supervisor.seed())
      reports.withLock { $0[report.exercise.id] = report }
    }
    return reports.withLock { reports in exercises.compactMap { reports[$0.id] } }
  }

  private func remember(_ reports: [Supervisor.Report], files: String) {
    // Saved again while it was judged: then nobody knows which version the verdict is about.
    guard let lesson = reports.first.map({ clone.lesson(of: $0.exercise) }),
      lesson.fingerprint(in: clone) == files
    else { return }
    let (checks, when) = (clone.checksVersion, Date.now.ISO8601Format())
    let complaint = notebook.update { notes in
      for report in reports {
        let id = report.exercise.id
        notes[id].last = Notebook.Record(
          verdict: report.word, seed: report.seed,
          file: Fingerprint.of([clone.path(clone.file(of: report.exercise))]), files: files,
          checks: checks,
          when: when)
        if report.verdict == .passed, notes[id].passed == nil { notes[id].passed = when }
      }
    }
    if let complaint { speaker.note(complaint) }
  }
}

extension Supervisor.Report {
  /// The verdict as the notebook has it.
  var word: String {
    switch verdict {
    case .passed: "passed"
    case .notStarted: "notStarted"
    case .mistake(let mistake): mistake.id
    }
  }

  var standing: Standing {
    switch verdict {
    case .passed: .passed
    case .notStarted: .notStarted
    case .mistake(let mistake): .mistake(mistake.id, seed: seed)
    }
  }
}

/// Something that keeps the coach from its work: one sentence, and the next command.
struct Trouble: Error, CustomStringConvertible {
  let description: String
  let next: String
  /// 64 when the command was wrong.
  let status: Int32
  /// The name of the file that keeps a lesson from being checked.
  let obstacle: String?

  init(_ description: String, next: String, status: Int32 = 1, obstacle: String? = nil) {
    self.description = description
    self.next = next
    self.status = status
    self.obstacle = obstacle
  }
}
