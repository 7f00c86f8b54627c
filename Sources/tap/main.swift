// Stands between a client and a server and draws what goes by.
//
//     swift run tap --listen 5051 --to 127.0.0.1:5050

import Foundation
import LessonKit
import Sockets
import Tape
import Tapping

StandardDescriptors.open()
StandardDescriptors.writeLineByLine()
Interruption.shared.install()
DescriptorLimit.raise()

let words = Array(CommandLine.arguments.dropFirst())
if words.contains("--help") || words.contains("-h") {
  print(Help.text)
  exit(0)
}

do {
  try run(Arguments(words, options: Options.plain + Options.unkind, program: "tap"))
  exit(0)
} catch let error as UsageError {
  complain("\(error)")
  exit(64)
} catch {
  complain("\(error)")
  exit(1)
}

func run(_ arguments: Arguments) throws {
  guard let server = arguments[Options.to] else {
    throw UsageError(
      description: "--to HOST:PORT is missing: the server behind the tap, --to 127.0.0.1:5050.")
  }
  let mischief = try Options.mischief(from: arguments)
  let scene = Scene(
    wire: Options.wire(from: arguments), isQuiet: arguments[Options.quiet], server: server)
  let tap = try Tap(
    on: arguments[Options.listen], to: server, mischief: mischief,
    patience: arguments[Common.patience], tape: { scene.tape($0, $1) }, tell: { scene.hear($0) })
  try refuseLoop(tap.endpoint, server)
  scene.open(tap.endpoint, mischief)
  Interruption.shared.whenItComes { tap.stop() }
  tap.run()
  scene.close()
}

/// A tap in front of itself would go round until no descriptor is left.
func refuseLoop(_ own: Endpoint, _ server: Endpoint) throws {
  let here = ["127.0.0.1", "localhost", "::1", "0.0.0.0", "::", own.host]
  if own.port == server.port, here.contains(server.host) {
    throw UsageError(
      description: "--to \(server) is the tap's own port; name the server's, or another --listen.")
  }
}

func complain(_ sentence: String) {
  try? FileHandle.standardError.write(contentsOf: Data("tap: \(sentence)\n".utf8))
}
