import Checks
import Foundation
import Processes
import Synchronization
import Tape
import Testing

@testable import Coaching

@Suite("The coach's parts")
struct PartsTests {
  private let clone = Clone(root: PackageFolder.root)

  @Test(
    "every exercise has three hints, and says what it asks", arguments: Course.exercises.map(\.id))
  func hintsAndAssignments(_ id: String) throws {
    let exercise = try #require(clone.exercises.first { $0.id == id })
    let lesson = clone.lesson(of: exercise)
    let text = try #require(clone.text(lesson.readme))
    let hints = Hints(of: id, in: text, folder: "Lessons/\(lesson.name)").hints
    #expect(hints.count == 3)
    for (index, hint) in hints.enumerated() {
      #expect(hint.title.hasPrefix("Hint \(index + 1): "))
      #expect(!hint.passages.isEmpty)
      for case .prose(let prose) in hint.passages {
        #expect(!prose.contains("](") && !prose.contains("<summary"), "\(prose)")
        for link in prose.matches(
          of: /\((Lessons\/[^)#]+|Solutions\/[^)#]+|Sources\/[^)#]+)[^)]*\)/)
        {
          #expect(FileManager.default.fileExists(atPath: clone.path(String(link.1))), "\(link.1)")
        }
      }
    }
    let starter = try #require(clone.text(lesson.starter(exercise)))
    #expect(!Assignment.passages(in: starter).isEmpty)
    #expect(!lesson.title.isEmpty)
  }

  @Test(
    "an exercise may be named in many ways",
    arguments: [
      "2.3", "2,3", "2_3", "02.3", "exercise2_3", "Exercise2_3.swift",
      "Lessons/02-header-streaming/Exercises/Exercise2_3.swift",
    ])
  func choice(_ word: String) throws {
    #expect(try Choice([word], in: clone, for: "check").exercises.map(\.id) == ["2.3"])
  }

  @Test("a lesson and all of them", arguments: [("2", 4), ("lesson02", 4), ("exercise02", 4)])
  func choices(_ word: String, _ count: Int) throws {
    #expect(try Choice([word], in: clone, for: "check").exercises.count == count)
    #expect(try Choice(["all"], in: clone, for: "check").exercises.count == Course.exercises.count)
    #expect(
      try Choice(["2.3", "2"], in: clone, for: "check").exercises.count == count, "none twice")
  }

  @Test("a difference shows what was changed, and three lines around it")
  func difference() {
    let old = (1...12).map { "line \($0)" }
    var new = old
    new[5] = "another"
    let text = Difference(from: old.joined(separator: "\n"), to: new.joined(separator: "\n"))
      .hunks()
      .map { "\($0.mark)\($0.text)" }
    #expect(
      text == [
        "@@@ line 3 @@", " line 3", " line 4", " line 5", "-line 6", "+another", " line 7",
        " line 8", " line 9",
      ])
    #expect(Difference(from: "a\nb", to: "a\nb").isEmpty)
    #expect(Difference(from: "", to: "a").hunks().map(\.text) == ["", "a"])
  }

  @Test("the first error in the learner's file, whatever was printed around it")
  func compilerError() {
    let output = """
      [3/5] Emitting module exercise02
      /c/Lessons/02-x/Exercises/main.swift:3:5: error: first, but not theirs
      /c/Lessons/03-y/Exercises/A.swift:9:1: error: theirs
       9 | let
         | `- error: theirs
      /c/Lessons/03-y/Exercises/A.swift:9:1: error: theirs
      /c/Lessons/03-y/Exercises/A.swift:12:4: error: also: with colons: 1:2
      """
    let errors = CompilerError.byFile(in: output, root: "/c")
    #expect(
      errors["Lessons/03-y/Exercises/A.swift"]
        == CompilerError(
          file: "Lessons/03-y/Exercises/A.swift", line: 9, column: 1, message: "theirs", count: 2))
    #expect(CompilerError.byFile(in: "error: no such module", root: "/c").isEmpty)
    let elsewhere = CompilerError.all(
      in: "/private/tmp/c/Lessons/a/b.swift:1:2: error: x", root: "/tmp/c")
    #expect(elsewhere.first?.file == "Lessons/a/b.swift")
  }

