import Framing
import LessonKit
import Sockets

let headerWidth = 64
let reply = Array("Msg received".utf8)
let goodbye = "!DISCONNECT"  // what the tutorial's client says when it leaves; see lesson 5
let maxClients = Option.number(
  "--max-clients", "N", default: 10_000, in: 1...1_000_000,
  help: "how many may be connected at once")

/// Serves any number of clients at once, each on a thread of its own.
func runServer(_ context: Context) throws {
  let register = Register(capacity: context[maxClients])
  let door = try context.listen()
  while let client = try door.accept() {
    guard let (number, active) = register.add(client) else {
      context.print(
        "\(client.peer) refused: there are \(context[maxClients]) clients already; --max-clients N allows more"
      )
      continue
    }
    context.print("client \(number) connected from \(client.peer); active connections: \(active)")
    context.startThread {
      do {
        try serve(client, limit: context.limit) { text in
          context.log("client \(number): \(context.shortened(text))")
        }
      } catch {
        // One client's trouble is not the others': say it, and end this conversation only.
        context.print("client \(number): \(error)")
        client.lingeringClose()
      }
      context.print("client \(number) left; active connections: \(register.remove(number))")
    }
  }
}

/// Answers each whole message of one client, until it leaves.
func serve(_ client: any ByteStream, limit: Int, heard: (String) -> Void) throws {
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
    if isOver { return client.lingeringClose() }
  }
  if let cut = incoming.missing { throw cut }
}
