// Exercise 5.3 · Stop in order: one answer among many.

import Sockets
import Synchronization
import Workbook

extension Exercises: Exercise5_3 {
  func run(
    _ door: any ClientDoor, on threads: any ServerThreads,
    serve: @escaping @Sendable (any ByteStream) -> Void
  ) throws {
    let clients = Mutex<[Int: any ByteStream]>([:])
    var number = 0
    while let client = try door.accept() {
      number += 1
      let number = number
      // Before its thread starts: whoever is accepted last is among those who are shut down.
      clients.withLock { $0[number] = client }
      threads.start {
        serve(client)
        clients.withLock { $0[number] = nil }
      }
    }
    let rest = clients.withLock { Array($0.values) }
    for client in rest { client.shutdown() }
    // Not while we hold the lock: each thread needs it once more before it ends.
    threads.waitForAll()
  }
}
