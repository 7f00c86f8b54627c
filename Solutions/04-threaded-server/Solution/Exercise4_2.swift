// Exercise 4.2 · Accept so that nobody waits: one answer among many.

import Sockets
import Workbook

extension Exercises: Exercise4_2 {
  func serveAll(
    from door: any ClientDoor,
    serve: @escaping @Sendable (any ByteStream) throws -> Void,
    startThread: (@escaping @Sendable () -> Void) -> Void
  ) throws {
    while let client = try door.accept() {
      startThread {
        do {
          try serve(client)
        } catch {
          print("\(client.peer): \(error)")  // this client's trouble, and nobody else's
        }
      }
    }
  }
}
