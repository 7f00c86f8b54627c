import Synchronization

/// What others may know of a client while it works, and the one thing they may tell it.
///
/// Single numbers that its own thread writes and others read: no lock, and so no waiting, on the
/// way of a message. Nobody needs two of them to belong to the same moment.
final class Pulse: Sendable {
  private let begun = Atomic<Bool>(false)
  private let ended = Atomic<Bool>(false)
  private let troubled = Atomic<Bool>(false)
  private let leaving = Atomic<Bool>(false)
  private let givenUp = Atomic<Bool>(false)
  private let answers = Atomic<Int>(0)
  private let since = Atomic<UInt64>(0)

  /// How many replies have come, without the first one.
  var answered: Int { answers.load(ordering: .relaxed) }
  /// Its thread runs, or has run.
  var hasBegun: Bool { begun.load(ordering: .relaxed) }
  var hasEnded: Bool { ended.load(ordering: .relaxed) }
  var hasTrouble: Bool { troubled.load(ordering: .relaxed) }
  /// It has closed its side and waits for the server to close the other.
  var isLeaving: Bool { leaving.load(ordering: .relaxed) }
  /// Nobody waits any longer for what it waits for.
  var isGivenUp: Bool { givenUp.load(ordering: .relaxed) }
  /// When the oldest of its messages without an answer was sent; nil while there is none.
  var waitingSince: UInt64? {
    let moment = since.load(ordering: .relaxed)
    return moment == 0 ? nil : moment
  }

  func begin() { begun.store(true, ordering: .relaxed) }
  func end() { ended.store(true, ordering: .relaxed) }
  func stumble() { troubled.store(true, ordering: .relaxed) }
  func giveUp() { givenUp.store(true, ordering: .relaxed) }
  func wait(since moment: UInt64?) { since.store(moment ?? 0, ordering: .relaxed) }
  func count(_ replies: Int) { answers.store(replies, ordering: .relaxed) }

  func leave(at moment: UInt64) {
    leaving.store(true, ordering: .relaxed)
    wait(since: moment)
  }
}
