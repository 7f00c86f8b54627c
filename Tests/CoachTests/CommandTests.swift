import Checks
import CourseTesting
import Foundation
import Processes
import Testing

@Suite("The coach's commands", .waits)
struct CommandTests {
  @Test("a fresh clone: every lesson, the first exercise, and nothing is built")
  func fresh() throws {
    let clone = try TinyClone()
    let said = try clone.coach([])
    #expect(said.ending == .status(0))
    #expect(said.errors == "", "nothing is built: \(said.errors)")
    #expect(
      said.lines.first == "Sockets, in Swift: 0 of \(Course.exercises.count) exercises passed")
    #expect(said.output.contains("[....]  0 of 4"))
    #expect(said.output.contains("Lessons/01-raw-recv/README.md"))
    #expect(said.output.contains("Lessons/01-raw-recv/Exercises/Exercise1_1.swift:13"))
    #expect(said.last == "Next: swift run coach watch")
    #expect(!FileManager.default.fileExists(atPath: "\(clone.root)/.coach"))
  }

  @Test("what has changed is checked, and is then known without a build")
  func overview() throws {
    let clone = try TinyClone()
    try clone.answer("2.3", plays: "2.3/dropsSurplus")
    let first = try clone.coach([])
    #expect(first.errors.contains("checking lesson 2 …"))
    #expect(first.output.contains("[..!.]  0 of 4, 2.3 dropsSurplus"), "\(first.output)")
    #expect(first.last == "Next: swift run coach check 2.3")
    let second = try clone.coach([])
    #expect(second.errors == "")
    #expect(second.output == first.output)
    try FileManager.default.removeItem(atPath: "\(clone.root)/.coach")
    #expect(try clone.coach([]).output == first.output, "the notebook may be deleted")
    try clone.write(".coach/notebook.json", "{\"exercises\": {\"2.3\": {\"hin")
    #expect(try clone.coach([]).output == first.output, "and may be half a file")
  }

  @Test("after an update of the checks a pass is an older one, and is checked when asked")
  func olderChecks() throws {
    let clone = try TinyClone()
    try clone.answer("2.3", plays: "solution02")
    #expect(try clone.coach([]).output.contains("[####]  4 of 4"))
    try clone.write("Sources/Checks/Check.swift", "other checks")
    let said = try clone.coach([])
    #expect(said.errors == "")
    #expect(said.output.contains("[????]  4 of 4"), "\(said.output)")
    #expect(said.output.contains("2.3, 2.4: passed under older checks, check again"))
    _ = try clone.coach(["check"])
    #expect(try clone.coach([]).output.contains("[####]  4 of 4"))
  }

  @Test("a mistake: what is wrong, where, and how to go on")
  func mistake() throws {
    let clone = try TinyClone()
    try clone.answer("2.3", plays: "2.3/dropsSurplus")
    let said = try clone.coach(["check", "2.3"], environment: ["SEED": "42", "LESSON": "05"])
    #expect(said.ending == .status(1))
    #expect(said.lines.first == "2.3 pieces in, messages out: dropsSurplus")
    for line in [
      "Its file: Lessons/02-header-streaming/Exercises/Exercise2_3.swift:14",
      "The same again:  swift run coach replay 2.3 42",
      "A hint:          swift run coach hint 2.3",
    ] { #expect(said.lines.contains(line), "\(line)") }
    #expect(said.last == "Next: swift run coach check 2.3")
    let again = try clone.coach(["replay", "2.3", "42"])
    #expect(again.lines.prefix(9) == said.lines.prefix(9))
    #expect(again.output.contains("  lldb -- .build/debug/exercise02 judge 2.3 42\n"))
    #expect(try clone.coach(["replay", "2.3"]).output == again.output, "the seed is remembered")
  }

  @Test("swift build has the environment of whoever has typed the command")
  func environment() throws {
    let clone = try TinyClone()
    try clone.answer("2.3", plays: "solution02")
    try clone.write("bin/swift", "#!/bin/sh\necho \"<$TSAN_OPTIONS>\" > \"$PWD/seen\"; exit 1\n")
    let coach = PackageFolder.program("coach")
    let child = try ChildProcess(
      "env", ["-u", "TSAN_OPTIONS", coach, "--folder", clone.root, "check", "2.3"],
      environment: clone.environment)
    #expect(child.wait() == .status(1))
    #expect(clone.read("seen") == "<>\n", "another one makes SwiftPM plan all anew")
  }

  @Test("an exercise that was not begun: what it asks, and where")
  func notStarted() throws {
    let said = try TinyClone().coach(["check", "6.1"])
    #expect(said.ending == .status(0))
    #expect(said.output.contains("  Write how a request is read out of JSON"))
    #expect(said.output.contains("    {\"kind\":\"goodbye\"}\n"))
    #expect(said.last == "Next: swift run coach check 6.1")
  }

  @Test("hints come one after the other, and are remembered")
  func hints() throws {
    let clone = try TinyClone()
    let heads = try (1...4).map { _ in try clone.coach(["hint", "2.3"]).lines[1] }
    #expect(heads.map { $0.prefix(6) } == ["Hint 1", "Hint 2", "Hint 3", "Hint 3"])
    let first = try clone.coach(["hint", "2.3", "1"])
    #expect(first.output.contains("(Lessons/02-header-streaming/Program/Incoming.swift)"))
    #expect(first.last == "Next: swift run coach check 2.3")
    #expect(try clone.coach(["hint"]).lines[0].hasPrefix("1.1 "), "without a number: the next one")
    #expect(try clone.coach(["hint", "2.3", "4"]).ending == .status(64))
    let third = try clone.coach(["hint", "2.3"])
    #expect(third.output.contains("swift run coach solution 2.3 --anyway\n"))
    let solution = try clone.coach(["solution", "2.3"])
    #expect(!solution.output.contains("hint"), "there is none left")
  }

  @Test("the solution: asks while yours does not pass, and shows how they differ")
  func solution() throws {
    let clone = try TinyClone()
    let piped = try clone.coach(["solution", "2.3"])
    #expect(piped.ending == .status(1))
    #expect(piped.last == "Next: swift run coach solution 2.3 --anyway")
    #expect(!piped.output.contains("+++"))
    let shown = try clone.coach(["solution", "2.3", "--anyway"])
    #expect(shown.lines.contains("-      try notStarted()"))
    #expect(shown.ending == .status(0))
    try clone.answer("2.3", plays: "solution02")
    #expect(try clone.coach(["solution", "2.3"]).lines.contains("-// plays solution02"))
    try clone.write(
      clone.exercise("2.3").path,
      clone.read("Solutions/02-header-streaming/Solution/Exercise2_3.swift"))
    #expect(try clone.coach(["solution", "2.3", "--anyway"]).output.contains("are the same"))
  }

  @Test("at a terminal, the solution is shown to whoever says yes")
  func solutionAtATerminal() throws {
    let clone = try TinyClone()
    for (answer, isShown) in [("y\n", true), ("\n", false)] {
      let child = try clone.start(["solution", "2.3"], terminal: (columns: 80, rows: 24))
      #expect(child.prints("(y or n)"))
      child.write(answer)
      #expect(child.wait() == .status(isShown ? 0 : 1))
      #expect(child.standardOutput.contains("+++") == isShown)
    }
  }

  @Test("reset keeps what was there, and says where")
  func reset() throws {
    let clone = try TinyClone()
    try clone.answer("2.3", plays: "2.3/dropsSurplus")
    let mine = clone.read(clone.exercise("2.3").path)
    let said = try clone.coach(["reset", "2.3"])
    #expect(said.ending == .status(0))
    #expect(
      clone.read(clone.exercise("2.3").path)
        == clone.read("Solutions/02-header-streaming/Starter/Exercise2_3.swift"))
    let command = try #require(said.lines.first { $0.hasPrefix("  cp ") }).split(separator: " ")
    #expect(clone.read(String(command[1])) == mine)
    #expect(said.last == "Next: swift run coach check 2.3")
    #expect(try clone.coach(["reset", "2.3"]).output.contains("is the starter already"))
    try clone.answer("2.3", plays: "2.3/oneReceiveForHeader")
    _ = try clone.coach(["reset", "2.3"])
    try clone.answer("2.3", plays: "solution02")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o444], ofItemAtPath: clone.path("2.3"))
    #expect(try clone.coach(["reset", "2.3"]).output.contains("It was read-only"))
    let backups = try FileManager.default.contentsOfDirectory(
      atPath: "\(clone.root)/.coach/backups")
    #expect(backups.count == 3, "each is kept")
  }

  @Test("where nothing can be written, it says so and works all the same")
  func readOnly() throws {
    let clone = try TinyClone()
    // As root nothing is forbidden; a file where the folder should be keeps root out, too.
    try clone.write(".coach", "")
    try clone.answer("2.3", plays: "2.3/dropsSurplus")
    let said = try clone.coach(["check", "2.3"])
    #expect(said.output.contains("dropsSurplus"))
    #expect(
      said.errors.contains(".coach/notebook.json cannot be written, so nothing is remembered"))
    let mine = clone.read(clone.exercise("2.3").path)
    let reset = try clone.coach(["reset", "2.3"])
    #expect(reset.ending == .status(1))
    #expect(reset.errors.contains("it cannot be kept in .coach/backups"), "\(reset.errors)")
    #expect(try clone.coach(["doctor"]).words.contains("\(clone.root)/.coach is no folder"))
    #expect(clone.read(clone.exercise("2.3").path) == mine, "without a backup, no reset")
  }

  @Test(
    "a word that means nothing is answered with the nearest that does",
    arguments: [
      (["check", "2.9"], "there is no exercise 2.9. The nearest is 2.4.", "check 2.4"),
      (["hint", "2.9"], "there is no exercise 2.9. The nearest is 2.4.", "hint 2.4"),
      (["watch", "9.9"], "there is no exercise 9.9. The nearest is 9.3.", "watch 9.3"),
      (["hints", "2.1"], "there is no \"hints\".", "hint 2.1"),
      (["check", "99"], "there is no lesson 99.", ""),
      (["check", "x"], "\"x\" is no exercise.", ""),
      (["hint", "2"], "hint is for one exercise at a time", "hint 2.1"),
      (["chek"], "there is no \"chek\".", "check"),
      (["2.3"], "\"2.3\" alone does nothing.", "check 2.3"),
      (["reset"], "reset needs one exercise", "reset 1.1"),
      (["replay", "2.3", "x"], "a seed is a whole number", "check 2.3"),
      (["replay", "2.3"], "replay needs a seed", "check 2.3"),
      (["class"], "class needs the folder", "class FOLDER"),
      (["class", "/nowhere"], "/nowhere cannot be read: there is no such file.", "class FOLDER"),
      (["class", "--csb", "x"], "unknown option \"--csb\". Did you mean --csv?", "help"),
    ])
  func unknownWords(_ words: [String], _ sentence: String, _ next: String) throws {
    let said = try TinyClone().coach(words)
    #expect(said.ending == .status(64))
    #expect(said.output == "")
    #expect(said.errors.hasPrefix("coach: \(sentence)"), "\(said.errors)")
    #expect(said.last == ("Next: swift run coach " + next).trimmingCharacters(in: .whitespaces))
  }

  @Test("every message ends with the next command, plain and within 60 columns")
  func ends() throws {
    let clone = try TinyClone()
    try clone.answer("2.3", plays: "2.3/dropsSurplus")
    let commands = [
      [], ["check"], ["check", "3"], ["hint", "2.3"], ["solution", "2.3", "--anyway"],
      ["replay", "2.3", "7"], ["help"], ["doctor"], ["reset", "2.3"],
    ]
    for words in commands {
      let said = try clone.coach(
        words, environment: ["NO_COLOR": "1"], terminal: (columns: 60, rows: 20))
      #expect(said.last.hasPrefix("Next: swift run "), "\(words): \(said.last)")
      #expect(!said.output.contains("\u{1B}"), "no colour with NO_COLOR")
      // What must not be broken may be longer: code, paths, commands, bytes under bytes.
      let long = said.lines.filter {
        $0.count > 60 && !$0.contains("/") && !$0.contains(/^([-+ ]|byte|stream|yours)/)
      }
      #expect(long.isEmpty, "\(words): \(long)")
    }
    #expect(
      !(try clone.coach(["check", "3.1"]).output.contains("\u{1B}")), "no colour into a pipe")
    let coloured = try clone.coach(["check", "3.1"], terminal: (columns: 60, rows: 20))
    #expect(coloured.output.contains("\u{1B}["), "colour at a terminal")
  }

  @Test("doctor names who holds a port")
  func doctor() throws {
    let clone = try TinyClone()
    let port = RunningPort()
    try clone.write(
      "docs/protocols.md", "# Protocols\n\n## Lesson 4 · threaded server\n\nport \(port.number) ·\n"
    )
    let said = try clone.coach(["doctor"])
    #expect(said.words.contains("port \(port.number), of lesson 4: taken"), "\(said.output)")
    #expect(said.words.contains("kill \(ProcessInfo.processInfo.processIdentifier)"))
    try clone.write("bin/swift", "#!/bin/sh\necho Swift version 5.9.2\n")
    let old = try clone.coach(["doctor"])
    #expect(old.ending == .status(1))
    #expect(old.output.contains("WRONG  Swift version 5.9.2, and the course needs 6.3."))
    #expect(old.output.contains("swiftly install --use 6.3"))
  }
}
