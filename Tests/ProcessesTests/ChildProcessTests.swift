import Foundation
import Processes
import Testing

@Suite("Programs and what they leave")
struct ChildProcessTests {
  @Test("of one that writes for ever only so much is kept, and it is read on")
  func keepsSoMuch() throws {
    let child = try ChildProcess("sh", ["-c", "head -c 20000000 /dev/zero"])
    #expect(child.wait() == .status(0))
    #expect(child.standardOutput.utf8.count == 1 << 24)
  }

  @Test("what a program has started ends with it")
  func killsTheGroup() throws {
    let child = try ChildProcess("sh", ["-c", "sleep 100 & echo $!"])
    let line = try #require(child.nextLine())
    let started = try #require(Int32(line))
    #expect(kill(started, 0) == 0)
    child.killGroup()
    // The shell itself may have ended before, or be killed with it.
    let endings: [ChildProcess.Ending] = [.status(0), .signal(SIGKILL)]
    #expect(endings.contains(child.wait()), "nobody holds its output any more")
  }
}
