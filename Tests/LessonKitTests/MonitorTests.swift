import CourseTesting
import Dispatch
import Foundation
import LessonKit
import Synchronization
import Testing

@Suite("A monitor", .waits)
struct MonitorTests {
  /// Runs `body` on a thread of its own; the group is left at its end.
  private func start(_ group: DispatchGroup, _ body: @escaping @Sendable () -> Void) {
    group.enter()
    Thread.detachNewThread {
      body()
      group.leave()
    }
  }

  private func ends(_ group: DispatchGroup) -> Bool {
    group.wait(timeout: .now() + 2) == .success
  }

  @Test("who waits is woken by the change that it waits for, and by no other")
  func waits() throws {
    let monitor = Monitor(0)
    let group = DispatchGroup()
    let looks = DispatchSemaphore(value: 0)
    let seen = Mutex<[Int]>([])
    start(group) {
      // It looks with the lock held, and gives the lock back by waiting.
      let value = try? monitor.wait(until: {
        looks.signal()
        return $0 >= 3
      }) { $0 }
      seen.withLock { $0.append(value ?? -1) }
    }
    for _ in 1...3 {
      #expect(looks.wait(timeout: .now() + 2) == .success, "it does not look again")
      monitor.change { $0 += 1 }
    }
    #expect(ends(group), "it is not woken")
    #expect(seen.withLock { $0 } == [3])
  }

  @Test("what is ready already is not waited for")
  func doesNotWait() throws {
    let monitor = Monitor([1, 2])
    #expect(try monitor.wait(until: { !$0.isEmpty }) { $0.removeFirst() } == 1)
    #expect(monitor.change { $0 } == [2])
  }

  @Test("the change that follows the waiting comes before anybody else's")
  func takesOnce() throws {
    let monitor = Monitor([Int]())
    let group = DispatchGroup()
    let taken = Mutex<[Int]>([])
    for _ in 1...4 {
      start(group) {
        for _ in 1...50 {
          guard let one = try? monitor.wait(until: { !$0.isEmpty }, { $0.removeFirst() }) else {
            return
          }
          taken.withLock { $0.append(one) }
        }
      }
    }
    for number in 1...200 { monitor.change { $0.append(number) } }
    #expect(ends(group), "somebody waits although there was one for everybody")
    #expect(taken.withLock { $0.sorted() } == Array(1...200), "each was taken once")
  }

  @Test("all that wait are woken, whose turn it is among them")
  func handsOver() throws {
    let monitor = Monitor(-1)
    let group = DispatchGroup()
    for number in (0..<6).reversed() {
      let looks = DispatchSemaphore(value: 0)
      start(group) {
        try? monitor.wait(until: {
          looks.signal()
          return $0 == number
        }) { $0 += 1 }
      }
      #expect(looks.wait(timeout: .now() + 2) == .success, "it does not look again")
    }
    monitor.change { $0 = 0 }
    #expect(ends(group), "only \(monitor.change { $0 }) of 6 have had their turn")
  }

  @Test("an error inside leaves the lock, and the value as it is")
  func throwsOut() throws {
    struct Trouble: Error {}
    let monitor = Monitor(1)
    #expect(throws: Trouble.self) { try monitor.change { _ in throw Trouble() } }
    #expect(throws: Trouble.self) { try monitor.wait(until: { $0 == 1 }) { _ in throw Trouble() } }
    #expect(monitor.change { $0 } == 1)
  }
}
