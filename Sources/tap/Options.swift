import LessonKit
import Sockets
import Tape
import Tapping

/// What can be asked of `tap`.
enum Options {
  static let listen = Option<Endpoint>(
    "--listen", "PORT", default: Endpoint(host: "127.0.0.1", port: 0),
    expects: "a port from 0 to 65535, or HOST:PORT",
    help: "where clients connect; 0 takes a free port"
  ) { endpoint($0) }
  static let to = Option<Endpoint?>(
    "--to", "HOST:PORT", default: nil, expects: "HOST:PORT, or a port from 1 to 65535",
    help: "the server behind the tap"
  ) { text in endpoint(text).flatMap { $0.port > 0 ? .some($0) : nil } }
  static let header = Option<Int?>(
    "--header", "BYTES", default: nil, expects: "a whole number from 1 to 1024",
    help: "mark headers of that width (lessons 2, 3: 10; 4 on: 64)"
  ) { Int($0).flatMap { (1...1024).contains($0) ? .some($0) : nil } }
  static let lines = Option.flag("--lines", help: "mark lines")
  static let quiet = Option.flag("--quiet", help: "draw nothing, only count")

  static let cut = Option<Int?>(
    "--cut", "BYTES", default: nil, expects: "a whole number from 1 to 1048576",
    help: "send on in pieces of at most so many bytes"
  ) { Int($0).flatMap { (1...1_048_576).contains($0) ? .some($0) : nil } }
  static let delay = Option<Int?>(
    "--delay", "MS", default: nil, expects: "milliseconds from 1 to 60000",
    help: "hold each piece back"
  ) { Int($0).flatMap { (1...60_000).contains($0) ? .some($0) : nil } }
  static let merge = Option.flag(
    "--merge", help: "run together what comes within 200 ms, or --delay")
  static let dropAfter = limit("--drop-after", "close both sides after so many bytes")
  static let resetAfter = limit("--reset-after", "reset both sides after so many bytes")
  static let seed = Option<UInt64?>(
    "--seed", "N", default: nil, expects: "a whole number from 0",
    help: "cut in the same places as the run that named it"
  ) { UInt64($0).map { .some($0) } }

  static let plain: [any ProgramOption] = [
    listen, to, header, lines, quiet, Common.patience,
  ]
  static let unkind: [any ProgramOption] = [cut, delay, merge, dropAfter, resetAfter, seed]

  private static func limit(_ name: String, _ help: String) -> Option<Int?> {
    Option<Int?>(
      name, "BYTES", default: nil, expects: "a whole number from 0 to 1099511627776", help: help
    ) { Int($0).flatMap { (0...(1 << 40)).contains($0) ? .some($0) : nil } }
  }

  /// `5050`, `example.org:5050`, `[::1]:5050`.
  static func endpoint(_ text: String) -> Endpoint? {
    if let port = UInt16(text) { return Endpoint(host: "127.0.0.1", port: port) }
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...])
    else { return nil }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    return host.isEmpty ? nil : Endpoint(host: String(host), port: port)
  }

  static func wire(from arguments: Arguments) -> Wire {
    if let width = arguments[header] { return .both(.header(width)) }
    return arguments[lines] ? .both(.lines) : .raw
  }

  static func mischief(from arguments: Arguments) throws -> Mischief {
    var mischief = Mischief()
    mischief.cut = arguments[cut]
    mischief.delay = arguments[delay].map { .milliseconds($0) }
    mischief.merges = arguments[merge]
    mischief.seed = arguments[seed] ?? .random(in: 1...999_999)
    switch (arguments[dropAfter], arguments[resetAfter]) {
    case (.some, .some):
      throw UsageError(description: "--drop-after and --reset-after do not go together; take one.")
    case (let count?, nil): mischief.end = (count, .drop)
    case (nil, let count?): mischief.end = (count, .reset)
    case (nil, nil): break
    }
    return mischief
  }
}

/// The text of `tap --help`.
enum Help {
  static var text: String {
    """
    tap: stands between a client and a server, and draws what goes by

      swift run tap --listen 5051 --to 127.0.0.1:5050

    Then let the client connect to port 5051: swift run lesson04 client --port 5051

    options:
    \(Options.plain.map(line).joined(separator: "\n"))

    to be unkind:
    \(Options.unkind.map(line).joined(separator: "\n"))

    Bytes are counted in each direction by itself. What the tap does to a stream
    stands in the ladder, behind a ~. Ctrl-C ends it.
    """
  }

  private static func line(_ option: any ProgramOption) -> String {
    let usage = "  \(option.name) \(option.placeholder ?? "")"
    let gap = String(repeating: " ", count: max(1, 24 - usage.count))
    return usage + gap + option.help
  }
}
