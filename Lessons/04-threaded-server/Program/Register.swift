import Sockets
import Synchronization

/// Who is connected. All threads use it, so what changes lies behind a lock.
final class Register: Sendable {
  private struct State {
    var lastNumber = 0
    var clients: [Int: any ByteStream] = [:]
  }
  private let state = Mutex(State())
  private let capacity: Int

  init(capacity: Int) { self.capacity = capacity }

  /// Enters a client under a number that no other has had or will have, and says how many there
  /// are now; nil when there are too many.
  func add(_ client: any ByteStream) -> (number: Int, active: Int)? {
    state.withLock { state in
      guard state.clients.count < capacity else { return nil }
      state.lastNumber += 1
      state.clients[state.lastNumber] = client
      return (state.lastNumber, state.clients.count)
    }
  }

  /// Strikes a client off, and says how many are left.
  func remove(_ number: Int) -> Int {
    state.withLock { state in
      state.clients[number] = nil
      return state.clients.count
    }
  }
}
