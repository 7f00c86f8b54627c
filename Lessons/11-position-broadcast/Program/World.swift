import Synchronization

/// Who is where, and who is to be told. Under its lock notes are put down and nothing is sent.
final class World: Sendable {
  private struct State {
    var positions: [Int32: Position] = [:]
    var readers: [Int32: Reader] = [:]

    func tell(_ update: Update) { for reader in readers.values { reader.put(update) } }
  }
  private let state = Mutex(State())

  /// Tells a newcomer where everyone is, and, in the same step, from now on where they go.
  func join(_ reader: Reader, as number: Int32) {
    state.withLock { state in
      for (other, position) in state.positions.sorted(by: { $0.key < $1.key }) {
        reader.put(Update(number: other, position: position))
      }
      state.readers[number] = reader
    }
  }

  /// Tells everyone where a client is now, itself too.
  func move(_ number: Int32, to position: Position) {
    state.withLock { state in
      state.positions[number] = position
      state.tell(Update(number: number, position: position))
    }
  }

  /// Tells the others that a client has left, whether or not it ever moved.
  func leave(_ number: Int32) {
    state.withLock { state in
      state.positions[number] = nil
      state.readers[number] = nil
      state.tell(Update(number: number, position: nil))
    }
  }
}
