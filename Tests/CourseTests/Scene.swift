import Foundation
import Processes
import Sockets
import Synchronization
import Testing

/// The console blocks under one heading, played in their terminals.
///
/// A block's first line is its command, `$ swift run lesson02 server`. Behind the fence stands
/// what a reader need not see:
///
/// - `terminal=1`: the command goes on while those of other blocks run; a later block with the
///   same terminal and no command shows what it has printed since. It is ended by Ctrl-C.
/// - `as=2.1/countsCharacters`: an exercise's program runs on these answers (see `rehearsal`).
///
/// - `ends`: the command in that terminal ends by itself, and all it says is shown.
/// - `typed`: the block's first line is typed in that terminal, and the rest is what comes of it;
///   a line `^D` in its place ends the input.
///
/// At a line `^C` the command is interrupted, when it has printed what stands before; what stands
/// behind is what it prints then.
final class Scene {
  private let port: UInt16
  /// The port that the text has instead: its lesson's own.
  private let standardPort: String
  private let tapPort: (text: String, actual: String)
  private var terminals: [String: ChildProcess] = [:]
  private var shown: [String: Int] = [:]
  private var lastStatus: Int32 = 0
  private var normaliser: Normaliser

  /// - Parameter text: the file whose blocks are played.
  init(_ text: String) throws {
    port = Self.freePort()
    standardPort = Self.standardPort(of: text)
    normaliser = Normaliser(port: port, standardPort: standardPort)
    // A tap listens at the port behind the standard one.
    let tap = (text: "\((Int(standardPort) ?? 0) + 1)", actual: "\(Self.freePort())")
    tapPort = tap
    normaliser.tapPort = tap
  }

  /// A port of four digits, as in the text, so that right-aligned lines stay where they are; none
  /// that the system hands out by itself, none that the text's numbers, 50001 and so on, begin with,
  /// and none twice: the tutorials' servers do not take a port that the system keeps back.
  private static func freePort() -> UInt16 {
    while true {
      let candidate = UInt16.random(in: 2000...9999)
      if (5000...5009).contains(candidate) { continue }
      if !handedOut.withLock({ $0.insert(candidate).inserted }) { continue }
      if (try? Listener(on: Endpoint(host: "127.0.0.1", port: candidate))) != nil {
        return candidate
      }
    }
  }
  private static let handedOut = Mutex<Set<UInt16>>([])

  private static func standardPort(of text: String) -> String {
    if text.contains(/Lessons\/0[1-3]/) { return "1234" }
    return text.contains("Lessons/09") ? "1991" : text.contains("Lessons/") ? "5050" : "1234"
  }

  deinit { for child in terminals.values { child.send(signal: SIGKILL) } }

  /// Runs a block's command and returns what the block should show.
  func play(_ block: Block) throws -> [String] {
    let terminal = block.attribute("terminal")
    guard let first = block.lines.first, first.hasPrefix("$ ") else {
      return try goOn(terminal ?? "", block)
    }
    if let terminal, let earlier = terminals[terminal] {
      _ = earlier.interrupt()
    }
    let command = String(first.dropFirst(2))
    let child = try start(command, block)
    guard let terminal else { return [first] + (try finish(child, block)) }
    terminals[terminal] = child
    shown[terminal] = 0
    #expect(child.waitForLines(max(1, untilInterrupted(block)), within: .seconds(10)))
    return [first] + (try goOn(terminal, block))
  }

  /// What a terminal shows since the last block of it; waits until that is as much as the block
  /// has, or no more comes.
  private func goOn(_ terminal: String, _ block: Block) throws -> [String] {
    let child = try #require(terminals[terminal], "no command runs in terminal \(terminal)")
    if block.info.contains("typed"), let line = block.lines.first {
      if line == "^D" { child.closeInput() } else { child.write(line + "\n") }
      return [line] + (try read(terminal, child, block, untilInterrupted(block) - 1))
    }
    return try read(terminal, child, block, untilInterrupted(block))
  }

  /// How many lines of a block stand before `^C`, its command not counted.
  private func untilInterrupted(_ block: Block) -> Int {
    block.lines.prefix { $0 != "^C" }.count { !$0.hasPrefix("$ ") }
  }

  /// - Parameter wanted: how many lines the block has that the command must have printed.
  private func read(
    _ terminal: String, _ child: ChildProcess, _ block: Block, _ wanted: Int
  ) throws -> [String] {
    let seen = shown[terminal] ?? 0
    _ = child.waitForLines(seen + wanted)
    var lines = output(child).dropFirst(seen)
    var more: [String] = []
    if block.lines.contains("^C") {
      let before = seen + lines.count
      #expect(child.interrupt() == .status(0), "\(block.file):\(block.line): Ctrl-C ends it")
      more = ["^C"] + output(child).dropFirst(before)
      terminals[terminal] = nil
    }
    if block.info.contains("ends") {
      #expect(child.wait(within: .seconds(10)) != .stillRunning, "\(block.file): it does not end")
      lines = (output(child) + errors(child)).dropFirst(seen)
      terminals[terminal] = nil
    }
    shown[terminal] = seen + lines.count
    return (lines + more).flatMap { normaliser.lines($0) }
  }

