import LessonKit
import Sockets

let greeting = Array("welcome to the server!".utf8)

/// Greets each client and closes the connection; one client at a time, in order of arrival.
func runServer(_ context: Context) throws {
  let door = try context.listen()
  while let client = try door.accept() {
    context.print("connection from \(client.peer)")
    do {
      try client.sendAll(greeting)
      context.print("sent \(greeting.count.bytes), now closing")
      client.lingeringClose()
    } catch {
      // One client's trouble is not the next one's: say it, and go on.
      context.print("\(error)")
    }
  }
}
