import LessonKit
import Sockets
import Synchronization

let interval = Option.seconds("--interval", default: 2, help: "the time between two steps")
let count = Option.count("--count", help: "leave after so many steps")
// The world ends at -32767: where both are -32768 nobody may be.
let x = Option.number("--x", "N", default: 0, in: -32_767...32_767, help: "where to start")
let y = Option.number("--y", "N", default: 0, in: -32_767...32_767, help: "where to start")

/// Walks on one thread, and shows on another where everyone is.
func runClient(_ context: Context) throws {
  let server = try context.connect()
  let lostBy = Mutex<(any Error)?>(nil)
  context.startThread {
    do { try walk(context, server) } catch { lostBy.withLock { $0 = error } }
  }
  let display = context.display()
  var places: [Int32: Position] = [:]
  try server.receivePackets(of: Update.self) { updates in
    for update in updates {
      places[update.number] = update.position
      if display == nil { context.print("\(update)") }
    }
    display?.draw(places.map { Grid.Mark(Int($0), x: Int($1.x), y: Int($1.y)) })
  }
  // An error is reported once, to whichever thread asks first.
  if let error = lostBy.withLock({ $0 }) { throw error }
  context.print("the server closed")
}

/// Sends where we are, at each tick one step further. Whoever has arrived stays for an interval, to be
/// seen there, and then says by a half-close that it leaves.
func walk(_ context: Context, _ server: any ByteStream) throws {
  var random = context.randomNumbers()
  var (x, y) = (context[x], context[y])
  var steps = 0
  for _ in context.ticks(every: context[interval]) {
    if let count = context[count], steps > count { return try server.finishSending() }
    try server.sendAll(Position(x: Int16(x), y: Int16(y)).bytes)
    x = min(max(x + .random(in: -1...1, using: &random), -32_767), 32_767)
    y = min(max(y + .random(in: -1...1, using: &random), -32_767), 32_767)
    steps += 1
  }
}
