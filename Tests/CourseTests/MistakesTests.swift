import Checks
import Processes
import Sockets
import CourseTesting
import Testing
import WrongPrograms

/// Every exercise of the course, in order.
let allExercises = Course.exercises

/// Has `rehearsal` play somebody's answers and judges one exercise of them.
///
/// - Parameter namesLines: whether a crash is to be told with its line.
func judge(
  _ exercise: Exercise, of player: String, namesLines: Bool = false
) -> Supervisor.Report {
  let supervisor =
    Company.isThere && !namesLines
    ? Supervisor { try Company.shared.play(player, $0) }
    : Supervisor(
      program: PackageFolder.program("rehearsal"), leadingArguments: [player],
      namesLines: namesLines)
  return supervisor.judge(exercise)
}

extension Exercise: CustomTestStringConvertible {
  public var testDescription: String { id }
}

@Suite("The checks are checked", .waits)
struct MistakesTests {
  @Test("every solution passes", arguments: allExercises)
  func solutionPasses(_ exercise: Exercise) {
    let report = judge(exercise, of: "solution\(exercise.lesson)")
    #expect(report.verdict == .passed, "\(report.text)")
  }

  @Test("every starter is not started, and says where", arguments: allExercises)
  func starterIsNotStarted(_ exercise: Exercise) {
    guard case .notStarted(let place) = judge(exercise, of: "starter\(exercise.lesson)").verdict
    else {
      Issue.record("the starter of \(exercise.id) is not \"not started\"")
      return
    }
    #expect(place.file.hasSuffix(exercise.fileName))
  }

  @Test("every wrong program is caught by its mistake's name", arguments: WrongProgram.all)
  func isCaught(_ program: WrongProgram) throws {
    let exercise = try #require(allExercises.first { $0.id == program.exercise })
    let report = judge(exercise, of: program.description)
    guard case .mistake(let mistake) = report.verdict else {
      Issue.record("\(program) is not caught: \(report.text)")
      return
    }
    #expect(mistake.id == program.mistake, "\(report.text)")
    #expect(
      (exercise.mistakes + Mistake.anywhere).contains(mistake.id),
      "exercise \(exercise.id) does not name \(mistake.id) among its mistakes")
    #expect(!mistake.sentence.isEmpty && !mistake.advice.isEmpty)
    #expect(
      report.text.split(separator: "\n").allSatisfy { $0.count <= 100 }, "fits a projector")
  }

  @Test("every mistake catches at least one wrong program", arguments: allExercises)
  func catchesSomething(_ exercise: Exercise) {
    let caught = Set(WrongProgram.all.filter { $0.exercise == exercise.id }.map(\.mistake))
    #expect(Set(exercise.mistakes).subtracting(caught).isEmpty)
  }

  @Test("every mistake that any exercise can have catches one somewhere")
  func catchesAnywhere() {
    let caught = Set(WrongProgram.all.map(\.mistake))
    #expect(Set(Mistake.anywhere).subtracting(caught).isEmpty)
  }

  @Test("no two wrong programs have one name")
  func namesAreUnique() {
    #expect(Set(WrongProgram.all.map(\.description)).count == WrongProgram.all.count)
  }

  @Test("a crash says which line it was", arguments: ["1.1/crashes", "2.3/crashes", "3.3/crashes"])
  func crashNamesTheLine(_ player: String) throws {
    let exercise = try #require(allExercises.first { player.hasPrefix($0.id) })
    guard case .mistake(let mistake) = judge(exercise, of: player, namesLines: true).verdict else {
      Issue.record("\(player) is not caught")
      return
    }
    #expect(mistake.sentence.contains("atal error") || mistake.sentence.contains("ailure"))
    #if os(Linux)
      // With ThreadSanitizer there is no backtrace.
      #expect(mistake.sentence.contains("At Tests/WrongPrograms/Lesson") || Platform.slowness > 1)
    #endif
  }

  @Test("the same seed gives the same verdict, another seed other bytes")
  func seedDecides() throws {
    let exercise = try #require(allExercises.first { $0.id == "1.1" })
    let supervisor = Supervisor(
      program: PackageFolder.program("rehearsal"), leadingArguments: ["1.1/oneReceive"])
    let first = supervisor.judge(exercise, seed: 42)
    #expect(first.verdict == supervisor.judge(exercise, seed: 42).verdict)
    #expect(first.verdict != supervisor.judge(exercise, seed: 43).verdict)
    #expect(first.text.contains("SEED=42 swift run exercise01 check 1.1"))
  }
}
