import Processes
import Testing

@Suite("Programs at a terminal")
struct PseudoTerminalTests {
  @Test("a child sees a terminal of the size that was asked for")
  func size() throws {
    let child = try ChildProcess("stty", ["size"], terminal: (columns: 61, rows: 17))
    #expect(child.wait() == .status(0), "\(child.standardError)")
    #expect(child.standardOutput.contains("17 61"))
  }

  @Test("what is typed arrives, Ctrl-D is the end, and the terminal echoes")
  func typing() throws {
    let child = try ChildProcess("cat", [], terminal: (columns: 80, rows: 24))
    child.write("hello\n")
    #expect(child.lines(with: "hello", 2), "the echo and cat's line: \(child.standardOutput)")
    child.write("\u{04}")
    #expect(child.wait() == .status(0))
  }
}
