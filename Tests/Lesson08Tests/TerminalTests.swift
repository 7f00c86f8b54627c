import CourseTesting
import Foundation
import Framing
import Processes
import Sockets
import Testing

/// The lesson's client at a terminal, with a server that the test plays.
@Suite("Lesson 8 at a terminal", .waits, .enabled(if: Subject.isWhole))
struct TerminalTests {
  private let program = PackageFolder.program("lesson08")

  /// A client at a terminal of 60 columns, and the server's end of its connection.
  private func client(_ options: [String] = []) throws -> (ChildProcess, Connection) {
    let listener = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
    let client = try ChildProcess(
      program, ["client", "--port", "\(listener.endpoint.port)"] + options,
      environment: ["TERM": "xterm"], terminal: (columns: 60, rows: 20))
    let server = try #require(try listener.accept())
    #expect(client.prints("(type a line"))
    return (client, server)
  }

  private let wipe = "\r\u{1B}[K"

  @Test("half a line survives what others say", arguments: [[], ["--trace"]])
  func keepsHalfALine(_ options: [String]) throws {
    let (client, server) = try client(options)
    client.write("hal")
    #expect(client.prints(wipe + "hal"))
    try server.say("client 2: hi \u{1B}[2J")
    #expect(client.prints("client 2: hi \\x1B[2J"))
    // Wiped, the message, and drawn again; with --trace there are lines between.
    #expect(client.prints("\r\nhal"), "\(client.standardOutput.debugDescription)")
    if options.isEmpty { #expect(client.standardOutput.contains(wipe + "client 2: hi")) }
    client.write("f\n")
    #expect(try server.line() == "half")
    client.write("\u{4}")
    #expect(try server.line() == goodbye)
    try server.finishSending()
    #expect(client.wait() == .status(0))
    #expect(client.standardOutput.contains("half\r\n"), "what was typed stays on the screen")
  }

  @Test("Backspace, Ctrl-U and arrows do what they should")
  func edits() throws {
    let (client, server) = try client()
    client.write("hé\u{7F}\u{7F}ja\u{1B}[A👩‍👩‍👧\u{7F}!\n")
    #expect(try server.line() == "ja!")
    client.write("nonsense\u{15}sense\r")
    #expect(try server.line() == "sense")
    #expect(client.interrupt() == .status(0))
  }

  @Test("a line that is wider than the terminal shows its end, and is sent whole")
  func scrolls() throws {
    let (client, server) = try client()
    let text = (1...40).map { "\($0) " }.joined() + "日本"
    client.write(text)
    #expect(client.prints("40 日本"))
    try server.say("client 2: hi")
    #expect(client.prints("client 2: hi\r\n…"))
    // One row was drawn, however often: no more than 59 columns from a wipe to the next.
    let rows = client.standardOutput.components(separatedBy: wipe).dropFirst()
    #expect(rows.allSatisfy { ($0.split(separator: "\r\n").last ?? "").count <= 59 })
    client.write("\n")
    #expect(try server.line() == text)
    #expect(client.interrupt() == .status(0))
  }

  @Test("what is typed is not longer than the limit")
  func limits() throws {
    let (client, server) = try client(["--limit", "5"])
    client.write("hello, everybody\n")
    #expect(try server.line() == "hello")
    #expect(client.interrupt() == .status(0))
  }

  @Test(
    "the terminal is left as it was found, however the client ends",
    arguments: ["closes", "resets", "INT", "TERM", "QUIT", "SEGV"])
  func restores(_ how: String) throws {
    let listener = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
    let signal = how == "closes" || how == "resets" ? "0" : how
    // The shell kills the client when it is told to, and says then how the terminal is set.
    let script = """
      exec 3<&0; "$0" client --port \(listener.endpoint.port) <&3 & client=$!
      trap 'kill -\(signal) $client' USR1
      wait $client; wait $client; stty -a <&3; echo done
      """
    let shell = try ChildProcess(
      "sh", ["-c", script, program],
      environment: ["TERM": "xterm", "SWIFT_BACKTRACE": "enable=no"],
      terminal: (columns: 60, rows: 20))
    var server: Connection? = try listener.accept()
    #expect(shell.prints("(type a line"))
    shell.write("half a line")
    #expect(shell.prints("half a line"))
    switch how {
    case "closes": try server?.finishSending()
    case "resets": reset(&server)
    default: shell.send(signal: SIGUSR1)
    }
    #expect(shell.prints("done\r\n"), "\(shell.standardOutput) \(shell.standardError)")
    let settings = shell.standardOutput.components(separatedBy: "baud").last ?? ""
    for name in ["icanon", "echo", "iexten"] {
      #expect(settings.contains(" \(name) ") && !settings.contains("-\(name) "), "\(settings)")
    }
    withExtendedLifetime(server) {}
  }
}
