import Sockets
import Synchronization

/// Who is connected, and whether the server is stopping.
final class Register: Sendable {
  private struct State {
    var lastNumber = 0
    var clients: [Int: any ByteStream] = [:]
    var isStopping = false
  }
  private let state = Mutex(State())
  private let capacity: Int

  init(capacity: Int) { self.capacity = capacity }

  var isStopping: Bool { state.withLock { $0.isStopping } }

  /// Enters a client, and says how many there are now; nil when there are too many.
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

  /// Shuts every client's connection down, so that whoever waits in a receive returns; says how
  /// many there were. The threads do the rest.
  func shutdownAll() -> Int {
    let clients = state.withLock { state in
      state.isStopping = true
      return Array(state.clients.values)
    }
    for client in clients { client.shutdown() }  // outside of the lock, which they will want
    return clients.count
  }
}
