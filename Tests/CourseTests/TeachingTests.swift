import CourseTesting
import Foundation
import Processes
import Testing
import WrongPrograms

/// The teacher's guide shows commands that nobody plays here, for they need a room. What they name
/// must be there all the same.
@Suite("The teacher's guide is in step", .waits, .enabled(if: isCourse))
struct TeachingTests {
  private static let guide = "docs/teaching.md"

  @Test("every lesson has a section")
  func lessonsAreThere() throws {
    let text = try read(Self.guide)
    for lesson in lessonFolders {
      let number = try #require(Int(lesson.prefix(2)))
      #expect(text.contains("\n## Lesson \(number) · "), "\(Self.guide): no section for \(lesson)")
    }
  }

  @Test("a mistake that it names is one of that exercise")
  func mistakesAreReal() throws {
    let known = Set(WrongProgram.all.map { "\($0.exercise) \($0.mistake)" })
    let exercises = Set(allExercises.map(\.id))
    for (line, text) in try numberedLines() {
      for match in text.matches(of: /`(\d+\.\d) (\w+)`/) where exercises.contains("\(match.1)") {
        #expect(
          known.contains("\(match.1) \(match.2)"),
          "\(Self.guide):\(line): \(match.1) has no mistake \(match.2); see docs/mistakes.md")
      }
    }
  }

  @Test("the wrong programs, options and files in its commands are there")
  func commandsAreUnderstood() throws {
    let players = Set(WrongProgram.all.map(\.description))
    var help: [String: String] = [:]
    for (line, text) in try numberedLines() {
      for match in text.matches(of: /rehearsal (\d+\.\d\/[\w-]+)/) {
        #expect(players.contains("\(match.1)"), "\(Self.guide):\(line): nobody is \(match.1)")
      }
      for match in text.matches(of: /python3 (Lessons\/([\w-]+)\/[\w\/.-]+)/)
      where lessonFolders.contains("\(match.2)") {
        let path = "\(PackageFolder.root)/\(match.1)"
        #expect(FileManager.default.fileExists(atPath: path), "\(Self.guide):\(line): \(match.1)")
      }
      for match in text.matches(of: /swift run (?:-c release )?(lesson\d\d|tap|load)\b([^`|]*)/) {
        let program = "\(match.1)"
        // What this build does not have is of a lesson that is coming.
        guard FileManager.default.isExecutableFile(atPath: PackageFolder.program(program)) else {
          continue
        }
        let known = try help[program] ?? helpText(of: program)
        help[program] = known
        for option in match.2.matches(of: /--[a-z-]+/) {
          #expect(
            known.contains("  \(option.0) "),
            "\(Self.guide):\(line): \(program) --help knows no \(option.0)")
        }
      }
    }
  }

  private func helpText(of program: String) throws -> String {
    let child = try ChildProcess(PackageFolder.program(program), ["--help"])
    try #require(child.wait(within: .seconds(10)) == .status(0))
    return child.standardOutput + "  --help "
  }

  private func numberedLines() throws -> [(Int, String)] {
    let lines = try read(Self.guide).components(separatedBy: "\n")
    return lines.enumerated().map { ($0 + 1, $1) }
  }
}
