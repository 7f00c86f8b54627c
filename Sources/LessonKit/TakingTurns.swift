import Sockets
import Synchronization

/// A stream around a stream that hands the turn on before it waits.
final class TakingTurns: ByteStream {
  private let stream: Connection
  private let turns: Turns
  private let traffic: Traffic

  init(_ stream: Connection, _ turns: Turns) {
    self.stream = stream
    self.turns = turns
    traffic = turns.traffic
  }

  // It is closed in a moment; who waits at the other end can go on.
  deinit { traffic.ends(on: outward) }

  var peer: Endpoint { stream.peer }
  private var inward: Traffic.Way { .init(from: stream.peer, to: stream.local) }
  private var outward: Traffic.Way { .init(from: stream.local, to: stream.peer) }

  func receive(upTo count: Int) throws -> [UInt8] {
    if try !look(until: .now) {
      // Weak, for whoever looks may hold the wish a moment longer, and must not keep us open.
      try turns.wait(for: Turns.Wish { [weak self] in try self?.look(until: $0) ?? true })
    }
    let bytes = try stream.receive(upTo: count)
    traffic.arrived(bytes.count, on: inward)
    return bytes
  }

  func waitForBytes(until deadline: ContinuousClock.Instant) throws -> Bool {
    if try look(until: .now) { return true }
    try turns.wait(
      for: Turns.Wish(isForGood: false) { [weak self] moment in
        try self?.look(until: min(moment, deadline)) ?? true || .now >= deadline
      })
    return try look(until: .now)
  }

  func send(_ bytes: ArraySlice<UInt8>) throws -> Int {
    let taken = try stream.send(bytes)
    traffic.left(taken, on: outward)
    return taken
  }

  func finishSending() throws {
    try stream.finishSending()
    traffic.ends(on: outward)
  }

  func shutdown() {
    stream.shutdown()
    traffic.ends(on: outward)
  }

  /// Whether something is there or on its way.
  private func look(until moment: ContinuousClock.Instant) throws -> Bool {
    try traffic.isUnderWay(on: inward) || stream.waitForBytes(until: moment)
  }
}

/// What is on its way between the parties of a demo.
///
/// What one end has sent is not at the other in the same instant: for a few microseconds neither
/// would be able to go on, and the order of the lines would be the scheduler's.
final class Traffic: Sendable {
  /// One direction of one connection.
  struct Way: Hashable {
    let from: Endpoint
    let to: Endpoint
  }

  private struct State {
    var bytes: [Way: Int] = [:]
    var ended: Set<Way> = []
    var knocks = 0
  }
  private let state = Mutex(State())

  func left(_ count: Int, on way: Way) {
    state.withLock { $0.bytes[way, default: 0] += count }
  }

  func arrived(_ count: Int, on way: Way) {
    state.withLock { $0.bytes[way, default: 0] -= count }
  }

  func ends(on way: Way) {
    state.withLock { _ = $0.ended.insert(way) }
  }

  func isUnderWay(on way: Way) -> Bool {
    state.withLock { $0.bytes[way, default: 0] > 0 || $0.ended.contains(way) }
  }

  /// A client has connected; `isLetIn()` when it was accepted.
  func knocks() { state.withLock { $0.knocks += 1 } }
  func isLetIn() { state.withLock { $0.knocks -= 1 } }
  var isSomebodyAtTheDoor: Bool { state.withLock { $0.knocks > 0 } }
}
