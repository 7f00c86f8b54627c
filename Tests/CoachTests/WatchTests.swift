import CourseTesting
import Foundation
import Processes
import Testing

@Suite("The coach watches", .waits)
struct WatchTests {
  private let screen = (columns: 80, rows: 24)

  @Test("a save is noticed at once, and its verdict follows; keys help, go on, run and leave")
  func saves() throws {
    let clone = try TinyClone()
    let child = try clone.start(["watch", "2"], terminal: screen)
    #expect(child.prints("2.1: h hint, n next, b back, r run, q quit; or save a file"))
    try clone.answer("2.3", plays: "2.3/dropsSurplus")
    #expect(child.line("2.1 not started, 2.2 not started, 2.3 dropsSurplus, 2.4 not started"))
    #expect(child.lines(with: "checking lesson 2 …", 2))
    #expect(child.prints("2.3: h hint"), "the keys are about the file that was saved")
    child.write("h")
    #expect(child.prints("Hint 1: where to look (of 3)"))
    child.write("h")
    #expect(child.prints("Hint 2: which rule (of 3)"))
    child.write("\u{1B}[H\u{1B}OQ")  // Home, and a function key: no hint, and no end
    try clone.answer("2.3", plays: "solution02")
    #expect(child.prints("Lesson 2 is done: all its exercises pass."))
    child.write("r")
    #expect(child.prints("$ swift run exercise02"))
    #expect(child.prints("your Decoder: Welcome to the server!"))
    #expect(child.lines(with: "2.3: h hint", 5))
    #expect(!child.standardOutput.contains("Hint 3"))
    let endless =
      "[ $1 = --help ] && { echo '  --exercise ID'; exit; }; echo begins $@; exec sleep 100"
    try clone.write(".build/debug/exercise02", "#!/bin/sh\n\(endless)\n")
    child.write("r")
    #expect(child.prints("begins --exercise 2.3"))
    child.send(signal: SIGINT)
    #expect(child.prints("it was ended by Ctrl-C."), "the program, and not the watch")
    child.write("n")
    #expect(child.prints("3.1: h hint"), "the next one that does not pass")
    child.write("b")
    #expect(child.prints("1.3: h hint"), "the one before it")
    child.write("n")
    #expect(child.prints("1.1, 1.2 and 1.3 stay open."))
    child.write("q")
    #expect(child.wait() == .status(0))
    #expect(child.standardOutput.contains("swift run coach"))
  }

  @Test("a file of another lesson turns to that lesson, and a broken one is told with its line")
  func turns() throws {
    let clone = try TinyClone()
    try clone.answer("2.3", plays: "solution02")
    _ = try clone.coach([])
    let child = try clone.start(["watch"], terminal: screen)
    #expect(child.prints("1.1: h hint"), "lesson 2 is done: where the board says one is")
    try clone.answer("3.1", plays: "solution03", "BROKEN\n")
    #expect(child.prints("checking lesson 3 …"))
    #expect(child.prints("| BROKEN"))
    #expect(child.prints("3.1: h hint"))
    child.write("\u{04}")
    #expect(child.wait() == .status(0))
  }

  @Test(
    "however it ends, the terminal is as it was, and nothing goes on",
    arguments: ["q", "INT", "TERM"])
  func restores(_ end: String) throws {
    let clone = try TinyClone()
    // The build takes long: it is in the middle of it.
    try clone.write("bin/swift", "#!/bin/sh\necho $$ > '\(clone.root)/builder'\nexec sleep 100\n")
    try clone.answer("2.3", plays: "solution02")
    let command =
      "stty -a; sh -c 'echo $$ > \"$0/pid\"; exec \"$1\" --folder \"$0\" watch' "
      + "'\(clone.root)' '\(PackageFolder.program("coach"))'; stty -a; echo over"
    let child = try ChildProcess(
      "sh", ["-c", command], environment: clone.environment, terminal: screen)
    #expect(child.prints("checking lesson 2 …"))
    let builder = try #require(number(clone, "builder"))
    let coach = try #require(number(clone, "pid"))
    switch end {
    case "INT": kill(coach, SIGINT)
    case "TERM": kill(coach, SIGTERM)
    default: child.write("q")
    }
    #expect(child.line("over"))
    let modes = child.standardOutput.matches(of: /[- ](icanon|echo)\b/).map { String($0.0) }
    #expect(modes == [" icanon", " echo", " icanon", " echo"], "\(child.standardOutput)")
    #expect(kill(builder, 0) != 0, "the build has ended")
  }

  @Test("without a terminal it watches without keys, plainly")
  func piped() throws {
    let clone = try TinyClone()
    let child = try clone.start(["watch", "2.3"])
    #expect(
      child.prints(
        "Next: change Lessons/02-header-streaming/Exercises/Exercise2_3.swift and save it"))
    try clone.answer("2.3", plays: "2.3/dropsSurplus")
    #expect(child.line("2.3 pieces in, messages out: dropsSurplus"))
    #expect(!child.standardOutput.contains("\u{1B}"))
    #expect(child.interrupt() == .signal(SIGINT))
    #expect(child.standardError.hasSuffix("\nNext: swift run coach\n"))
  }

  /// A process's number out of a file that it is about to write.
  private func number(_ clone: TinyClone, _ name: String) -> Int32? {
    let reader = try? ChildProcess(
      "sh", ["-c", "until [ -s \"$0\" ]; do :; done; cat \"$0\"", "\(clone.root)/\(name)"])
    return reader?.nextLine().flatMap { Int32($0) }
  }
}
