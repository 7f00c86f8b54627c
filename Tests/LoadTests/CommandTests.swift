import CourseTesting
import Foundation
import Processes
import Sockets
import Testing

@testable import Loading

@Suite("load, from the command line")
struct CommandTests {
  private func start(_ arguments: [String]) throws -> ChildProcess {
    try ChildProcess(PackageFolder.program("load"), arguments)
  }

  @Test(
    "wrong arguments: status 64 and a sentence that names them",
    arguments: [
      (["--clients", "0"], "--clients needs a whole number from 1 to 20000, not \"0\"."),
      (["--seconds", "soon"], "--seconds needs seconds from 0.001 to 86400, not \"soon\"."),
      (["--size", "-1"], "--size needs a whole number from 0 to 1073741824, not \"-1\"."),
      (["--port", "0"], "--port needs a whole number from 1 to 65535, not \"0\"."),
      (["--dept", "2"], "unknown option \"--dept\". Did you mean --depth?"),
      (["5050"], "unknown argument \"5050\". load --help lists them."),
    ])
  func refuses(_ arguments: [String], _ sentence: String) throws {
    let child = try start(arguments)
    #expect(child.wait(within: .seconds(10)) == .status(64))
    #expect(child.standardError == "load: \(sentence)\n")
    #expect(child.standardOutput.isEmpty)
  }

  @Test("no server behind the port: status 1, one line, and what to type")
  func nobody() throws {
    let port = Endpoint.unused().port
    let child = try start(["--port", "\(port)"])
    #expect(child.wait(within: .seconds(10)) == .status(1))
    let errors = child.standardError
    #expect(errors.hasSuffix("In another terminal: swift run lesson04 server --port \(port)\n"))
    #expect(errors.split(separator: "\n").count == 1)
    #expect(child.standardOutput.isEmpty)
  }

  @Test("--help shows every option")
  func helps() throws {
    let child = try start(["--help"])
    #expect(child.wait(within: .seconds(10)) == .status(0))
    for option in [
      "--host", "--port", "--clients", "--seconds", "--size", "--depth", "--patience", "--goodbye",
      "--anyway", "--json",
    ] {
      #expect(child.standardOutput.contains("\n  \(option) "), "--help does not mention \(option)")
    }
    #expect(child.standardOutput.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("a right server: status 0 and a report without colour")
  func reports() throws {
    let server = try ScriptedServer(Serve.right)
    let child = try start([
      "--port", "\(server.endpoint.port)", "--clients", "3", "--seconds", "0.2",
    ])
    #expect(child.wait(within: .seconds(10)) == .status(0))
    #expect(child.standardOutput.contains("messages a second"))
    #expect(child.standardOutput.hasSuffix("\nEvery reply was right.\n"))
    #expect(!child.standardOutput.contains("\u{1B}"))
  }

  @Test("a wrong server: status 1, and standard output holds the JSON object alone")
  func prints() throws {
    let server = try ScriptedServer(firstTwo: Serve.right, Serve.answering("msg received"))
    let child = try start([
      "--port", "\(server.endpoint.port)", "--clients", "3", "--seconds", "0.2", "--json",
    ])
    #expect(child.wait(within: .seconds(10)) == .status(1))
    let record = try JSONDecoder().decode(Record.self, from: Data(child.standardOutput.utf8))
    #expect(record.wrongReplies == 3 && record.wrongReplyExample == "“msg received”")
  }

  @Test("Ctrl-C ends a run and reports what there is so far; the progress went elsewhere")
  func interrupts() throws {
    let busy = Busy()
    let server = try ScriptedServer { client, _ in
      var messages = Serve.reader(client)
      while try messages.next() != nil {
        try client.sendAll(Serve.reply)
        busy.count()
      }
    }
    let child = try start([
      "--port", "\(server.endpoint.port)", "--clients", "3", "--seconds", "600", "--json",
    ])
    // Long enough for the progress to be looked at several times.
    #expect(busy.hasCounted(5000, within: .seconds(20)))
    #expect(child.interrupt(within: .seconds(5)) == .status(0))
    let record = try JSONDecoder().decode(Record.self, from: Data(child.standardOutput.utf8))
    #expect(record.stopped && record.ok && record.replies > 1000)
  }
}

/// Counts messages, so that a test can wait for some.
private final class Busy: @unchecked Sendable {
  // Sound: `messages` is only touched while `change` is held.
  private let change = NSCondition()
  private var messages = 0

  func count() {
    change.withLock {
      messages += 1
      change.broadcast()
    }
  }

  func hasCounted(_ number: Int, within limit: Duration) -> Bool {
    let deadline = Date(timeIntervalSinceNow: limit / .seconds(1))
    return change.withLock {
      while messages < number { if !change.wait(until: deadline) { return false } }
      return true
    }
  }
}
