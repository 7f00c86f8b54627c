import CourseTesting
import Processes
import Sockets
import Testing

@Suite("Lesson 11 at a terminal", .waits)
struct DisplayTests {
  private let hide = "\u{1B}[?25l"
  private let show = "\u{1B}[?25h"

  /// A client at a terminal, and our end of its connection.
  private func client(
    _ columns: Int, _ rows: Int, _ environment: [String: String] = ["NO_COLOR": "1"]
  ) throws -> (ChildProcess, Connection) {
    let listener = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
    let child = try ChildProcess(
      PackageFolder.program("lesson11"), ["client", "--port", "\(listener.endpoint.port)"],
      environment: ["TERM": "xterm", "NO_COLOR": ""].merging(environment) { $1 },
      terminal: (columns: columns, rows: rows))
    return (child, try #require(try listener.accept()))
  }

  /// The last drawing, a line each; what stood before the first one is left out.
  private func drawing(_ child: ChildProcess) -> [String] {
    let last = child.standardOutput.components(separatedBy: "┌").last ?? ""
    // A terminal ends its lines with CR and LF, which are one Character.
    return ("┌" + last).split(whereSeparator: \.isNewline).map(String.init)
  }

  @Test(
    "the grid is drawn in place, fits the terminal, and the cursor comes back",
    arguments: [(80, 24), (40, 12), (57, 16)])
  func draws(_ columns: Int, _ rows: Int) throws {
    let (child, server) = try client(columns, rows)
    try server.sendAll(Told(1, at: 2, 1).bytes + Told(12, at: -32_768, 32_767).bytes)
    #expect(child.prints("12: -32768, 32767"))
    let first = drawing(child)
    try #require(first.count > 5, "\(first)")
    #expect(first.allSatisfy { $0.count <= columns }, "\(first)")
    #expect(first.count < rows)
    #expect(first[1].hasPrefix("│12"), "at the edge, on the side where it is")
    #expect(first.contains { $0.contains("    1") && $0.hasPrefix("│") })
    try server.sendAll(Told(left: 12).bytes + Told(7, at: 32_767, -32_768).bytes)
    #expect(child.prints("7: 32767, -32768"))
    // Up by as many lines as there were, and everything below is erased.
    #expect(child.standardOutput.contains("\u{1B}[\(first.count)A\u{1B}[J┌"))
    let second = drawing(child)
    #expect(second.contains { $0.hasSuffix("7│") || $0.hasSuffix("7 │") })
    #expect(!second.contains { $0.contains("12") }, "who has left is not drawn")
    #expect(child.standardOutput.contains(hide))
    #expect(!child.standardOutput.contains("\u{1B}[3"), "NO_COLOR")
    try server.finishSending()
    #expect(child.wait() == .status(0))
    #expect(child.standardOutput.hasSuffix(show))
    #expect(child.standardOutput.components(separatedBy: hide).count == 2)
  }

  @Test("after Ctrl-C the cursor is back as well; with colours, each number has one")
  func restores() throws {
    let (child, server) = try client(80, 24, [:])
    try server.sendAll(Told(3, at: 1, 1).bytes)
    #expect(child.prints("3: 1, 1"))
    #expect(child.standardOutput.contains("\u{1B}[34m3\u{1B}[0m"))
    #expect(child.interrupt() == .status(0))
    #expect(child.standardOutput.hasSuffix(show))
    withExtendedLifetime(server) {}
  }

  @Test("a terminal that calls itself dumb gets lines")
  func isPlain() throws {
    let (child, server) = try client(80, 24, ["TERM": "dumb"])
    try server.sendAll(Told(3, at: 4, -2).bytes + Told(left: 3).bytes)
    #expect(child.prints("client 3 is at 4, -2"))
    #expect(child.prints("client 3 has left"))
    #expect(!child.standardOutput.contains("\u{1B}"))
  }
}
