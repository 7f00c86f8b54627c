import CourseTesting
import Foundation
import Processes
import Sockets
import Testing

@Suite("tap, from the command line", .waits)
struct CommandTests {
  private func start(_ arguments: [String], columns: Int? = nil) throws -> ChildProcess {
    try ChildProcess(
      PackageFolder.program("tap"), arguments, environment: ["NO_COLOR": "1"],
      terminal: columns.map { (columns: $0, rows: 24) })
  }

  /// A tap that listens, and where.
  private func listening(
    _ arguments: [String], columns: Int? = nil
  ) throws -> (tap: ChildProcess, endpoint: Endpoint) {
    let child = try start(["--listen", "0"] + arguments, columns: columns)
    let line = try #require(child.nextLine())
    let port = try #require(line.firstMatch(of: /^listening on 127\.0\.0\.1:(\d+)\r?$/)).1
    return (child, Endpoint(host: "127.0.0.1", port: try #require(UInt16(port))))
  }

  @Test("between a lesson's server and client, in words and bytes; Ctrl-C ends it with status 0")
  func standsBetween() throws {
    let server = try ChildProcess(PackageFolder.program("lesson02"), ["server", "--port", "0"])
    let behind = try #require(server.nextLine()?.split(separator: ":").last)
    let (tap, endpoint) = try listening([
      "--to", "\(behind)", "--header", "10", "--cut", "4", "--seed", "7",
    ])
    let client = try ChildProcess(
      PackageFolder.program("lesson02"),
      ["client", "--port", "\(endpoint.port)", "--count", "1"])
    #expect(client.wait() == .status(0))
    #expect(client.standardOutput.hasSuffix("Welcome to the server!\n"))
    #expect(tap.lines(with: "the end", 2))
    #expect(tap.interrupt() == .status(0))
    let ladder = tap.standardOutput
    #expect(ladder.contains("clients that connect to port \(endpoint.port) get to 127.0.0.1:"))
    #expect(ladder.contains("--cut 4 --seed 7 cuts in the same places again"))
    #expect(ladder.contains(/◀─{62} 32 bytes │/))
    #expect(ladder.contains("header  32 32 20 20 20 20 20 20 20 20        22········"))
    #expect(ladder.contains(/~ tap: sent on in \d+ pieces of 1 to 4 bytes │/))
    #expect(tap.standardError.isEmpty)
  }

  @Test("--quiet draws nothing, and counts")
  func counts() throws {
    let listener = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
    let (tap, endpoint) = try listening(["--to", "\(listener.endpoint)", "--quiet"])
    func talk() throws {
      let client = try Connection(to: endpoint)
      let server = try #require(try listener.accept())
      try client.sendAll([1, 2, 3])
      #expect(try server.bytes(3) == [1, 2, 3])
      try server.sendAll([4])
      #expect(try client.bytes(1) == [4])
    }
    try talk()
    #expect(tap.line("client 1: 3 bytes to the server, 1 byte back"))
    #expect(tap.interrupt() == .status(0))
    #expect(!tap.standardOutput.contains("│"))
  }

  @Test("nobody behind it: one sentence for each client, and the tap lives on")
  func noServer() throws {
    let nowhere = Endpoint.unused()
    let (tap, endpoint) = try listening(["--to", "\(nowhere.port)"])
    for number in 1...2 {
      // When the reset comes before connect(2) has returned, connect(2) is what tells it.
      let isReset = Result { try Connection(to: endpoint) }.map(\.isReset)
      #expect((try? isReset.get()) ?? true)
      #expect(tap.line("client \(number) was refused: connect \(nowhere): connection refused"))
    }
    #expect(tap.interrupt() == .status(0))
  }

  @Test("a terminal of 40 columns")
  func isNarrow() throws {
    let listener = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
    let (tap, endpoint) = try listening(
      ["--to", "\(listener.endpoint)", "--header", "10"], columns: 40)
    let client = try Connection(to: endpoint)
    try client.sendAll(Array("5         hello".utf8))
    try client.finishSending()
    #expect(tap.line("the end"))
    #expect(tap.interrupt() == .status(0))
    let rows = tap.standardOutput.split(whereSeparator: \.isNewline).filter { $0.contains("│") }
    #expect(rows.allSatisfy { $0.count == 38 }, "\(rows)")
    #expect(rows.contains { $0.contains("68 65 6C 6C  hell  payload") }, "\(rows)")
  }

  @Test(
    "wrong arguments: status 64 and a sentence that names them",
    arguments: [
      (
        ["--listen", "5051"],
        "--to HOST:PORT is missing: the server behind the tap, --to 127.0.0.1:5050."
      ),
      (["--to", "0"], "--to needs HOST:PORT, or a port from 1 to 65535, not \"0\"."),
      (["--to", "::1:80"], "--to needs HOST:PORT, or a port from 1 to 65535, not \"::1:80\"."),
      (
        ["--listen", "70000", "--to", "1"],
        "--listen needs a port from 0 to 65535, or HOST:PORT, not \"70000\"."
      ),
      (["--to", "1", "--cut", "0"], "--cut needs a whole number from 1 to 1048576, not \"0\"."),
      (["--to", "1", "--delay", "x"], "--delay needs milliseconds from 1 to 60000, not \"x\"."),
      (
        ["--to", "1", "--drop-after", "1", "--reset-after", "1"],
        "--drop-after and --reset-after do not go together; take one."
      ),
      (["--to", "1", "--merged"], "unknown option \"--merged\". Did you mean --merge?"),
      (["5050"], "unknown argument \"5050\". tap --help lists them."),
    ])
  func refuses(_ arguments: [String], _ sentence: String) throws {
    let tap = try start(arguments)
    #expect(tap.wait() == .status(64))
    #expect(tap.standardError == "tap: \(sentence)\n")
    #expect(tap.standardOutput.isEmpty)
  }

  @Test("in front of itself it would go round for ever: status 64")
  func refusesLoops() throws {
    let port = Endpoint.unused().port
    let tap = try start(["--listen", "\(port)", "--to", "localhost:\(port)"])
    #expect(tap.wait() == .status(64))
    #expect(
      tap.standardError == "tap: --to localhost:\(port) is the tap's own port; "
        + "name the server's, or another --listen.\n")
  }

  @Test("a port that is taken: status 1, one sentence")
  func portTaken() throws {
    let listener = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
    let tap = try start(["--listen", "\(listener.endpoint.port)", "--to", "1"])
    #expect(tap.wait() == .status(1))
    #expect(tap.standardError.contains("EADDRINUSE"))
    #expect(tap.standardError.split(separator: "\n").count == 1)
    withExtendedLifetime(listener) {}
  }

  @Test("--help names every option, within 80 columns")
  func helps() throws {
    let tap = try start(["--help"])
    #expect(tap.wait() == .status(0))
    for name in [
      "listen", "to", "header", "lines", "quiet", "patience", "cut", "delay", "merge",
      "drop-after", "reset-after", "seed",
    ] {
      #expect(tap.standardOutput.contains("  --\(name) "), "--\(name)")
    }
    #expect(tap.standardOutput.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }
}
