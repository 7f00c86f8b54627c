import CourseTesting
import Foundation
import Processes
import Sockets
import Testing

@Suite("Every lesson program, from the command line", .waits)
struct CommandLineTests {
  static let lessons = [
    "lesson01", "lesson02", "lesson03", "lesson04", "lesson05", "lesson06", "lesson07",
    "lesson08", "lesson09", "lesson10", "lesson11",
  ]

  /// A demo that takes no longer than it must.
  private func quickDemo(_ lesson: String) -> [String] {
    lesson == "lesson03" ? ["--interval", "0.02"] : []
  }

  /// How its client is started.
  private func client(_ lesson: String) -> [String] {
    ["client"] + (lesson == "lesson07" ? ["--list"] : [])
  }

  private func run(
    _ program: String, _ arguments: [String]
  ) throws -> (ending: ChildProcess.Ending, output: String, errors: String) {
    let child = try ChildProcess(PackageFolder.program(program), arguments)
    let ending = child.wait(within: .seconds(10))
    return (ending, child.standardOutput, child.standardError)
  }

  @Test("the demo ends by itself with status 0, both sides labelled", arguments: lessons)
  func demoEnds(_ lesson: String) throws {
    let (ending, output, errors) = try run(lesson, [])
    #expect(ending == .status(0), "\(errors)")
    // Where there are several clients they have numbers.
    #expect(output.contains(/^server +│ listening on 127\.0\.0\.1:/))
    #expect(output.contains(/client( \d)? +│ connected to 127\.0\.0\.1:/))
    #expect(errors.isEmpty)
  }

  @Test("the demo with --trace is a ladder of 78 columns", arguments: lessons)
  func demoDraws(_ lesson: String) throws {
    let (ending, output, _) = try run(lesson, ["--trace"] + quickDemo(lesson))
    #expect(ending == .status(0))
    #expect(output.split(separator: "\n").allSatisfy { $0.count == 78 })
  }

  @Test(
    "wrong arguments: status 64 and a sentence that names them",
    arguments: [
      (
        ["server", "--port", "65536"], "--port needs a whole number from 0 to 65535, not \"65536\"."
      ),
      (["server", "--port", "-1"], "--port needs a whole number from 0 to 65535, not \"-1\"."),
      (
        ["client", "--port", "banana"],
        "--port needs a whole number from 0 to 65535, not \"banana\"."
      ),
      (
        ["client", "--port"],
        "--port needs a whole number from 0 to 65535 after it; nothing was given."
      ),
      (["client", "--port", "0"], "a client needs a --port from 1 to 65535, not \"0\"."),
      (["client", "--bufer", "3"], "unknown option \"--bufer\". Did you mean --buffer?"),
      (["client", "--xyz"], "unknown option \"--xyz\". lesson02 client --help lists them."),
      (["client", "12"], "unknown argument \"12\". lesson02 client --help lists them."),
      (["sevrer"], "unknown subcommand \"sevrer\". Did you mean server?"),
      (
        ["dance"],
        "unknown subcommand \"dance\". Type one of server, client, or nothing for a demo."
      ),
      (
        ["client", "--host", "1991"],
        "--host needs a name or an address (a port is a --port), not \"1991\"."
      ),
      (
        ["server", "--patience", "no"], "--patience needs seconds from 0.001 to 86400, not \"no\"."
      ),
      (["server", "--trace=yes"], "--trace takes no value, but \"yes\" was given."),
    ])
  func refuses(_ arguments: [String], _ sentence: String) throws {
    let (ending, output, errors) = try run("lesson02", arguments)
    #expect(ending == .status(64))
    #expect(errors == "lesson02: \(sentence)\n")
    #expect(output.isEmpty)
  }

  @Test("what has a place needs no name, and may have both")
  func takesOperands() throws {
    let server = try ChildProcess(PackageFolder.program("lesson09"), ["server", "0", "--quiet"])
    let line = try #require(server.nextLine(within: .seconds(10)))
    let port = try #require(line.split(separator: ":").last.map(String.init))
    for words in [
      ["127.0.0.1", port], ["--port", port, "127.0.0.1"], ["--port", port],
      ["127.0.0.1", "--limit", "100", port], ["--host=127.0.0.1", "--port=\(port)"],
      ["127.0.0.1", "1", "--port", port],
    ] {
      let (ending, output, errors) = try run("lesson09", ["client"] + words)
      #expect(ending == .status(0), "\(words): \(errors)")
      #expect(output.contains("connected to 127.0.0.1:\(port)"))
    }
    #expect(server.interrupt() == .status(0))
  }

