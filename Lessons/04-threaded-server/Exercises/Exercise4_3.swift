// Exercise 4.3 · The register of clients
//
// Give each client a number that no other ever has, say how many there are, strike off who leaves,
// and send to one of them. All threads use the register at once, so what changes lies in a Mutex.
// While a send goes on, nobody else may have to wait for the lock.
//
// Check it: swift run exercise04 check 4.3
// Hints:    Lessons/04-threaded-server/README.md

import Sockets
import Synchronization
import Workbook

extension Exercises: Exercise4_3 {
  final class Register: ClientRegister {
    init() {}

    func add(_ client: any ByteStream) throws -> Int {
      try notStarted()
    }

    func remove(_ number: Int) throws {
      try notStarted()
    }

    func count() throws -> Int {
      try notStarted()
    }

    func send(_ bytes: [UInt8], to number: Int) throws -> Bool {
      try notStarted()
    }
  }
}
