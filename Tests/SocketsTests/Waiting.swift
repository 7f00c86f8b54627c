import Foundation
import Sockets
import Synchronization

/// Sound: a thread's name is a number (or, on macOS, a pointer that nobody follows).
private struct Target: @unchecked Sendable {
  let thread: pthread_t
}

/// A thread that waits in a system call, so that a signal can be aimed at it.
final class Waiting: Sendable {
  private let thread = Mutex<Target?>(nil)
  private let started = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private let result = Mutex<Result<[UInt8], any Error>?>(nil)

  func begin() {
    // A thread inherits which signals are blocked, and a pool's threads block all of them.
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    let current = Target(thread: pthread_self())
    thread.withLock { $0 = current }
    started.signal()
  }

  func end(_ outcome: Result<[UInt8], any Error>) {
    result.withLock { $0 = outcome }
    ended.signal()
  }

  /// How many signals the thread has handled.
  private static let handled = Atomic<Int>(0)

  /// Interrupts the thread so many times with SIGUSR1, each time after it has handled the one
  /// before; by the second or third it waits in its system call.
  func interrupt(times: Int) {
    Platform.interrupt(on: SIGUSR1) { _ in Waiting.count() }
    started.wait()
    guard let target = thread.withLock({ $0 }) else { return }
    let deadline = ContinuousClock.now + .seconds(5)
    for _ in 0..<times {
      let before = Self.handled.load(ordering: .relaxed)
      pthread_kill(target.thread, SIGUSR1)
      while Self.handled.load(ordering: .relaxed) == before, .now < deadline { sched_yield() }
    }
  }

  private static func count() { handled.add(1, ordering: .relaxed) }

  func outcome() throws -> [UInt8] {
    _ = ended.wait(timeout: .now() + 5)
    return try result.withLock { $0 }?.get() ?? []
  }
}
