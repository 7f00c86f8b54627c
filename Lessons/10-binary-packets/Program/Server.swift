import LessonKit
import Sockets

/// Computes for any number of clients at once.
func runServer(_ context: Context) throws {
  try context.serveEveryone { guest in
    while let request = try guest.stream.receiveRequest() {
      let reply = reply(to: request)
      guest.log(context.line(request, reply))
      try guest.stream.sendAll(reply.bytes)
    }
    return .closedWithoutGoodbye
  }
}

extension Context {
  /// `SUMA 7 -2 = 5.0`. The command is somebody else's: what could steer a terminal shows as bytes.
  func line(_ request: Request, _ reply: Reply) -> String {
    let question = "\(readable(request.command)) \(request.first) \(request.second)"
    return question + (reply.status == .fine ? " = \(reply)" : ": \(reply)")
  }
}
