import Foundation
import Sockets

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
  private var waiting = 0
  private var isDeadlocked = false
  private let examiner = Thread.current
  /// Threads that the answer has started by itself, and that have waited here.
  private var strangers = Set<ObjectIdentifier>()
  private var known = Set<ObjectIdentifier>()
  /// How long a thread that was started behind our back may take to come here first; and how
  /// long everything may take when a thread waits for something that is not ours, a lock say.
  /// Only a wrong answer waits for these.
  private static let grace = 1.5 * Double(Platform.slowness)
  private static let limit = 2.5 * Double(Platform.slowness)

  /// Runs `body` on a thread of its own; for the answer.
  func start(_ body: @escaping @Sendable () -> Void) {
    state.withLock { alive += 1 }
    Thread.detachNewThread { [self] in
      state.withLock { _ = known.insert(ObjectIdentifier(Thread.current)) }
      body()
      state.withLock {
        known.remove(ObjectIdentifier(Thread.current))
        alive -= 1
        state.broadcast()
      }
    }
  }

  /// How many of the threads that `start` has started are running.
  var running: Int { state.withLock { alive - 1 - strangers.count } }

  /// Blocks the calling thread until `isTrue`, which looks at the scenario's state.
  ///
  /// - Throws: `Deadlock` when nothing can make it true any more.
  func wait(until isTrue: () -> Bool) throws {
    let deadline = Date(timeIntervalSinceNow: Self.limit)
    state.lock()
    defer { state.unlock() }
    meetStranger()
    waiting += 1
    defer { waiting -= 1 }
    while !isTrue() {
      if isDeadlocked { throw Deadlock() }
      let isLast = waiting >= alive
      let patience = isLast ? min(deadline, Date(timeIntervalSinceNow: Self.grace)) : deadline
      if !state.wait(until: patience), !isTrue(), Date() >= deadline || waiting >= alive {
        isDeadlocked = true
        state.broadcast()
        throw Deadlock()
      }
    }
  }

  /// Changes the scenario's state, and wakes all that wait for it.
  func change<Result>(_ body: () throws -> Result) rethrows -> Result {
    try state.withLock {
      defer { state.broadcast() }
      return try body()
    }
  }

  /// Waits until all threads that were started have ended; for the examination.
  ///
  /// - Throws: `Deadlock` when they never will.
  func waitForAll() throws {
    do {
      try wait { alive - strangers.count == 1 }
    } catch {
      // Those who were told of the deadlock may still be on their way out.
      let deadline = Date(timeIntervalSinceNow: Self.limit)
      state.withLock {
        while alive - strangers.count > 1, state.wait(until: deadline) {}
      }
      throw error
    }
  }

  private func meetStranger() {
    let thread = Thread.current
    let identity = ObjectIdentifier(thread)
    if thread === examiner || known.contains(identity) || strangers.contains(identity) { return }
    strangers.insert(identity)
    alive += 1
  }
}
