import Dispatch
import Synchronization
import Tape

/// Makes the parties of a demo take turns, so that it prints the same lines in the same order
/// every time: one of them runs, and when it would have to wait it hands its turn on.
///
/// - The server's threads come first, in the order in which they were started; then the clients,
///   each after the one that ran last. So an answer is on its way before the next question.
/// - A party that waits says for what. Whoever hands the turn on looks who of them can go on.
/// - A client that takes its time (`LessonProgram.Actor`, `takesTime`) comes, and types its next
///   line, when nobody else can go on: so all have heard one line before the next one is typed.
final class Turns: Sendable {
  /// One thread of a demo.
  final class Party: Sendable {
    let side: Side
    fileprivate let turn = DispatchSemaphore(value: 0)

    fileprivate init(_ side: Side) { self.side = side }
  }

  /// What a party waits for.
  struct Wish: Sendable {
    /// Whether only another party can fulfil it: not the case where a deadline passes as well.
    var isForGood = true
    /// Whether it is the server's wish for the next client.
    var isForClients = false
    /// Whether it comes true only when nothing else does: somebody takes time to come, or to type.
    var isForQuiet = false
    /// Waits until the given moment at most, and says whether it has come true.
    let look: @Sendable (ContinuousClock.Instant) throws -> Bool

    static let start = Wish(isForGood: false) { _ in true }
    static let quiet = Wish(isForGood: false, isForQuiet: true) { _ in true }
  }

  /// All parties wait for one another, and none will ever move.
  struct Standstill: Error, CustomStringConvertible {
    let description =
      "the demo stands still: each side waits for bytes from the other. Did one of them "
      + "not send everything, or the other not take it?"
  }

  private struct State {
    var parties: [(party: Party, wish: Wish?)] = []
    /// Who runs; nil while nobody does.
    var holder: Party?
    var lastClient: Party?
    /// Whose wish for quiet came true last.
    var lastInQuiet: Party?
    var stuck: Party?
  }

  private let state = Mutex(State())
  /// Signalled when no client is left, and the server has nothing to do but wait for the next.
  let quiet = DispatchSemaphore(value: 0)
  let traffic = Traffic()
  private static let patience = Duration.seconds(1)

  /// A new party, which will run when its thread calls `begin`. A thread that a client has started
  /// has its place behind that client, any other behind all.
  func join(_ side: Side, _ wish: Wish = .start) -> Party {
    let party = Party(side)
    let isFirst = state.withLock { state in
      let clients = state.parties.indices.filter { state.parties[$0].party.side == .client }
      let starter = clients.first { state.parties[$0].party === state.holder }
      state.parties.insert((party, wish), at: starter.map { $0 + 1 } ?? state.parties.count)
      return state.parties.count == 1 && state.holder == nil
    }
    if isFirst { handOn() }
    return party
  }

  /// Waits for a new party's first turn; to be called on its own thread.
  func begin(_ party: Party) { party.turn.wait() }

  /// Ends a party, whose turn it is.
  func leave(_ party: Party) {
    state.withLock { state in
      // Who comes next is still the one behind it.
      if state.lastInQuiet === party,
        let index = state.parties.firstIndex(where: { $0.party === party })
      {
        state.lastInQuiet = index > 0 ? state.parties[index - 1].party : nil
      }
      state.parties.removeAll { $0.party === party }
      state.holder = nil
    }
    handOn()
  }

  /// Lets the others run until the wish of the party whose turn it is has come true.
  ///
  /// - Throws: `Standstill` when nobody can ever go on.
  func wait(for wish: Wish) throws {
    let party = state.withLock { state -> Party? in
      let party = state.holder
      for index in state.parties.indices where state.parties[index].party === party {
        state.parties[index].wish = wish
      }
      state.holder = nil
      return party
    }
    guard let party else { return }
    handOn()
    party.turn.wait()
    if state.withLock({ $0.stuck === party }) { throw Standstill() }
  }

  /// Gives the turn to the first party in order that can go on; looks again until there is one.
  private func handOn() {
    var quietSince = ContinuousClock.now
    var hasToldQuiet = false
    while true {
      let waiting = state.withLock { order($0) }
      if waiting.isEmpty { return }
      for (party, wish) in waiting where !wish.isForQuiet && (try? wish.look(.now)) ?? true {
        return give(party)
      }
      if let next = state.withLock({ nextInQuiet($0) }) { return give(next, inQuiet: true) }
      let isLate = ContinuousClock.now - quietSince > Self.patience
      let hasClients = waiting.contains { $0.party.side == .client }
      if !hasClients, !hasToldQuiet, isLate || waiting.allSatisfy(\.wish.isForClients) {
        hasToldQuiet = true
        quiet.signal()
      }
      if hasClients, isLate, waiting.allSatisfy(\.wish.isForGood),
        let stuck = waiting.first(where: { $0.party.side == .client })
      {
        state.withLock { $0.stuck = stuck.party }
        return give(stuck.party)
      }
      if waiting.contains(where: { !$0.wish.isForGood }) { quietSince = .now }
      for (_, wish) in waiting { _ = try? wish.look(.now + .milliseconds(1)) }
    }
  }

  private func give(_ party: Party, inQuiet: Bool = false) {
    state.withLock { state in
      if inQuiet { state.lastInQuiet = party }
      for index in state.parties.indices where state.parties[index].party === party {
        state.parties[index].wish = nil
      }
      state.holder = party
      if party.side == .client { state.lastClient = party }
    }
    party.turn.signal()
  }

  /// The next one that waits for quiet, behind the one that was last.
  private func nextInQuiet(_ state: State) -> Party? {
    let last = state.parties.firstIndex { $0.party === state.lastInQuiet } ?? -1
    let rotated = state.parties.dropFirst(last + 1) + state.parties.prefix(last + 1)
    return rotated.first { $0.wish?.isForQuiet == true }?.party
  }

  /// Those who wait, in the order in which they are asked.
  private func order(_ state: State) -> [(party: Party, wish: Wish)] {
    let waiting = state.parties.compactMap { entry in entry.wish.map { (entry.party, $0) } }
    let clients = state.parties.map(\.party).filter { $0.side == .client }
    let last = clients.firstIndex { $0 === state.lastClient } ?? clients.count - 1
    let rotated = clients.dropFirst(last + 1) + clients.prefix(last + 1)
    return waiting.filter { $0.0.side == .server }
      + rotated.compactMap { client in waiting.first { $0.0 === client } }
  }
}
