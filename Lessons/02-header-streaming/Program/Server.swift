import LessonKit
import Sockets

let messageText = Option.text(
  "--message", "TEXT", default: "Welcome to the server!", help: "what each client is sent")

/// Sends each client one message and keeps the connection open until the client leaves.
func runServer(_ context: Context) throws {
  let payload = Array(context[messageText].utf8)
  let message = header(announcing: payload.count) + payload
  let door = try context.listen()
  while let client = try door.accept() {
    context.print("connection from \(client.peer)")
    do {
      try client.sendAll(message)
      context.log("sent \(message.count.bytes): \(width) of header, \(payload.count) of payload")
      while try !client.receive(upTo: 4096).isEmpty {}
      context.print("the client left")
    } catch {
      context.print("\(error)")
    }
  }
}
