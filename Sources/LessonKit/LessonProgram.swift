import Foundation
import Sockets
import Tape

/// The command line that every lesson's program has: a demo, a server, a client.
///
///     LessonProgram(
///       "lesson01", "TCP is a stream of bytes", port: 1234,
///       server: Party(runServer), client: Party(runClient, options: [bufferSize])
///     ).main()
public struct LessonProgram: Sendable {
  /// One side's code and the options that only it has.
  public struct Party: Sendable {
    let run: @Sendable (Context) throws -> Void
    let options: [any ProgramOption]

    public init(
      _ run: @escaping @Sendable (Context) throws -> Void, options: [any ProgramOption] = []
    ) {
      self.run = run
      self.options = options
    }
  }

  /// A further subcommand: its name, a line for the help, and what it does with the words
  /// that follow, returning the exit status.
  public struct Subcommand: Sendable {
    let name: String
    let help: String
    let run: @Sendable ([String]) -> Int32

    public init(_ name: String, help: String, run: @escaping @Sendable ([String]) -> Int32) {
      self.name = name
      self.help = help
      self.run = run
    }
  }

  let name: String
  let summary: String
  let port: UInt16
  let server: Party
  let client: Party
  /// Arguments that a demo has when they are not given, so that it ends by itself and soon.
  let demo: [String]
  let subcommands: [Subcommand]

  public init(
    _ name: String, _ summary: String, port: UInt16, server: Party, client: Party,
    demo: [String] = [], subcommands: [Subcommand] = []
  ) {
    self.name = name
    self.summary = summary
    self.port = port
    self.server = server
    self.client = client
    self.demo = demo
    self.subcommands = subcommands
  }

  /// Does what the command line asks for, and ends the process: status 0 when all went well,
  /// 64 for wrong arguments, 1 for everything else.
  ///
  /// - Parameter words: the command line, without the program's name.
  public func main(_ words: [String] = Array(CommandLine.arguments.dropFirst())) -> Never {
    StandardDescriptors.open()
    Interruption.shared.install()
    if let subcommand = subcommands.first(where: { $0.name == words.first }) {
      exit(subcommand.run(Array(words.dropFirst())))
    }
    do {
      try run(words)
    } catch let error as UsageError {
      complain(error.description)
      exit(64)
    } catch {
      // What Ctrl-C breaks off is no failure.
      if Interruption.shared.hasCome { exit(0) }
      complain("\(error)" + nextStep(after: error))
      exit(1)
    }
    exit(0)
  }

  private func run(_ words: [String]) throws {
    if words.contains("--help") || words.contains("-h") || words.first == "help" {
      Console.standard.write(help)
      return
    }
    switch words.first {
    case "server": try run(.server, words.dropFirst())
    case "client": try run(.client, words.dropFirst())
    case nil: try runDemo([])
    case let word? where word.hasPrefix("-"): try runDemo(words)
    case let word?:
      let known = ["server", "client"] + subcommands.map(\.name)
      let advice =
        known.first { $0.isNear(word) }.map { "Did you mean \($0)?" }
        ?? "Type one of \(known.joined(separator: ", ")), or nothing for a demo."
      throw UsageError(description: "unknown subcommand \"\(word)\". \(advice)")
    }
  }

  private func run(_ side: Side, _ words: some Collection<String>) throws {
    let arguments = try Arguments(words, options: options(of: side), program: "\(name) \(side)")
    let stage = Stage(.alone, tracing: arguments[Common.trace], left: side)
    try party(side).run(Context(side, arguments, standardPort: port, stage: stage))
  }

  /// Server and client in this one process, over real TCP on a free port, taking turns.
  private func runDemo(_ words: [String]) throws {
    let options = demoOptions
    let given = try Arguments(words, options: options, program: name)
    let stage = Stage(.labelled, tracing: given[Common.trace], left: .server)
    Interruption.shared.whenItComes { exit(0) }
    try Demo(program: self, stage: stage) { port in
      // Later words win: what was given on the command line over what the demo would take.
      try Arguments(
        demo + words + ["--port", "\(port)"], options: options + [portOption], program: name)
    }.run()
  }

  func party(_ side: Side) -> Party { side == .server ? server : client }

  var portOption: Option<UInt16> { Common.port(port) }

  private func options(of side: Side) -> [any ProgramOption] {
    let common: [any ProgramOption] = [
      Common.host, portOption, Common.patience, Common.trace, Common.limit,
    ]
    return party(side).options + common + (side == .server ? [Common.quiet] : [])
  }

  private var demoOptions: [any ProgramOption] {
    server.options + client.options
      + [Common.trace, Common.patience, Common.limit, Common.quiet]
  }

  private func complain(_ sentence: String) {
    Console.standard.complain("\(name): \(sentence)")
  }

  /// What the kit can add to an error that is not the lesson's own.
  private func nextStep(after error: any Error) -> String {
    guard let error = error as? SocketError, error.reason == .errno(.connectionRefused) else {
      return ""
    }
    return " In another terminal: swift run \(name) server"
  }

  private var help: String {
    var lines = [
      "\(name): \(summary)", "",
      "  swift run \(name)                    a demo: server and client in one process",
      "  swift run \(name) server [options]   the server, until Ctrl-C",
      "  swift run \(name) client [options]   the client, until the server closes or Ctrl-C",
    ]
    lines += subcommands.map { "  swift run \(name) \($0.help)" }
    for side in [Side.server, .client] {
      lines += ["", "options of the \(side):"]
      lines += options(of: side).map { option in
        let usage = "  \(option.name) \(option.placeholder ?? "")"
        let standard = option.standardText.map { " (\($0))" } ?? ""
        let gap = String(repeating: " ", count: max(1, 22 - usage.count))
        return usage + gap + option.help + standard
      }
    }
    return (lines + ["", "The demo takes the options of both, except --host and --port."])
      .joined(separator: "\n")
  }
}
