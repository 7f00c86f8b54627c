// Exercise 4.3 · The register of clients: one answer among many.

import Sockets
import Synchronization
import Workbook

extension Exercises: Exercise4_3 {
  final class Register: ClientRegister {
    private struct State {
      var lastNumber = 0
      var clients: [Int: any ByteStream] = [:]
    }
    private let state = Mutex(State())

    init() {}

    func add(_ client: any ByteStream) throws -> Int {
      state.withLock { state in
        state.lastNumber += 1
        state.clients[state.lastNumber] = client
        return state.lastNumber
      }
    }

    func remove(_ number: Int) throws {
      state.withLock { $0.clients[number] = nil }
    }

    func count() throws -> Int {
      state.withLock { $0.clients.count }
    }

    func send(_ bytes: [UInt8], to number: Int) throws -> Bool {
      // The lock is held to look the client up, and no longer: the send may take its time.
      guard let client = state.withLock({ $0.clients[number] }) else { return false }
      do {
        try client.sendAll(bytes)
        return true
      } catch {
        client.shutdown()
        try remove(number)
        return false
      }
    }
  }
}
