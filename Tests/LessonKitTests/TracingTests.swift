import CourseTesting
import Foundation
import Processes
import Sockets
import Tape
import Testing

@testable import LessonKit

@Suite("Seeing the wire", .waits)
struct TracingTests {
  /// The stream that a lesson's program is handed when it accepts a client, and the connection
  /// that it stands for.
  private func handedOut(_ recording: Recording?) throws -> (any ByteStream, Connection) {
    let listener = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
    let peer = try Connection(to: listener.endpoint)
    let connection = try #require(try listener.accept())
    defer { withExtendedLifetime(peer) {} }
    let arguments = try Arguments([], options: [], program: "test")
    let stage = Stage(
      .labelled(["client"]), tracing: arguments[Common.trace], left: .server, recording: recording)
    let context = Context(.server, arguments, standardPort: 0, stage: stage)
    return (context.open(connection), connection)
  }

  @Test("where nobody watches there is no recorder: the program has the connection itself")
  func isNotThere() throws {
    let (stream, connection) = try handedOut(nil)
    #expect(stream === connection)
  }

  @Test("where somebody does there is one")
  func isThere() throws {
    let (stream, connection) = try handedOut(Recording())
    #expect(stream is Recorder)
    #expect(stream !== connection)
  }

  @Test(
    "at a terminal the ladder has colours and its width, with NO_COLOR none",
    arguments: [(100, 78), (80, 78), (40, 38)])
  func atATerminal(_ columns: Int, _ width: Int) throws {
    let coloured = try ladder(columns, ["TERM": "xterm", "NO_COLOR": ""])
    #expect(coloured.contains("\u{1B}[36m32 32 20 20"), "the header")
    #expect(coloured.contains("\u{1B}[32m57 65 6C 63"), "the payload")
    let plain = try ladder(columns, ["TERM": "xterm", "NO_COLOR": "1"])
    #expect(!plain.contains("\u{1B}"))
    #expect(coloured.replacing(/\u{1B}\[\d+m/, with: "").count == plain.count)
    let widths = Set(plain.split(whereSeparator: \.isNewline).map(\.count))
    #expect(widths == [width])
  }

  private func ladder(_ columns: Int, _ environment: [String: String]) throws -> String {
    let child = try ChildProcess(
      PackageFolder.program("lesson02"), ["--trace"], environment: environment,
      terminal: (columns: columns, rows: 24))
    #expect(child.wait() == .status(0))
    return child.standardOutput
  }

  @Test("a demo draws itself into a file, the same one each time, and says where it is")
  func draws() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/picture-\(UUID())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var pictures: [String] = []
    for name in ["one.svg", "two.svg"] {
      let child = try ChildProcess(
        PackageFolder.program("lesson07"), ["--picture", "\(folder)/\(name)"])
      #expect(child.wait() == .status(0))
      #expect(child.standardOutput.hasSuffix("the picture is in \(folder)/\(name)\n"))
      pictures.append(try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8))
    }
    #expect(pictures[0] == pictures[1])
    #expect(pictures[0].contains("<title id=\"title\">lesson07: "))
  }

  @Test(
    "a picture that cannot be written is one sentence and status 1",
    arguments: ["/no/such/folder/wire.svg", "/proc/wire.svg", "/"])
  func refuses(_ file: String) throws {
    let child = try ChildProcess(PackageFolder.program("lesson01"), ["--picture", file])
    #expect(child.wait() == .status(1))
    let errors = child.standardError
    #expect(errors.hasPrefix("lesson01: the picture cannot be written to \(file): "), "\(errors)")
    #expect(errors.hasSuffix(" --picture takes another file.\n"))
    #expect(errors.split(separator: "\n").count == 1)
  }
}
