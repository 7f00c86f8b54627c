import Dispatch
import Foundation
import Testing

/// Runs a test that waits for other programs on one of several threads kept for that: the few on
/// which tests run by themselves are as many as processors, and a test that waits keeps one from all
/// the others.
///
///     @Suite("Lesson 4 on the wire: the server", .waits)
public struct Waiting: SuiteTrait, TestTrait, TestScoping {
  public var isRecursive: Bool { true }

  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(WaitingRoom.shared) { try await function() }
  }
}

extension Trait where Self == Waiting {
  /// The tests wait for other programs most of the time.
  public static var waits: Self { Waiting() }
}

/// Threads that are allowed to wait.
private final class WaitingRoom: TaskExecutor, @unchecked Sendable {
  // Sound: `jobs` is only touched while `lock` is held. (Not a Mutex: ThreadSanitizer does not see one
  // wait, and here they all do.)
  static let shared = WaitingRoom()
  /// How many tests wait at the same time; each has a program or two that want a processor.
  private static let width = 8
  private let lock = NSLock()
  private var jobs: [UnownedJob] = []
  private let arrivals = DispatchSemaphore(value: 0)

  private init() {
    for _ in 1...Self.width {
      Thread.detachNewThread { [self] in
        while true {
          arrivals.wait()
          let job = lock.withLock { jobs.removeFirst() }
          job.runSynchronously(on: asUnownedTaskExecutor())
        }
      }
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    lock.withLock { jobs.append(job) }
    arrivals.signal()
  }
}
