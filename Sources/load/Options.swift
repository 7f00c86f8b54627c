import LessonKit
import Loading
import Sockets

/// What can be asked of `load`.
enum Options {
  static let port = Option<UInt16>(
    "--port", "PORT", default: 5050, expects: "a whole number from 1 to 65535",
    help: "the server's port"
  ) { UInt16($0).flatMap { $0 > 0 ? $0 : nil } }
  static let clients = Option.number(
    "--clients", "N", default: 100, in: 1...20_000, help: "how many are connected at once")
  static let seconds = Option.seconds(
    "--seconds", default: 5, help: "how long they send")
  static let size = Option.number(
    "--size", "BYTES", default: 64, in: 0...(1 << 30), help: "the length of each payload")
  static let depth = Option.number(
    "--depth", "N", default: 1, in: 1...1024,
    help: "messages on their way at once, for each client")
  static let goodbye = Option.flag(
    "--goodbye", help: "end with !DISCONNECT, expect answer and close")
  static let anyway = Option.flag(
    "--anyway", help: "throw the load also at a server that looks wrong")
  static let json = Option.flag(
    "--json", help: "print one JSON object instead of the report")

  static let all: [any ProgramOption] = [
    Common.host, port, clients, seconds, size, depth, Common.patience, goodbye, anyway, json,
  ]

  static func plan(from arguments: Arguments) -> Plan {
    Plan(
      server: Endpoint(host: arguments[Common.host], port: arguments[port]),
      clients: arguments[clients], duration: arguments[seconds], size: arguments[size],
      depth: arguments[depth], patience: arguments[Common.patience],
      saysGoodbye: arguments[goodbye], goesOnAnyway: arguments[anyway])
  }
}

/// The text of `load --help`.
enum Help {
  static var text: String {
    """
    load: throws clients at a server of lesson 4 or 5, in any language

      swift run -c release load --port 5050 --clients 100 --seconds 5

    options:
    \(Options.all.map(line).joined(separator: "\n"))

    First one client has a look and says what is wrong. Only then the others come:
    each sends a message, waits for "Msg received", and sends the next one. Status 0
    when every reply was right, 1 when not, 64 for wrong arguments. Ctrl-C ends the
    run and reports what there is. docs/performance.md explains the figures and the
    fields of --json.
    """
  }

  private static func line(_ option: any ProgramOption) -> String {
    let usage = "  \(option.name) \(option.placeholder ?? "")"
    let gap = String(repeating: " ", count: max(1, 22 - usage.count))
    return usage + gap + option.help + (option.standardText.map { " (\($0))" } ?? "")
  }
}
