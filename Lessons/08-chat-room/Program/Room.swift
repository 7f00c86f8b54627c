import Foundation
import Sockets
import Synchronization

/// Who is here, and what was said last. One lock for both, held for as long as it takes to put a
/// frame into each outbox, and never while somebody sends or receives: so everyone hears the same
/// lines in the same order, a newcomer each of them once, and nobody waits.
final class Room: Sendable {
  struct Member: Sendable {
    let number: Int
    let stream: any ByteStream
    let outbox: Outbox
  }
  private struct State {
    var members: [Int: Member] = [:]
    var history = History()
  }
  private let state = Mutex(State())
  /// Held by the one who speaks.
  private let floor = Mutex(())

  /// Lets a newcomer in: what was said so far waits for it, and all that is said from now on.
  func enter(_ member: Member) {
    state.withLock { state in
      for frame in state.history.frames { _ = member.outbox.put(frame) }
      state.members[member.number] = member
    }
  }

  func leave(_ number: Int) { state.withLock { $0.members[number] = nil } }

  /// Passes on what a member says to all others.
  func say(_ text: String, by number: Int) throws {
    // Made once. Each outbox that has it holds a reference to these bytes, and no copy.
    let frame = try frame("client \(number): \(text)")
    floor.withLock { _ in
      // A burst of lines must not fill the outboxes before their threads get a processor.
      if pass(frame, by: number) { Thread.sleep(forTimeInterval: 0.001) }
    }
  }

  /// Puts a frame into all outboxes but one, and says whether one of them has little room left.
  private func pass(_ frame: [UInt8], by number: Int) -> Bool {
    state.withLock { state in
      state.history.add(frame)
      var isScarce = false
      for member in state.members.values where member.number != number {
        let space = member.outbox.put(frame)
        if space == .scarce { isScarce = true }
        if space != .none { continue }
        member.outbox.giveUp(Overflow())
        member.stream.shutdown()
        state.members[member.number] = nil
      }
      return isScarce
    }
  }
}

/// The last lines of the room, oldest first: at most 50, and at most 1 MiB.
struct History {
  private(set) var frames: [[UInt8]] = []
  private var bytes = 0

  mutating func add(_ frame: [UInt8]) {
    frames.append(frame)
    bytes += frame.count
    while frames.count > 50 || bytes > 1 << 20 {
      bytes -= frames.removeFirst().count
    }
  }
}
