import Foundation
import LessonKit
import Sockets

let port: UInt16 = 1991
let lineLimit = Option.number(
  "--limit", "BYTES", default: 4096, in: 1...(1 << 20), help: "the longest line accepted")
let ownHook = Option<String?>(
  "--hook", "PATTERN", default: nil, expects: "a regular expression",
  help: "a hook of your own, in front of the others: MSG and the line come back"
) { pattern in (try? Regex(pattern)).map { _ in .some(pattern) } }

/// What the server sends, and whether it goes on.
enum Reply {
  case line(String)
  case lastLine(String)
}

/// What the server does about the lines that it receives.
func serverHooks() -> [Hook<Reply>] {
  [
    Hook(/HELLO/) { _ in .line("MSG Hello from \(ProcessInfo.processInfo.hostName)") },
    Hook(/TIME/) { _ in .line("TIME \(timestamp(of: .now, in: .current))") },
    Hook(/CLOSE/) { _ in .lastLine("CLOSE CONFIRM") },
  ]
}

/// `21.11.2026 13:45:10`
func timestamp(of moment: Date, in zone: TimeZone) -> String {
  let formatter = DateFormatter()
  formatter.locale = Locale(identifier: "en_US_POSIX")  // whatever this machine's user prefers
  formatter.timeZone = zone
  formatter.dateFormat = "dd.MM.yyyy HH:mm:ss"
  return formatter.string(from: moment)
}

/// Answers every line of any number of clients.
func runServer(_ context: Context) throws {
  try context.serveEveryone { guest in
    var hooks = serverHooks()  // each thread has a table of its own
    if let pattern = context[ownHook] {
      hooks.insert(Hook(try Regex(pattern)) { .line("MSG \($0)") }, at: 0)
    }
    return try serve(guest, hooks, context)
  }
}

/// Holds a conversation.
func serve(_ guest: Guest, _ hooks: [Hook<Reply>], _ context: Context) throws -> Guest.Ending {
  let client = guest.stream
  try client.sendLine("MSG Welcome aboard !")
  var lines = LineReader(client, limit: context[lineLimit])
  do {
    while let line = try lines.next() {
      let text = String(validating: line, as: UTF8.self)
      guest.log("-> \(text.map(context.shortened) ?? context.readable(line.prefix(200)))")
      switch text.flatMap(hooks.dispatch) ?? .line("MSG Command not found") {
      case .line(let reply): try client.sendLine(reply)
      case .lastLine(let reply):
        try client.sendLine(reply)
        return .saidGoodbye
      }
    }
    return .closedWithoutGoodbye
  } catch let error as LineTooLong {
    try client.sendLine("MSG Line too long")
    throw ProtocolError("\(error)")
  }
}
