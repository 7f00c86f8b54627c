import LessonKit
import Sockets
import Synchronization

/// What becomes of a line that is typed.
enum Outgoing {
  case send(String)
  case sendLast(String)
  case show(String)
}

/// What becomes of a line that is received.
enum Incoming {
  case show(String)
  case end(String)
}

/// What the client does about the lines that are typed.
func clientSends() -> [Hook<Outgoing>] {
  [
    Hook(/HELP/) { _ in .show("HELLO, TIME and CLOSE go to the server; HELP stays here") },
    Hook(/(?i)time/) { _ in .send("TIME") },
    Hook(/CLOSE/) { .sendLast($0) },
  ]
}

/// What the client does about the lines that it receives.
func clientReceives() -> [Hook<Incoming>] {
  [
    Hook(/MSG .*/) { .show(String($0.dropFirst(4))) },
    Hook(/TIME .*/) { .show("it is \($0.dropFirst(5))") },
    Hook(/CLOSE CONFIRM/) { _ in .end("the server has confirmed: closed") },
  ]
}

/// Shows what the server sends, while a second thread sends what is typed.
func runClient(_ context: Context) throws {
  let server = try context.connect()
  let failure = Mutex<(any Error)?>(nil)
  context.startThread {
    do {
      try sendTyped(to: server, context)
    } catch let error as SocketError where error.isPeerGone {
      // Whoever receives learns of it, too, and says so.
    } catch {
      failure.withLock { $0 = error }
      server.shutdown()
    }
  }
  let hooks = clientReceives()
  var lines = LineReader(server, limit: context[lineLimit])
  do {
    while let line = try lines.next() {
      let text = String(validating: line, as: UTF8.self)
      switch text.flatMap(hooks.dispatch) ?? .show("? \(text ?? context.readable(line))") {
      case .show(let text): context.print(context.readable(text.utf8))
      case .end(let text): return context.print(text)
      }
    }
  } catch let error as LineTooLong {
    throw ProtocolError("the server has sent \(error). Is that lesson 9's server?")
  }
  if let error = failure.withLock({ $0 }) { throw error }
  context.print("the server closed")
}

/// Does what the table says about each line that is typed; when there are no more, closes.
func sendTyped(to server: any ByteStream, _ context: Context) throws {
  let hooks = clientSends()
  while true {
    let line = context.readLine() ?? "CLOSE"
    switch hooks.dispatch(line) ?? .send(line) {
    case .send(let line): try server.sendLine(line)
    case .show(let text): context.print(text)
    case .sendLast(let line): return try server.sendLine(line)
    }
  }
}