  @Test(
    "wrong words in a place: status 64 and a sentence that names them",
    arguments: [
      (["server", "banana"], "PORT needs to be a whole number from 0 to 65535, not \"banana\"."),
      (["server", "-1"], "PORT needs to be a whole number from 0 to 65535, not \"-1\"."),
      (
        ["server", "1", "2"],
        "\"2\" is one too many behind PORT. lesson09 server --help lists them."
      ),
      (
        ["client", "localhost", "65536"],
        "PORT needs to be a whole number from 0 to 65535, not \"65536\"."
      ),
      (
        ["client", "a", "1", "b"],
        "\"b\" is one too many behind HOST PORT. lesson09 client --help lists them."
      ),
      (["client", "localhost", "0"], "a client needs a --port from 1 to 65535, not \"0\"."),
      (["server", "--hook", "(a"], "--hook needs a regular expression, not \"(a\"."),
      (["server", "--limit", "0"], "--limit needs a whole number from 1 to 1048576, not \"0\"."),
    ])
  func refusesOperands(_ arguments: [String], _ sentence: String) throws {
    let (ending, output, errors) = try run("lesson09", arguments)
    #expect(ending == .status(64))
    #expect(errors == "lesson09: \(sentence)\n")
    #expect(output.isEmpty)
  }

  @Test("--help shows places, and an option of the lesson's own in the place of a common one")
  func helpsWithOperands() throws {
    let (ending, output, _) = try run("lesson09", ["--help"])
    #expect(ending == .status(0))
    #expect(output.contains("lesson09 server [PORT] [options] "))
    #expect(output.contains("lesson09 client [HOST] [PORT] [options] "))
    #expect(output.matches(of: /--limit BYTES/).count == 2, "once for each side")
    #expect(output.contains("the longest line accepted (4096)"))
  }

  @Test("no server, no host, no port: status 1, one sentence, the next step", arguments: lessons)
  func reportsTrouble(_ lesson: String) throws {
    let free = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
    let port = "\(free.endpoint.port)"
    let taken = try run(lesson, ["server", "--port", port])
    #expect(taken.ending == .status(1))
    #expect(taken.errors.contains("EADDRINUSE") && taken.errors.contains("--port 0"))
    let nowhere = try run(lesson, client(lesson) + ["--host", "no such host"])
    #expect(nowhere.ending == .status(1))
    #expect(nowhere.errors.contains("look up no such host"))
    withExtendedLifetime(free) {}
    let closed = Endpoint.unused().port
    let alone = try run(lesson, client(lesson) + ["--port", "\(closed)"])
    #expect(alone.ending == .status(1))
    #expect(alone.errors.contains("swift run \(lesson) server"))
    for errors in [taken.errors, nowhere.errors, alone.errors] {
      #expect(errors.split(separator: "\n").count == 1, "one sentence: \(errors)")
    }
  }

  @Test("a host beyond this machine comes with a word of warning")
  func warns() throws {
    let child = try ChildProcess(
      PackageFolder.program("lesson01"), ["server", "--host", "0.0.0.0", "--port", "0"])
    #expect(child.nextLine()?.hasPrefix("listening on 0.0.0.0:") == true)
    #expect(child.nextLine()?.contains("can now connect") == true)
    #expect(child.interrupt() == .status(0))
  }

  @Test("--help shows the subcommands and every option")
  func helps() throws {
    let (ending, output, _) = try run("lesson02", ["--help"])
    #expect(ending == .status(0))
    for word in ["server", "client", "--host", "--port", "--message", "--buffer", "--trace"] {
      #expect(output.contains(word), "--help does not mention \(word)")
    }
  }

  @Test("standard descriptors that are closed do not become sockets", arguments: lessons)
  func survivesClosedDescriptors(_ lesson: String) throws {
    let program = PackageFolder.program(lesson)
    let shell = try ChildProcess(
      "sh", ["-c", "exec \"$0\" \"$@\" <&- >&- 2>&-", program] + quickDemo(lesson))
    #expect(shell.wait(within: .seconds(10)) == .status(0))
  }

  @Test("a reader of the output that leaves does not stop the program")
  func survivesABrokenPipe() throws {
    let program = PackageFolder.program("lesson03")
    let shell = try ChildProcess(
      "sh", ["-c", "(\"$0\" --interval 0.02; echo $? >&2) | head -n 1", program])
    #expect(shell.wait(within: .seconds(10)) == .status(0))
    #expect(shell.standardError == "0\n")
  }

  @Test("SIGTERM ends a server as Ctrl-C does", arguments: lessons)
  func terminates(_ lesson: String) throws {
    let child = try ChildProcess(PackageFolder.program(lesson), ["server", "--port", "0"])
    #expect(child.nextLine()?.hasPrefix("listening on") == true)
    child.send(signal: SIGTERM)
    #expect(child.wait(within: .seconds(3)) == .status(0))
  }
}
