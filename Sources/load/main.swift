// Throws clients at a server of lesson 4 or 5; docs/performance.md reads the figures.
//
//     swift run -c release load --port 5050 --clients 100 --seconds 5

import Foundation
import LessonKit
import Loading
import Sockets
import Tape

StandardDescriptors.open()
Interruption.shared.install()
DescriptorLimit.raise()

let words = Array(CommandLine.arguments.dropFirst())
if words.contains("--help") || words.contains("-h") {
  write(Help.text + "\n", to: .standardOutput)
  exit(0)
}

do {
  let arguments = try Arguments(words, options: Options.all, program: "load")
  let plan = Options.plan(from: arguments)
  let outcome = try run(plan)
  try report(outcome, asJSON: arguments[Options.json])
  exit(outcome.isRight ? 0 : 1)
} catch let error as UsageError {
  write("load: \(error)\n", to: .standardError)
  exit(64)
} catch {
  write("load: \(error)\n", to: .standardError)
  exit(1)
}

/// Runs the load with its progress line, until it is over or Ctrl-C.
func run(_ plan: Plan) throws -> Outcome {
  let environment = ProcessInfo.processInfo.environment
  let line = ProgressLine(
    isTerminal: isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
  ) { write($0, to: .standardError) }
  let load = Load(plan) { line.show($0) }
  Interruption.shared.whenItComes { load.stop() }
  defer { line.clear() }
  do {
    return try load.run()
  } catch let error as SocketError where error.reason == .errno(.connectionRefused) {
    throw NoServer(error: error, port: plan.server.port)
  }
}

func report(_ outcome: Outcome, asJSON: Bool) throws {
  if asJSON {
    write(try Record(outcome).json() + "\n", to: .standardOutput)
    return
  }
  let paint = Paint(
    isTerminal: isatty(STDOUT_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
  let lines = Report(outcome, paint: paint).lines
  write(lines.joined(separator: "\n") + "\n", to: .standardOutput)
}

/// A reader that has gone (`| head`) is no reason to fail.
func write(_ text: String, to file: FileHandle) {
  try? file.write(contentsOf: Data(text.utf8))
}

/// Nobody listens at the port, and what to type.
struct NoServer: Error, CustomStringConvertible {
  let error: SocketError
  let port: UInt16

  var description: String {
    "\(error) In another terminal: swift run lesson04 server"
      + (port == 5050 ? "" : " --port \(port)")
  }
}