  /// Waits for the end of a command, or ends it where the block says `^C`.
  private func finish(_ child: ChildProcess, _ block: Block) throws -> [String] {
    var lines: [String]
    if block.lines.last == "^C" {
      _ = child.waitForLines(block.lines.count - 2)
      lines = output(child).flatMap { normaliser.lines($0) } + ["^C"]
      _ = child.interrupt()
    } else {
      let ending = child.wait(within: .seconds(20))
      if case .status(let status) = ending { lastStatus = status }
      #expect(ending != .stillRunning, "\(block.file):\(block.line) does not end")
      lines = (output(child) + errors(child)).flatMap { normaliser.lines($0) }
    }
    if block.lines.contains("$ echo $?") { lines += ["$ echo $?", "\(lastStatus)"] }
    return lines
  }

  private func errors(_ child: ChildProcess) -> [String] {
    child.standardError.split(separator: "\n").map(String.init)
  }

  private func output(_ child: ChildProcess) -> [String] {
    var lines = child.standardOutput.components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  private func start(_ command: String, _ block: Block) throws -> ChildProcess {
    var line = command
    if let match = line.firstMatch(of: /swift run (?:-c release )?(\w+)/) {
      let program =
        block.attribute("as").map { "'\(PackageFolder.program("rehearsal"))' \($0)" }
        ?? "'\(PackageFolder.program(String(match.1)))'"
      line = line.replacing(match.0, with: program)
    }
    line = line.replacing(tapPort.text, with: tapPort.actual)
    if line.contains(standardPort) {
      line = line.replacing(standardPort, with: "\(port)")
    } else if command.contains("tutorial_") {
      line += " \(port)"
    } else if command.contains("pieces.py") {
      line = line.replacing("pieces.py", with: "pieces.py --port \(port)")
    } else if command.contains(/(server|client|device|stuck|unplugged|crowd)(\.py)?( |$)/),
      !command.contains("--port")
    {
      line += " --port \(port)"
    }
    // A device that is named in the text has another port in this run.
    line = normaliser.actual(line)
    return try ChildProcess(
      "sh", ["-c", line.hasPrefix("'") || line.hasPrefix("python3") ? "exec \(line)" : line],
      environment: ["SEED": "42", "PYTHONUNBUFFERED": "1"], folder: PackageFolder.root,
      takesInput: block.attribute("terminal") != nil)
  }
}

/// Replaces what is different each time: ports, times, the machine's name, folders.
struct Normaliser {
  let port: UInt16
  private let standardPort: String
  var tapPort = (text: "", actual: "")
  private var ports: [String: String] = [:]
  private var firstTime: Double?

  init(port: UInt16, standardPort: String) {
    self.port = port
    self.standardPort = standardPort
  }

  mutating func lines(_ line: String) -> [String] {
    // Some versions of Python underline the place of an error, some do not.
    if line.wholeMatch(of: /[ ~^]+/) != nil { return [] }
    var text = line.replacing("\(PackageFolder.root)/", with: "")
    for match in text.matches(of: /127\.0\.0\.1(?::|', )(\d+)/).reversed() {
      text.replaceSubrange(match.1.startIndex..<match.1.endIndex, with: name(String(match.1)))
    }
    text.replace(":\(port)", with: ":\(standardPort)")
    text.replace("port \(tapPort.actual) ", with: "port \(tapPort.text) ")
    for match in text.matches(of: /\d{10}\.\d{6,7}/).reversed() {
      text.replaceSubrange(match.range, with: time(String(match.0)))
    }
    text.replace("Hello from \(ProcessInfo.processInfo.hostName)", with: "Hello from my-computer")
    text.replace(/\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d/, with: "21.11.2026 13:45:10")
    return [text.trimmingTrailingSpaces]
  }

  /// A line of the text, with the ports of this run in place of the text's.
  func actual(_ line: String) -> String {
    line.replacing(/127\.0\.0\.1:(\d+)/) { match in
      "127.0.0.1:" + (ports.first { $0.value == match.1 }?.key ?? String(match.1))
    }
  }

  /// The lesson's own port stays; others are numbered in the order in which they appear.
  private mutating func name(_ number: String) -> String {
    if number == "\(port)" || number == standardPort { return standardPort }
    if number == tapPort.actual { return tapPort.text }
    if let known = ports[number] { return known }
    let next = "\(50001 + ports.count)"
    ports[number] = next
    return next
  }

  /// The first moment is that of the tutorial; later ones are as far from it as they were, to
  /// half a second.
  private mutating func time(_ text: String) -> String {
    let moment = Double(text) ?? 0
    let first = firstTime ?? moment
    firstTime = first
    let passed = ((moment - first) * 2).rounded() / 2
    return String(format: "%.6f", 1_593_600_000.123456 + passed)
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    replacing(/[ ]+$/, with: "")
  }
}