  @Test(
    "which error is shown does not hang on the compiler's order, and a missing function is named")
  func firstError() {
    let place = "/c/Lessons/02-x/Exercises/A.swift"
    let conformance = """
      \(place):3:1: error: type 'Exercises' does not conform to protocol 'Exercise2_1'
        | `- note: candidate has non-matching type '(String) -> Int'
      /c/Sources/W.swift:16:8: note: protocol requires function 'header(for:)'
        |        `- note: protocol requires function 'header(for:)'
      """
    let others = [
      "\(place):4:3: error: expected declaration",
      "\(place):4:3: error: expected '}' at end of extension",
      "\(place):9:1: error: expected '}' at end of extension",
    ]
    func first(_ pieces: [String]) -> CompilerError? {
      CompilerError.byFile(in: pieces.joined(separator: "\n"), root: "/c")[
        "Lessons/02-x/Exercises/A.swift"]
    }
    for pieces in [[conformance] + others, others.reversed() + [conformance]] {
      #expect(first(pieces)?.line == 4)
      #expect(first(pieces)?.message == "expected '}' at end of extension")
      #expect(first(pieces)?.count == 3)
    }
    #expect(
      first([conformance])?.notes == [
        "candidate has non-matching type '(String) -> Int'",
        "protocol requires function 'header(for:)'",
      ])
  }

  @Test("what is wrong in itself comes before what waits for it")
  func firstTrouble() {
    let standings = [Standing.passed, .heldUp(by: "f"), .undeclared, .notStarted]
    let findings = zip(clone.exercises, standings).map { Finding(exercise: $0, standing: $1) }
    #expect(findings.firstTrouble?.standing == .undeclared)
    #expect(findings.prefix(2).firstTrouble?.standing == .heldUp(by: "f"))
    #expect(findings.prefix(1).firstTrouble?.standing == nil)
  }

  @Test("main.swift says which answer is missed")
  func missed() throws {
    let lesson = try #require(clone.lessons.first { $0.number == "02" })
    let place = "/c/Lessons/02-x/Exercises/main.swift:3:17"
    let error =
      "\(place): error: static method 'lesson02' requires that 'Exercises' conform to 'Exercise2_3'"
    #expect(Obstacle.exercises(missedIn: "a\n\(error)\nb", of: lesson) == ["2.3"])
    #expect(Obstacle.exercises(missedIn: error.replacing("2_3", with: "3_1"), of: lesson) == [])
  }

  @Test(
    "an extension counts where it is code",
    arguments: [
      ("extension Exercises: Exercise2_1 {", true),
      ("extension Exercises : Sendable, Exercise2_1\n{", true),
      ("// extension Exercises: Exercise2_1 {", false),
      ("/* extension Exercises: Exercise2_1 {", false),
      ("let a = \"*/*\"\nextension Exercises: Exercise2_1 {", true),
      ("extension Exercises: Exercise2_11 {", false),
    ])
  func declaration(_ text: String, _ isThere: Bool) throws {
    let exercise = try #require(clone.exercises.first { $0.id == "2.1" })
    #expect(Declaration.isThere(exercise, in: text) == isThere)
  }

  @Test("lines fit a window that becomes narrower")
  func narrower() {
    let width = Mutex(78)
    let lines = Mutex<[String]>([])
    let speaker = Speaker(
      columns: { width.withLock { $0 } }, say: { line in lines.withLock { $0.append(line) } },
      note: { _ in })
    let text = String(repeating: "word ", count: 15)
    for columns in [78, 60] {
      width.withLock { $0 = columns }
      speaker.tell(text)
    }
    #expect(lines.withLock { $0.map(\.count) } == [75, 59, 15])
  }

  @Test("the caret stands under the error, behind tabs, accents, and in long lines")
  func caret() {
    func drawing(_ text: String, _ column: Int, _ columns: Int = 60) -> [String] {
      CompilerError(file: "f", line: 1, column: column, message: "m", count: 1)
        .drawing(of: text, columns: columns)
    }
    #expect(drawing("\tlet x", 6) == ["1 |  let x", "  |      ^"])
    #expect(drawing("\"é\" + x", 8) == ["1 | \"é\" + x", "  |       ^"])
    let long = String(repeating: "a", count: 90) + "!" + String(repeating: "b", count: 90)
    let lines = drawing(long, 91)
    #expect(lines.allSatisfy { $0.count <= 60 })
    let caret = lines[1].distance(
      from: lines[1].startIndex, to: lines[1].firstIndex(of: "^") ?? lines[1].endIndex)
    #expect(Array(lines[0])[caret] == "!")
    #expect(drawing("short", 99).count == 2)
    #expect(
      CompilerError(file: "f", line: 9, column: 1, message: "m", count: 1).drawing(
        of: "", columns: 60) == [])
  }

  @Test(
    "the compiler still writes its errors as they are read",
    .enabled(if: ProcessInfo.processInfo.environment["COURSE"] == "1"))
  func realCompiler() throws {
    let root = NSTemporaryDirectory() + "compiler-\(UUID().uuidString)"
    let folder = "\(root)/Lessons/02-x/Exercises"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: root) }
    let text = "let whole = 1\nlet text: String = whole\n"
    try text.write(toFile: "\(folder)/A.swift", atomically: true, encoding: .utf8)
    let child = try ChildProcess("swiftc", ["-typecheck", "\(folder)/A.swift"])
    #expect(child.wait(within: .seconds(30)) == .status(1))
    let output = child.standardOutput + child.standardError
    let error = try #require(
      CompilerError.byFile(in: output, root: root)["Lessons/02-x/Exercises/A.swift"], "\(output)")
    #expect(error.place == "Lessons/02-x/Exercises/A.swift:2:20")
    #expect(error.message.hasPrefix("cannot convert value of type 'Int'"))
    #expect(
      error.drawing(of: text, columns: 60)
        == ["2 | let text: String = whole", "  |                    ^"])
  }

  @Test(
    "a file of /proc is read to its end",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc")))
  func proc() throws {
    let maps = try #require(Proc.contents("/proc/self/maps"))
    #expect(maps.count > 8192, "a program has many pieces of memory: \(maps.count) bytes")
  }
}
