import Sockets
import Synchronization

/// Who is connected, and whether the server is stopping.
final class Register: Sendable {
  private struct State {
    var lastNumber = 0
    var clients: [Int: any ByteStream] = [:]
  }
  private let state = Mutex(State())
  /// Looked at for each message, by all threads: none of them should wait for another here.
  private let stopping = Atomic(false)
  private let capacity: Int

  init(capacity: Int) { self.capacity = capacity }

  var isStopping: Bool { stopping.load(ordering: .relaxed) }

  /// Enters a client under a new number, and says how many there are now; nil when there are too
  /// many.
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

  /// From now on it is the server that ends conversations; returns those that are going on.
  func stop() -> [any ByteStream] {
    stopping.store(true, ordering: .relaxed)
    return state.withLock { Array($0.clients.values) }
  }
}
