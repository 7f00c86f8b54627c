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
    let operands: [any ProgramOption]

    /// - Parameter operands: what may be given by its place, without a name in front of it:
    ///   `client DIVISION 1 4`. One that is an option as well (`server 1991` for `server --port
    ///   1991`) may be given either way.
    public init(
      _ run: @escaping @Sendable (Context) throws -> Void, options: [any ProgramOption] = [],
      operands: [any ProgramOption] = []
    ) {
      self.run = run
      self.options = options
      self.operands = operands
    }
  }

  /// A further party to a lesson's conversation, which connects to the server as a client does.
  public struct Role: Sendable {
    let name: String
    let help: String
    let party: Party

    /// - Parameters:
    ///   - name: the word that starts it: `device`.
    ///   - help: what it does, for `--help`.
    public init(_ name: String, help: String, _ party: Party) {
      self.name = name
      self.help = help
      self.party = party
    }
  }

  /// One client of the demo: which program it runs, on which arguments, and what is typed there.
  public struct Actor: Sendable {
    let role: String
    let arguments: [String]
    let lines: [String]
    let takesTime: Bool

    /// - Parameter takesTime: whether it comes, and types each line and the end, only when all that
    ///   happened before has been taken notice of; where clients hear one another.
    public init(
      _ role: String = "client", arguments: [String] = [], lines: [String] = [],
      takesTime: Bool = false
    ) {
      self.role = role
      self.arguments = arguments
      self.lines = lines
      self.takesTime = takesTime
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
  let roles: [Role]
  /// What its messages look like, for `--trace` and `--picture`.
  let wire: Wire
  /// Arguments that a demo has when they are not given, so that it ends by itself and soon.
  let demo: [String]
  /// The clients of the demo, in the order in which they come.
  let cast: [Actor]
  let subcommands: [Subcommand]

  /// - Parameter wire: what the messages look like, `.both(.header(10))`, so that a drawing tells
  ///   headers from payloads.
  public init(
    _ name: String, _ summary: String, port: UInt16, server: Party, client: Party,
    roles: [Role] = [], wire: Wire = .raw, demo: [String] = [], cast: [Actor] = [Actor()],
    subcommands: [Subcommand] = []
  ) {
    self.name = name
    self.summary = summary
    self.port = port
    self.server = server
    self.client = client
    self.roles = roles
    self.wire = wire
    self.demo = demo
    self.cast = cast
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
      Exit.with(subcommand.run(Array(words.dropFirst())))
    }
    do {
      try run(words)
    } catch let error as UsageError {
      complain(error.description)
      Exit.with(64)
    } catch {
      // What Ctrl-C breaks off is no failure.
      if Interruption.shared.hasCome { Exit.with(0) }
      complain("\(error)" + nextStep(after: error))
      Exit.with(1)
    }
    Exit.with(0)
  }

  private func run(_ words: [String]) throws {
    if words.contains("--help") || words.contains("-h") || words.first == "help" {
      Console.standard.write(help)
      return
    }
    switch words.first {
    case "server": try run(server, as: "server", .server, words.dropFirst())
    case nil: try runDemo([])
    case let word? where word.hasPrefix("-"): try runDemo(words)
    case let word?:
      if let role = allRoles.first(where: { $0.name == word }) {
        return try run(role.party, as: word, .client, words.dropFirst())
      }
      let known = ["server"] + allRoles.map(\.name) + subcommands.map(\.name)
      let advice =
        known.first { $0.isNear(word) }.map { "Did you mean \($0)?" }
        ?? "Type one of \(known.joined(separator: ", ")), or nothing for a demo."
      throw UsageError(description: "unknown subcommand \"\(word)\". \(advice)")
    }
  }

  private func run(
    _ party: Party, as role: String, _ side: Side, _ words: some Collection<String>
  ) throws {
    let options = options(of: party, side)
    let arguments = try Arguments(
      words, options: options, operands: party.operands, program: "\(name) \(role)")
    let stage = Stage(.alone, tracing: arguments[Common.trace], left: side, wire: wire)
    try party.run(Context(side, arguments, standardPort: port, stage: stage))
  }

  /// Server and clients in this one process, over real TCP on a free port, taking turns.
  private func runDemo(_ words: [String]) throws {
    let options = demoOptions
    let given = try Arguments(words, options: options, program: name)
    let file = given[Common.picture]
    let recording = file.map { _ in Recording() }
    let stage = Stage(
      .labelled(actorNames), tracing: given[Common.trace], left: .server, wire: wire,
      recording: recording)
    Interruption.shared.whenItComes { Exit.with(0) }
    try Demo(program: self, stage: stage) { port, actor in
      // Later words win: what was given on the command line over what the demo would take.
      try Arguments(
        demo + (actor?.arguments ?? []) + words + ["--port", "\(port)"],
        options: options + [portOption], operands: actor.map { party($0).operands } ?? [],
        program: name)
    }.run()
    if let file, let recording { try draw(recording, into: file, words) }
  }

  /// What the clients of the demo are called: by their roles, and where there are several, by the
  /// numbers that the server gives them.
  var actorNames: [String] {
    if cast.count == 1 { return cast.map(\.role) }
    return cast.enumerated().map { "\($1.role) \($0 + 1)" }
  }

  /// All that connect to the server.
  private var allRoles: [Role] {
    [Role("client", help: "the client", client)] + roles
  }

  func party(_ actor: Actor) -> Party {
    allRoles.first { $0.name == actor.role }?.party ?? client
  }

  var portOption: Option<UInt16> { Common.port(port) }

  private func options(of party: Party, _ side: Side) -> [any ProgramOption] {
    let common: [any ProgramOption] = [
      Common.host, portOption, Common.patience, Common.trace, Common.limit,
    ]
    // One of the lesson's own takes the place of the common one of its name.
    let others = common.filter { option in !party.options.contains { $0.name == option.name } }
    return party.options + others + (side == .server ? [Common.quiet] : [])
  }

  private var demoOptions: [any ProgramOption] {
    ([server] + allRoles.map(\.party)).flatMap(\.options)
      + [Common.trace, Common.picture, Common.patience, Common.limit, Common.quiet]
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
    let parties = [("server", server, Side.server)] + allRoles.map { ($0.name, $0.party, .client) }
    let usages = parties.map { name, party, _ in
      ([name] + party.operands.map { "[\($0.placeholder ?? "")]" } + ["[options]"])
        .joined(separator: " ")
    }
    let helps = ["the server, until Ctrl-C"] + allRoles.map(\.help)
    // One column for what they do: as narrow as the longest of them allows.
    let column = max(19, (usages.map(\.count).max() ?? 0) + 3)
    func row(_ usage: String, _ help: String) -> String {
      let gap = String(repeating: " ", count: column - usage.count)
      return "  swift run \(name) \(usage)\(gap)\(help)"
    }
    var lines = [
      "\(name): \(summary)", "", row("", "a demo: server and client in one process"),
    ]
    lines += zip(usages, helps).map(row)
    lines += subcommands.map { "  swift run \(name) \($0.help)" }
    for (role, party, side) in parties {
      lines += ["", "options of the \(role):"]
      let options = options(of: party, side)
      let places = party.operands.filter { place in !options.contains { $0.name == place.name } }
      lines += (places + options).map { option in
        let placeholder = option.placeholder == option.name ? nil : option.placeholder
        let usage = "  \(option.name) \(placeholder ?? "")"
        let standard = option.standardText.map { " (\($0))" } ?? ""
        let gap = String(repeating: " ", count: max(1, 22 - usage.count))
        return usage + gap + option.help + standard
      }
    }
    let all = parties.count > 2 ? "all of them" : "both"
    let demo = [
      "The demo takes the options of \(all), except --host and --port, and --picture FILE.",
      "That draws it into an SVG file, with ports and times made the same each time.",
    ]
    return (lines + [""] + demo).joined(separator: "\n")
  }
}
