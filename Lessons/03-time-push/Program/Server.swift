import Foundation
import Framing
import LessonKit
import Sockets

let header = LengthHeader(width: 10)
let interval = Option.seconds("--interval", default: 3, help: "the time between two messages")

/// Tells each client the time, again and again, until it leaves; one client at a time.
func runServer(_ context: Context) throws {
  let door = try context.listen()
  while let client = try door.accept() {
    context.print("connection from \(client.peer)")
    var sent = 0
    do {
      try push(to: client, every: context[interval]) { message in
        sent += 1
        context.log("sent: \(message)")
      }
      context.print("the client left after \(sent) messages")
    } catch {
      context.print("after \(sent) messages: \(error)")
    }
  }
}

/// Sends a welcome, and the time at each tick, until the client leaves.
func push(
  to client: any ByteStream, every interval: Duration, sent: (String) -> Void
) throws {
  let start = ContinuousClock.now
  func say(_ text: String) throws {
    try client.sendAll(header.frame(Array(text.utf8)))
    sent(text)
  }

  try say("Welcome to the server!")
  var tick = 1
  while true {
    let due = start + interval * tick
    // Until the tick is due we listen: a client that leaves says so by an empty receive.
    while ContinuousClock.now < due, try client.waitForBytes(until: due) {
      if try client.receive(upTo: 4096).isEmpty { return }
    }
    try say(timeMessage(at: Date().timeIntervalSince1970))
    // The next tick that is still to come; those that we missed are gone.
    tick = max(tick, Int((ContinuousClock.now - start) / interval)) + 1
  }
}

/// `The time is 1593600000.123456`: seconds since 1970-01-01 UTC, with six decimals.
func timeMessage(at seconds: Double) -> String {
  "The time is " + String(format: "%.6f", seconds)
}
