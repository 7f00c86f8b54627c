import Synchronization
import Tape

/// The events of a tape, kept.
final class Kept: Sendable {
  private let events: Events
  let tape: Tape

  private final class Events: Sendable {
    let all = Mutex<[Event]>([])
  }

  init(_ wire: Wire = .raw) {
    let events = Events()
    self.events = events
    tape = Tape(wire) { event in events.all.withLock { $0.append(event) } }
  }

  var all: [Event] { events.all.withLock { $0 } }
  var calls: [Event.Call] { all.map(\.call) }

  func draw(both: Bool, left: Side, columns: Int = 80, paint: Paint = .none) -> [String] {
    let ladder = Ladder(left: left, showsBoth: both, columns: columns, paint: paint)
    return all.flatMap { ladder.lines(for: $0) }
  }
}
