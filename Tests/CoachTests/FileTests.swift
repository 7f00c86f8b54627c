import Checks
import CourseTesting
import Foundation
import Processes
import Testing

/// What a learner's folder may look like, and what the coach says of it.
@Suite("The coach, when a file is not as it should be", .waits)
struct FileTests {
  @Test("a file that does not compile: its line with a caret, and all other lessons are checked")
  func doesNotCompile() throws {
    let clone = try TinyClone()
    try clone.answer("2.3", plays: "solution02")
    _ = try clone.coach([])
    try clone.answer("2.3", plays: "solution02", "a BROKEN line\n")
    try clone.answer("3.1", plays: "solution03")
    let said = try clone.coach(["check"])
    #expect(said.ending == .status(1))
    #expect(said.lines.contains("3.1 the time message: passed"))
    #expect(said.lines.contains("2.3 pieces in, messages out: does not compile"))
    #expect(said.words.contains("Exercise2_3.swift:30:3: cannot find 'BROKEN' in scope"))
    #expect(said.output.contains("  30 | a BROKEN line\n     |   ^\n"), "\(said.output)")
    #expect(said.last == "Next: swift run coach check 2.3")
    let overview = try clone.coach([])
    // 2.1 and 2.2 are starters, and stay what they are.
    #expect(overview.output.contains("[..x.]"), "\(overview.output)")
    #expect(overview.output.contains("[###]   3 of 3"))
  }

  @Test("a file with a byte-order mark and CR LF is a file like others")
  func windowsFile() throws {
    let clone = try TinyClone()
    try clone.answer("2.3", plays: "2.3/dropsSurplus", "a BROKEN line\n")
    let text = "\u{FEFF}" + clone.read(clone.exercise("2.3").path).replacing("\n", with: "\r\n")
    try clone.write(clone.exercise("2.3").path, text)
    let said = try clone.coach(["check", "2.3"])
    #expect(said.output.contains("  30 | a BROKEN line\n     |   ^\n"), "\(said.output)")
    #expect(try clone.coach([]).output.contains("Exercise2_3.swift:14\n"), "its own line")
    let difference = try clone.coach(["solution", "2.3", "--anyway"])
    #expect(difference.lines.contains("-a BROKEN line"))
    #expect(!difference.lines.contains { $0.hasPrefix("-import") }, "only real changes")
  }

