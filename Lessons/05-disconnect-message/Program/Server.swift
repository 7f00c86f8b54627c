import Dispatch
import Framing
import LessonKit
import Sockets

let headerWidth = 64
let reply = Array("Msg received".utf8)
let goodbye = "!DISCONNECT"

/// Serves any number of clients at once; Ctrl-C ends every conversation, and then the server.
func runServer(_ context: Context) throws {
  let register = Register(capacity: context[Common.maxClients])
  let threads = DispatchGroup()
  let door = try context.listen(endsInOrder: true)
  while let client = try door.accept() {
    guard let (number, active) = register.add(client) else {
      context.print("\(client.peer) refused; --max-clients N allows more at once")
      continue
    }
    context.print("client \(number) connected from \(client.peer); active connections: \(active)")
    threads.enter()
    context.startThread {
      defer { threads.leave() }
      let ending = converse(with: client, limit: context.limit) { text in
        if register.isStopping { return client.shutdown() }  // who is busy need not be waited for
        context.log("client \(number): \(context.shortened(text))")
      }
      let active = register.remove(number)
      let how = register.isStopping ? ending.whenStopping : ending
      context.print("client \(number) \(how); active connections: \(active)")
    }
  }
  let rest = register.stop()
  context.print("stopping; active connections: \(rest.count)")
  for client in rest { client.shutdown() }
  context.wait(for: threads)
  context.print("all threads have finished")
}

/// Serves a client to its end, whichever that is.
func converse(with client: any ByteStream, limit: Int, heard: (String) -> Void) -> Ending {
  do {
    guard try serve(client, limit: limit, heard: heard) else { return .closed }
    client.lingeringClose()
    return .saidGoodbye
  } catch let error as FramingError {
    client.lingeringClose()
    return .protocolError(error)
  } catch {
    return Ending(error)
  }
}

/// Answers each whole message, until the client says goodbye (true) or closes (false).
func serve(_ client: any ByteStream, limit: Int, heard: (String) -> Void) throws -> Bool {
  var incoming = MessageDecoder(header: LengthHeader(width: headerWidth, limit: limit))
  while true {
    let piece = try client.receive(upTo: 80_000)
    if piece.isEmpty { break }
    incoming.append(piece)
    var replies: [UInt8] = []
    var isOver = false
    do {
      while !isOver, let text = try incoming.nextText() {
        heard(text)
        replies += reply
        isOver = text == goodbye
      }
    } catch {
      try client.sendAll(replies)  // what came before the mistake has its answer all the same
      throw error
    }
    try client.sendAll(replies)
    if isOver { return true }
  }
  if let cut = incoming.missing { throw cut }
  return false
}
