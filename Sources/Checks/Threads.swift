import Foundation
import Sockets
import Synchronization

/// The threads of an answer under examination, and what they wait for.
///
/// The answer starts its threads with `start`; whatever makes it wait (a door without clients, a
/// stream that is idle) calls `wait(until:)`. So it is known when all of them wait, and nobody is
/// left to end that: a deadlock, which is declared at once instead of being waited for.
final class Threads: @unchecked Sendable {
  // Sound: everything that changes is only touched while `state` is held.

  /// Everyone waits, and nobody can end it.
  struct Deadlock: Error, CustomStringConvertible {
    let description = "every thread waits for another one"
  }

  private let state = NSCondition()
  /// The examination's own thread, on which the answer is called.
  private var alive = 1
  /// Raised whenever something has changed that a thread may wait for.
  private var generation = 0
  /// The threads that have looked since, and wait all the same. The others are about to look.
  private var settled = Set<Int>()
  private var isDeadlocked = false
  /// Since when every look has found all threads waiting.
  private var quietSince: Date?
  /// How many seconds lie between two looks at what the threads do.
  private static let step = 0.05
  private let examiner = Thread.current
  /// How many threads there were before the answer began, this one included; nil where threads
  /// that are not the answer's come and go.
  private let before: Int?
  /// Threads that the answer has started by itself, and that have waited here.
  private var strangers = Set<ObjectIdentifier>()
  private var known = Set<ObjectIdentifier>()
  /// Where the system does not say what threads do: how long one that was started behind our back
  /// may take to come here first.
  private static let grace = 1.5 * Double(Platform.slowness)
  /// Where it does: for how long all must wait. No longer in a slow program, in which a thread that
  /// is slow does not wait; and not so long that a pool of threads takes pity on its queue, and grows.
  private static let quiet = 0.5
  /// How long anything may take. Only a wrong answer waits for these.
  private static let limit = 2.5 * Double(Platform.slowness)

  /// As many as there were before the first answer began; a pool's threads stay when it has ended.
  private static let atFirst = Platform.threadStates?.count

  /// - Parameter isAlone: whether this process has no other purpose, and so no other threads.
  init(isAlone: Bool = true) {
    before = isAlone ? Self.atFirst : nil
  }

  /// Runs `body` on a thread of its own; for the answer.
  func start(_ body: @escaping @Sendable () -> Void) {
    state.withLock { alive += 1 }
    let work = Mutex<(@Sendable () -> Void)?>(body)
    Thread.detachNewThread { [self] in
      state.withLock { _ = known.insert(ObjectIdentifier(Thread.current)) }
      work.withLock { $0 }?()
      // What it holds is let go of before it counts as ended.
      work.withLock { $0 = nil }
      state.withLock {
        known.remove(ObjectIdentifier(Thread.current))
        alive -= 1
        wake()
      }
    }
  }

  /// How many of the threads that `start` has started are running.
  var running: Int { state.withLock { alive - 1 - strangers.count } }

  /// Whether none is left of the threads that `start` has started; for the closure of `wait(until:)`
  /// and of `change`, which hold the lock.
  var haveAllEnded: Bool { alive - strangers.count == 1 }

  /// Blocks the calling thread until `isTrue`, which looks at the scenario's state.
  ///
  /// - Throws: `Deadlock` when nothing can make it true any more.
  func wait(until isTrue: () -> Bool) throws {
    let deadline = Date(timeIntervalSinceNow: Self.limit)
    state.lock()
    defer { state.unlock() }
    meetStranger()
    var looked = -1
    let number = Platform.threadNumber
    defer { if looked == generation { settled.remove(number) } }
    while !isTrue() {
      if isDeadlocked { throw Deadlock() }
      if looked != generation {
        looked = generation
        settled.insert(number)
      }
      let next = isStandstill ? Date() : min(deadline, Date(timeIntervalSinceNow: Self.step))
      if !state.wait(until: next), !isTrue(),
        isStandstill || Date() >= deadline || sleepsForGood()
      {
        isDeadlocked = true
        wake()
        throw Deadlock()
      }
    }
  }

  /// Changes the scenario's state, and wakes all that wait for it.
  func change<Result>(_ body: () throws -> Result) rethrows -> Result {
    try state.withLock {
      defer { wake() }
      return try body()
    }
  }

  /// Whether all threads have been waiting for something, ours or not, for a while in which
  /// nothing has changed. A thread that only lacks a processor is not among the waiting.
  private func sleepsForGood() -> Bool {
    let states = Platform.threadStates
    let isQuiet =
      states?.allSatisfy { $1 == "S" || settled.contains($0) } ?? (settled.count >= alive)
    quietSince = isQuiet ? quietSince ?? Date() : nil
    let patience = states == nil ? Self.grace : Self.quiet
    return quietSince.map { Date() >= $0 + patience } ?? false
  }

  private func wake() {
    quietSince = nil
    generation += 1
    settled = []
    state.broadcast()
  }

  /// Waits until all threads that were started have ended; for the examination.
  ///
  /// - Throws: `Deadlock` when they never will.
  func waitForAll() throws {
    do {
      try wait { haveAllEnded }
    } catch {
      // Those who were told of the deadlock may still be on their way out.
      let deadline = Date(timeIntervalSinceNow: Self.limit)
      state.withLock {
        while !haveAllEnded, Date() < deadline, !sleepsForGood() {
          _ = state.wait(until: Date(timeIntervalSinceNow: Self.step))
        }
      }
      throw error
    }
  }

  /// Whether every thread waits here, and there is no other.
  private var isStandstill: Bool { settled.count >= alive && !mayHaveStrangers }

  /// Whether the process has more threads than we know of.
  private var mayHaveStrangers: Bool {
    guard let before, let now = Platform.threadStates?.count else { return true }
    // Who has started none with `start` may have asked a queue for one, which takes a moment.
    return alive == 1 || !strangers.isEmpty || now > before + alive - 1
  }

  private func meetStranger() {
    let thread = Thread.current
    let identity = ObjectIdentifier(thread)
    if thread === examiner || known.contains(identity) || strangers.contains(identity) { return }
    strangers.insert(identity)
    alive += 1
  }
}