  @Test("a file that is gone, renamed or saved half")
  func missing() throws {
    let clone = try TinyClone()
    try clone.answer("2.3", plays: "2.3/dropsSurplus")
    let file = clone.path("2.3")
    let renamed = file.replacing("Exercise2_3", with: "Decoder")
    try FileManager.default.moveItem(atPath: file, toPath: renamed)
    let moved = try clone.coach(["check", "2.3"])
    #expect(moved.output.contains("dropsSurplus"), "it is checked all the same")
    let folder = "Lessons/02-header-streaming/Exercises"
    #expect(moved.last == "Next: mv \(folder)/Decoder.swift \(folder)/Exercise2_3.swift")
    #expect(
      try clone.coach(["solution", "2.3", "--anyway"]).lines.contains("-// plays 2.3/dropsSurplus"))
    try FileManager.default.removeItem(atPath: renamed)
    let gone = try clone.coach(["check", "2.3"])
    #expect(gone.lines.first == "2.3 pieces in, messages out: its file is missing")
    #expect(gone.last == "Next: swift run coach reset 2.3")
    let board = try clone.coach([])
    #expect(board.last == gone.last && board.output.contains("x cannot be checked"))
    try clone.write(clone.exercise("2.3").path, "import Work")
    let half = try clone.coach(["check", "2"])
    #expect(half.words.contains("has to contain `extension Exercises: Exercise2_3`"))
    #expect(half.output.contains("2.4 send all of it: not started"))
    #expect(try clone.coach(["reset", "2.3"]).ending == .status(0))
    #expect(try clone.coach([]).output.contains("[....]  0 of 4"))
  }

  @Test("an answer in a comment is none, and stops nothing but itself")
  func commentedOut() throws {
    let clone = try TinyClone()
    try clone.answer("2.3", plays: "solution02")
    _ = try clone.coach([])
    let file = clone.exercise("2.1").path
    try clone.write(file, clone.read(file).replacing(/(?m)^(?=.)/, with: "// "))
    let said = try clone.coach(["check", "2"])
    #expect(said.lines.first == "2.1 the header of a message: its file has no answer in it")
    #expect(said.lines.contains("2.3 pieces in, messages out: passed"), "what was known stays")
    #expect(try clone.coach([]).output.contains("[x.#.]  1 of 4, 2.1 its file has no answer in it"))
  }

  @Test("a helper that does not compile: the board stays, and the reason is told")
  func brokenHelper() throws {
    let clone = try TinyClone()
    try clone.answer("2.3", plays: "solution02")
    _ = try clone.coach([])
    try clone.write("Lessons/02-header-streaming/Exercises/Help.swift", "a BROKEN line\n")
    try clone.answer("2.3", plays: "2.3/dropsSurplus")
    let said = try clone.coach([])
    #expect(said.errors.contains("Exercises/Help.swift:1:3: cannot find 'BROKEN' in scope"))
    #expect(said.errors.contains("until Help.swift compiles"))
    #expect(said.output.contains("[..x.]  0 of 4, 2.3 waits for Help.swift"), "\(said.output)")
    #expect(said.last == "Next: swift run coach check 2")
    #expect(try clone.coach(["check", "2.3"]).last == said.last, "and not back into watch")
  }

  @Test("two files with the same answer are both named, and nothing is lost")
  func twice() throws {
    let clone = try TinyClone()
    let other = "Lessons/02-header-streaming/Exercises/MyHeader.swift"
    try clone.write(other, clone.read(clone.exercise("2.1").path) + "\n// plays solution02\n")
    let said = try clone.coach(["check", "2.1"])
    #expect(said.lines.first == "2.1 the header of a message: stands in two files")
    #expect(said.words.contains("Both Exercise2_1.swift and MyHeader.swift"))
    #expect(said.last == "Next: mv \(other) \(clone.exercise("2.1").path)", "that is the starter")
    #expect(try clone.coach([]).output.contains("0 of 4, 2.1 stands in two files"))
    try clone.answer("2.1", plays: "solution02")
    let reset = try clone.coach(["reset", "2.1"])
    let command = try #require(
      reset.last.firstMatch(of: /Next: (mv \S+ \.coach\/backups\/MyHeader-.*)/))
    let mover = try ChildProcess("sh", ["-c", String(command.1)], folder: clone.root)
    #expect(mover.wait() == .status(0), "\(mover.standardError)")
    #expect(try clone.coach([]).output.contains("[....]  0 of 4"))
  }

  @Test("a file that cannot be read is there, and whoever may not write hears what to do")
  func unreadable() throws {
    let clone = try TinyClone()
    // Root may read whatever there is; nobody reads a folder.
    try FileManager.default.removeItem(atPath: clone.path("2.3"))
    try FileManager.default.createDirectory(
      atPath: clone.path("2.3"), withIntermediateDirectories: true)
    let said = try clone.coach(["check", "2.3"])
    #expect(said.lines.first == "2.3 pieces in, messages out: its file cannot be read")
    #expect(said.last == "Next: chmod u+rw \(clone.exercise("2.3").path)")
    #expect(try clone.coach(["reset", "2.3"]).last == said.last)
  }

  @Test(
    "a pass leads to the next one that is open, and to ours; a command alone to the one in hand")
  func goesOn() throws {
    let clone = try TinyClone()
    try clone.answer("2.3", plays: "solution02")
    let said = try clone.coach(["check", "2.3"])
    #expect(said.lines.contains("Ours, to compare: swift run coach solution 2.3"))
    #expect(said.lines.contains("  Lessons/02-header-streaming/Exercises/Exercise2_4.swift:14"))
    #expect(said.last == "Next: swift run coach check 2.4")
    try clone.answer("2.4", plays: "solution02")
    _ = try clone.coach(["check", "2.4"])
    #expect(try clone.coach(["check", "2.3"]).last == "Next: swift run coach check 2.1")
    for word in ["reset", "solution", "replay"] {
      #expect(try clone.coach([word]).last == "Next: swift run coach \(word) 2.1")
    }
  }
}
