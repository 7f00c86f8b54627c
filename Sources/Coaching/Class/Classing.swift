import Checks
import Foundation
import LessonKit
import Processes

extension Coach {
  private static let csv = Option.optionalText(
    "--csv", "FILE", help: "write the results as a table for a spreadsheet")
  private static let html = Option.optionalText(
    "--html", "FILE", help: "write them as one page, with a heat map by mistake")
  private static let folder = Option.optionalText(
    "FOLDER", "FOLDER", help: "holds a clone or an archive of each student")

  /// `class FOLDER`: who has passed what.
  func examineClass(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(
      words, options: [Self.csv, Self.html], operands: [Self.folder],
      program: "swift run coach class")
    guard let folder = arguments[Self.folder] else {
      throw Trouble(
        "class needs the folder that holds your students' clones or archives.",
        next: "swift run coach class FOLDER", status: 64)
    }
    let paths = try handIns(in: folder)
    speaker.note(Containment.warning.wrapped(to: speaker.columns).joined(separator: "\n"))
    ChildProcess.atInterruption {
      let words: StaticString = "\ninterrupted; the same command goes on where it was.\n"
      write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
    }
    let bench = Bench(clone, note: speaker.note)
    speaker.note("preparing a copy of the course …")
    try bench.prepare()
    let rows = try rows(paths, on: bench)
    let report = ClassReport(rows: rows, lessons: clone.lessons)
    for line in report.table(columns: speaker.columns) { speaker.say(line) }
    if let file = arguments[Self.csv] { try save(report.csv, to: file) }
    if let file = arguments[Self.html] {
      try save(ClassPage(report, title: (folder as NSString).lastPathComponent).html, to: file)
    }
    speaker.next(
      "swift run coach class '\(folder)'"
        + (arguments[Self.html] == nil ? " --html class.html" : " checks again what is new"))
    return 0
  }

  private func handIns(in folder: String) throws -> [String] {
    do {
      let paths = try HandIn.paths(in: folder)
      if !paths.isEmpty { return paths }
    } catch {
      throw Trouble(
        "\(folder) cannot be read: \(FileTrouble.reason(error)).",
        next: "swift run coach class FOLDER", status: 64)
    }
    throw Trouble(
      "\(folder) holds no folder and no archive (\(Archive.endings.joined(separator: ", "))).",
      next: "ls '\(folder)'", status: 64)
  }

  private func rows(_ paths: [String], on bench: Bench) throws -> [Row] {
    var record = ClassRecord.read(clone)
    let checks = clone.checksVersion
    var rows: [Row] = []
    for (index, path) in paths.enumerated() {
      let handIn = HandIn(path, wanted: bench.wanted)
      let sitting = Sitting(handIn, bench, checks: checks)
      let (outcomes, notes) = try sitting.outcomes(&record)
      try record.write(clone)
      let row = Row(student: handIn.student, outcomes: outcomes, notes: handIn.notes + notes)
      rows.append(row)
      speaker.note(progress(index + 1, paths.count, row))
    }
    return rows
  }

  /// `[####......] 12 of 30: anna, 20 of 22`
  private func progress(_ done: Int, _ all: Int, _ row: Row) -> String {
    let filled = done * 20 / max(1, all)
    let bar =
      String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
    return "[\(bar)] \(done) of \(all): \(row.student), \(row.passed) of \(row.outcomes.count)"
  }

  private func save(_ text: String, to file: String) throws {
    do {
      try text.write(toFile: file, atomically: true, encoding: .utf8)
      speaker.say("written: \(file)")
    } catch {
      throw Trouble("\(file) cannot be written: \(FileTrouble.reason(error)).", next: "ls -ld .")
    }
  }
}

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
