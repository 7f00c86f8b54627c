// Exercise 5.3 · Stop in order
//
// Serve every client that comes through the door on a thread of its own, as in 4.2. When
// door.accept() is nil, shut down (`shutdown()`) every client that is still there, wait until all
// threads have ended, and return. The threads run at the same time as you: what you and they share
// lies in a Mutex.
//
// Check it: swift run exercise05 check 5.3
// Hints:    Lessons/05-disconnect-message/README.md

import Sockets
import Synchronization
import Workbook

extension Exercises: Exercise5_3 {
  func run(
    _ door: any ClientDoor, on threads: any ServerThreads,
    serve: @escaping @Sendable (any ByteStream) -> Void
  ) throws {
    try notStarted()
  }
}
