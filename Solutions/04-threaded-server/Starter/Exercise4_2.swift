// Exercise 4.2 · Accept so that nobody waits
//
// Take every client that comes through the door, and have each served on a thread of its own, so
// that the next one need not wait. A conversation that goes wrong (serve throws) is nobody else's
// trouble. Return when door.accept() is nil.
//
// Check it: swift run exercise04 check 4.2
// Hints:    Lessons/04-threaded-server/README.md

import Sockets
import Workbook

extension Exercises: Exercise4_2 {
  func serveAll(
    from door: any ClientDoor,
    serve: @escaping @Sendable (any ByteStream) throws -> Void,
    startThread: (@escaping @Sendable () -> Void) -> Void
  ) throws {
    try notStarted()
  }
}
