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
      let words: StaticString =
        "\ninterrupted; who is done is kept.\nNext: the same command goes on where it was.\n"
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
