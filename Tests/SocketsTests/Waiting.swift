import Foundation
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
    let current = Target(thread: pthread_self())
    thread.withLock { $0 = current }
    started.signal()
  }

  func end(_ outcome: Result<[UInt8], any Error>) {
    result.withLock { $0 = outcome }
    ended.signal()
  }

  /// Sends the thread so many signals.
  func interrupt(times: Int, with signal: Int32) {
    started.wait()
    guard let target = thread.withLock({ $0 }) else { return }
    for _ in 0..<times { pthread_kill(target.thread, signal) }
  }

  func outcome() throws -> [UInt8] {
    _ = ended.wait(timeout: .now() + 5)
    return try result.withLock { $0 }?.get() ?? []
  }
}
