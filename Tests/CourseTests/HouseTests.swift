import Checks
import Foundation
import Testing

@Suite("The house is in order", .enabled(if: isCourse))
struct HouseTests {
  /// What each room may import of this package; docs/map.md says why.
  static let rooms: [(name: String, mayImport: Set<String>)] = [
    ("Sockets", []),
    ("Framing", ["Sockets"]),
    ("Tape", ["Sockets"]),
    ("Loading", ["Sockets", "Framing", "Tape"]),
    ("LessonKit", ["Sockets", "Framing", "Tape"]),
    ("Tapping", ["Sockets", "Tape", "LessonKit"]),
    ("Workbook", ["Sockets", "Framing", "LessonKit"]),
    ("Processes", []),
    ("Checks", ["Sockets", "Tape", "LessonKit", "Workbook", "Processes"]),
    ("Coaching", ["Sockets", "Tape", "LessonKit", "Processes", "Checks"]),
  ]
  static let library: Set<String> = [
    "Foundation", "Dispatch", "Synchronization", "Testing", "Glibc", "Musl", "Darwin",
  ]

  @Test("each room imports only rooms below it", arguments: rooms.map(\.name))
  func importsBelow(_ name: String) throws {
    let room = try #require(Self.rooms.first { $0.name == name })
    for file in files(below: "Sources/\(name)", ending: ".swift") {
      for line in try read(file).split(separator: "\n") {
        guard let found = line.firstMatch(of: /^\s*(?:@\w+\s+|public\s+)*import\s+(\w+)/) else {
          continue
        }
        let module = String(found.1)
        #expect(
          room.mayImport.contains(module) || Self.library.contains(module),
          "\(file) imports \(module)")
      }
    }
  }

  @Test("only the ground floor makes socket calls")
  func systemCallsAreBelow() throws {
    let calls = ["recv(", "getaddrinfo(", "setsockopt(", "SOCK_STREAM", "sockaddr", "poll("]
    for file in files(below: "Sources", ending: ".swift") where !file.contains("/Sockets/") {
      let lines = try read(file).split(separator: "\n").filter { !$0.contains("//") }
      for call in calls { #expect(!lines.contains { $0.contains(call) }, "\(file): \(call)") }
    }
  }

  @Test("the catalogue has the exercises of every lesson, in order", arguments: lessonFolders)
  func catalogueIsWhole(_ lesson: String) throws {
    let files = files(below: "Solutions/\(lesson)/Starter", ending: ".swift").map(name)
      .filter { $0.contains("_") }
    #expect(
      Course.exercises.filter { lesson.hasPrefix($0.lesson + "-") }.map(\.fileName) == files,
      "Sources/Checks/Course.swift lacks a line")
    #expect(Course.exercises.map(\.lesson) == Course.exercises.map(\.lesson).sorted())
  }

  @Test("the exercises in Lessons/ are the untouched starters", arguments: lessonFolders)
  func exercisesAreStarters(_ lesson: String) throws {
    let learners = files(below: "Lessons/\(lesson)/Exercises", ending: ".swift")
      .filter { !$0.hasSuffix("main.swift") }
    let starters = files(below: "Solutions/\(lesson)/Starter", ending: ".swift")
      .filter { !$0.hasSuffix("Export.swift") }
    #expect(learners.map(name) == starters.map(name))
    for (learner, starter) in zip(learners, starters) {
      #expect(try read(learner) == read(starter), "\(learner) is not \(starter)")
    }
  }

  @Test("a failure points at the exercise's declaration", arguments: allExercises)
  func declarationIsFound(_ exercise: Exercise) throws {
    let lines = try read(exercise.path).components(separatedBy: "\n")
    #expect(lines[exercise.declarationPlace.line - 1].contains(exercise.declaration))
  }

  @Test("a solution answers every exercise", arguments: lessonFolders)
  func solutionsMirror(_ lesson: String) throws {
    let starters = files(below: "Solutions/\(lesson)/Starter", ending: ".swift").map(name)
    #expect(files(below: "Solutions/\(lesson)/Solution", ending: ".swift").map(name) == starters)
  }

  @Test(
    "a lesson's program has at most 120 lines that are not empty, from lesson 4 on 250",
    arguments: lessonFolders)
  func programsAreShort(_ lesson: String) throws {
    let lines = try files(below: "Lessons/\(lesson)/Program", ending: ".swift")
      .map { try read($0).split(separator: "\n").count }
    #expect(lines.reduce(0, +) <= (lesson < "04" ? 120 : 250))
  }

  @Test("no file is longer than 350 lines")
  func filesAreShort() throws {
    for folder in ["Sources", "Lessons", "Tests"] {
      for file in files(below: folder, ending: ".swift") where !file.contains("/WrongPrograms/") {
        let count = try read(file).split(separator: "\n", omittingEmptySubsequences: false).count
        #expect(count <= 350, "\(file) has \(count) lines")
      }
    }
  }

  private func name(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }
}

/// `01-raw-recv` and so on.
let lessonFolders: [String] = {
  let root = "Lessons"
  let paths = files(below: root, ending: "README.md").filter { $0.split(separator: "/").count == 3 }
  return paths.map { String($0.split(separator: "/")[1]) }
}()
