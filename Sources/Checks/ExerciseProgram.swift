import Foundation
import LessonKit
import Workbook

/// The program of a lesson's exercises: server, client and demo on the learner's code, and
/// `check`, which says what is wrong with it.
///
///     ExerciseProgram.lesson02(Exercises())       // all of an exercise's main.swift
public enum ExerciseProgram {
  /// - Parameter words: the command line, without the program's name.
  public static func lesson01(_ work: some Lesson01Workbook, _ words: [String]? = nil) -> Never {
    let checks = Lesson01Checks.checks(for: type(of: work))
    run(work, words, "exercise01", checks, Workbench01.program)
  }

  /// - Parameter words: the command line, without the program's name.
  public static func lesson02(_ work: some Lesson02Workbook, _ words: [String]? = nil) -> Never {
    let checks = Lesson02Checks.checks(for: type(of: work))
    run(work, words, "exercise02", checks, Workbench02.program)
  }

  /// - Parameter words: the command line, without the program's name.
  public static func lesson03(_ work: some Lesson03Workbook, _ words: [String]? = nil) -> Never {
    let checks = Lesson03Checks.checks(for: type(of: work))
    run(work, words, "exercise03", checks, Workbench03.program)
  }

  /// - Parameter words: the command line, without the program's name.
  public static func lesson04(_ work: some Lesson04Workbook, _ words: [String]? = nil) -> Never {
    let checks = Lesson04Checks.checks(for: type(of: work))
    run(work, words, "exercise04", checks, Workbench04.program)
  }

  /// - Parameter words: the command line, without the program's name.
  public static func lesson05(_ work: some Lesson05Workbook, _ words: [String]? = nil) -> Never {
    let checks = Lesson05Checks.checks(for: type(of: work))
    run(work, words, "exercise05", checks, Workbench05.program)
  }

  /// - Parameter words: the command line, without the program's name.
  public static func lesson06(_ work: some Lesson06Workbook, _ words: [String]? = nil) -> Never {
    let checks = Lesson06Checks.checks(for: type(of: work))
    run(work, words, "exercise06", checks, Workbench06.program)
  }

  /// - Parameter words: the command line, without the program's name.
  public static func lesson07(_ work: some Lesson07Workbook, _ words: [String]? = nil) -> Never {
    let checks = Lesson07Checks.checks(for: type(of: work))
    run(work, words, "exercise07", checks, Workbench07.program)
  }

  /// - Parameter words: the command line, without the program's name.
  public static func lesson08(_ work: some Lesson08Workbook, _ words: [String]? = nil) -> Never {
    let checks = Lesson08Checks.checks(for: type(of: work))
    run(work, words, "exercise08", checks, Workbench08.program)
  }

  /// - Parameter words: the command line, without the program's name.
  public static func lesson09(_ work: some Lesson09Workbook, _ words: [String]? = nil) -> Never {
    let checks = Lesson09Checks.checks(for: type(of: work))
    run(work, words, "exercise09", checks, Workbench09.program)
  }

  /// - Parameter words: the command line, without the program's name.
  public static func lesson10(_ work: some Lesson10Workbook, _ words: [String]? = nil) -> Never {
    let checks = Lesson10Checks.checks(for: type(of: work))
    run(work, words, "exercise10", checks, Workbench10.program)
  }

  /// - Parameter words: the command line, without the program's name.
  public static func lesson11(_ work: some Lesson11Workbook, _ words: [String]? = nil) -> Never {
    let checks = Lesson11Checks.checks(for: type(of: work))
    run(work, words, "exercise11", checks, Workbench11.program)
  }

  private static func run<Work: Sendable>(
    _ work: Work, _ words: [String]?, _ name: String, _ checks: [Check<Work>],
    _ workbench: (Work, String, [LessonProgram.Subcommand]) -> LessonProgram
  ) -> Never {
    workbench(
      work, name,
      [
        .init("check", help: "check [ID]          checks your answers; ID is 2.3, say") {
          check($0, checks.map(\.exercise))
        },
        .init("judge", help: "judge ID            one check in this process, for a debugger") {
          judge($0, work, checks)
        },
      ]
    ).main(words ?? Array(CommandLine.arguments.dropFirst()))
  }

  // MARK: check

  private static func check(_ words: [String], _ exercises: [Exercise]) -> Int32 {
    let chosen = words.isEmpty ? exercises : exercises.filter { words.contains($0.id) }
    if let unknown = words.first(where: { word in !exercises.contains { $0.id == word } }) {
      let known = exercises.map(\.id).joined(separator: ", ")
      complain("no exercise \"\(unknown)\" here. There are \(known).")
      return 64
    }
    let supervisor = Supervisor(
      program: Bundle.main.executablePath ?? CommandLine.arguments[0],
      leadingArguments: Array(CommandLine.arguments.dropFirst().prefix { $0 != "check" }))
    let reports = chosen.map { supervisor.judge($0, among: exercises) }
    for report in reports { print(report.text) }
    for line in NextStep.lines(after: reports, in: exercises) { print(line) }
    let isWrong = reports.contains { if case .mistake = $0.verdict { true } else { false } }
    return isWrong ? 1 : 0
  }

  // MARK: judge

  /// `judge 2.3` prints the verdict; `judge 2.3 SEED FILE` writes it for a `Supervisor`.
  private static func judge<Work>(_ words: [String], _ work: Work, _ checks: [Check<Work>]) -> Int32
  {
    guard let check = checks.first(where: { $0.exercise.id == words.first }) else {
      complain("judge needs one of \(checks.map(\.exercise.id).joined(separator: ", ")).")
      return 64
    }
    let seed = words.dropFirst().first.flatMap(UInt64.init) ?? Supervisor.seed()
    guard words.count == 3 else {
      let verdict = check.verdict(on: work, seed: seed)
      print(
        Supervisor.Report(exercise: check.exercise, verdict: verdict, seed: seed, printed: "").text)
      return verdict == .passed ? 0 : 1
    }
    do {
      try Judgement.deliver(to: words[2], within: Supervisor.limit) {
        check.verdict(on: work, seed: seed)
      }
      return 0
    } catch {
      complain("the verdict cannot be written: \(error)")
      return 1
    }
  }

  private static func complain(_ sentence: String) {
    try? FileHandle.standardError.write(contentsOf: Data((sentence + "\n").utf8))
  }
}
