import Foundation
import Synchronization
import Testing

@testable import Checks

@Suite("The threads of an answer")
struct ThreadsTests {
  private final class Scenario: Sendable {
    let isOpen = Mutex(false)
  }

  @Test("whoever waits goes on when another thread has changed something")
  func wakes() throws {
    let threads = Threads(isAlone: false)
    let scenario = Scenario()
    threads.start { threads.change { scenario.isOpen.withLock { $0 = true } } }
    try threads.wait { scenario.isOpen.withLock { $0 } }
    try threads.waitForAll()
  }

  @Test("when all wait and nobody is left, it is a deadlock for all of them")
  func declaresDeadlock() {
    let threads = Threads(isAlone: false)
    let fell = Mutex(0)
    for _ in 1...3 {
      threads.start {
        do { try threads.wait { false } } catch { fell.withLock { $0 += 1 } }
      }
    }
    #expect(throws: Threads.Deadlock.self) { try threads.wait { false } }
    try? threads.waitForAll()
    #expect(threads.running == 0 && fell.withLock { $0 } == 3)
  }

  @Test("a thread that was started behind its back is counted when it comes")
  func meetsStrangers() throws {
    let threads = Threads(isAlone: false)
    let scenario = Scenario()
    Thread.detachNewThread {
      try? threads.wait { true }
      threads.change { scenario.isOpen.withLock { $0 = true } }
    }
    try threads.wait { scenario.isOpen.withLock { $0 } }
  }
}
