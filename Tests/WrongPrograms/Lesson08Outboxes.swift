import Checks
import Dispatch
import Foundation
import Synchronization
import Workbook

/// An outbox made of functions; which ones, is said by the program that is running.
final class Boxed: ClientOutbox {
  struct Parts: Sendable {
    let put: @Sendable ([UInt8]) throws -> Bool
    let next: @Sendable () throws -> [UInt8]?
    let close: @Sendable () throws -> Void
  }
  // Sound: set once, before the answer is examined.
  nonisolated(unsafe) static var make: @Sendable () -> Parts = {
    Parts(
      put: { _ in try notStarted() }, next: { try notStarted() }, close: { try notStarted() })
  }
  private let parts = Boxed.make()

  init() {}
  func put(_ message: [UInt8]) throws -> Bool { try parts.put(message) }
  func next() throws -> [UInt8]? { try parts.next() }
  func close() throws { try parts.close() }
}

private struct Outboxes: WrongLesson08 {}

func outbox(
  _ name: String, _ summary: String, _ make: @escaping @Sendable () -> Boxed.Parts
) -> WrongProgram {
  WrongProgram(exercise: "8.3", name: name, summary: summary) {
    Boxed.make = make
    ExerciseProgram.lesson08(Outboxes(), $0)
  }
}

/// An outbox on a monitor, each part of which may be another one.
func queue(
  put: @escaping @Sendable (Monitor<Queue>, [UInt8]) throws -> Bool = { monitor, message in
    monitor.change { $0.put(message) }
  },
  next: @escaping @Sendable (Monitor<Queue>) throws -> [UInt8]? = { monitor in
    try monitor.wait(until: { $0.isReady }) { $0.take() }
  },
  close: @escaping @Sendable (Monitor<Queue>) throws -> Void = { monitor in
    monitor.change { $0.isClosed = true }
  }
) -> Boxed.Parts {
  let monitor = Monitor(Queue())
  return .init(
    put: { try put(monitor, $0) }, next: { try next(monitor) }, close: { try close(monitor) })
}

/// What lies in it, and its steps, each of them right.
struct Queue: Sendable {
  var messages: [[UInt8]] = []
  var bytes = 0
  var isClosed = false

  var isReady: Bool { !messages.isEmpty || isClosed }

  func hasRoom(_ message: [UInt8], _ most: Int = 256, _ mostBytes: Int = 4 << 20) -> Bool {
    !isClosed && messages.count < most && bytes + message.count <= mostBytes
  }

  mutating func put(_ message: [UInt8], _ most: Int = 256, _ mostBytes: Int = 4 << 20) -> Bool {
    guard hasRoom(message, most, mostBytes) else { return false }
    append(message)
    return true
  }

  mutating func append(_ message: [UInt8]) {
    messages.append(message)
    bytes += message.count
  }

  mutating func take() -> [UInt8]? {
    guard !messages.isEmpty else { return nil }
    bytes -= messages[0].count
    return messages.removeFirst()
  }
}

extension WrongProgram {
  // MARK: 8.3

  static let queues: [WrongProgram] = [
    outbox("blocksOnSlowReader", "waits in put until there is room") {
      queue(put: { monitor, message in
        try monitor.wait(until: { $0.hasRoom(message) || $0.isClosed }) { $0.put(message) }
      })
    },
    outbox("unboundedQueue", "has no bounds") {
      queue(put: { monitor, message in monitor.change { $0.put(message, .max, .max) } })
    },
    outbox("unboundedQueue-inBytes", "counts bytes only") {
      queue(put: { monitor, message in monitor.change { $0.put(message, .max) } })
    },
    outbox("forgetsTheBytes", "counts messages only") {
      queue(put: { monitor, message in monitor.change { $0.put(message, 256, .max) } })
    },
    outbox("forgetsTheBytes-ofTheNewest", "looks at the bytes that are there already") {
      queue(put: { monitor, message in
        monitor.change { queue in
          if queue.bytes > 4 << 20 || !queue.hasRoom([]) { return false }
          queue.append(message)
          return true
        }
      })
    },
    outbox("dropsQuietly", "says true when there is no room") {
      queue(put: { monitor, message in
        monitor.change { queue in
          _ = queue.put(message)
          return !queue.isClosed
        }
      })
    },
    outbox("dropsQuietly-theOldest", "makes room by dropping the oldest message") {
      queue(put: { monitor, message in
        monitor.change { queue in
          if queue.isClosed { return false }
          if queue.messages.count == 256 { _ = queue.take() }
          return queue.put(message)
        }
      })
    },
    outbox("putsAnyway", "puts the message in, and then looks whether there is room") {
      queue(put: { monitor, message in
        monitor.change { queue in
          let hasRoom = queue.hasRoom(message)
          queue.append(message)
          return hasRoom
        }
      })
    },
    outbox("neverGetsRoomAgain", "counts all messages that ever were") {
      let count = Mutex(0)
      return queue(put: { monitor, message in
        let number = count.withLock {
          $0 += 1
          return $0
        }
        return number > 256 ? false : monitor.change { $0.put(message) }
      })
    },
    outbox("neverGetsRoomAgain-inBytes", "does not subtract what is taken out") {
      queue(next: { monitor in
        try monitor.wait(until: { $0.isReady }) {
          $0.messages.isEmpty ? nil : $0.messages.removeFirst()
        }
      })
    },
    outbox("neverGetsRoomAgain-closes", "closes itself when it is full") {
      queue(put: { monitor, message in
        monitor.change { queue in
          let isIn = queue.put(message)
          if !isIn { queue.isClosed = true }
          return isIn
        }
      })
    },
    outbox("neverGetsRoomAgain-countsWhatIsRefused", "counts a message, and then refuses it") {
      queue(put: { monitor, message in
        monitor.change { queue in
          queue.bytes += message.count
          if queue.isClosed || queue.messages.count == 256 || queue.bytes > 4 << 20 { return false }
          queue.messages.append(message)
          return true
        }
      })
    },
    outbox("locksTwice", "asks the monitor inside of its own closure") {
      queue(put: { monitor, message in
        monitor.change { queue in
          monitor.change { $0.hasRoom(message) } ? queue.put(message) : false
        }
      })
    },
    outbox("polls", "sleeps a little between two looks") {
      queue(next: { monitor in
        while !monitor.change({ $0.isReady }) { Thread.sleep(forTimeInterval: 0.01) }
        return monitor.change { $0.take() }
      })
    },
    outbox("wrongOrder", "takes the newest message out") {
      queue(next: { monitor in
        try monitor.wait(until: { $0.isReady }) { $0.messages.popLast() }
      })
    },
    outbox("doesNotWait", "returns nil when there is nothing") {
      queue(next: { $0.change { $0.take() } })
    },
    outbox("busyWaits", "looks again until there is something") {
      queue(next: { monitor in
        while !monitor.change({ $0.isReady }) {}
        return monitor.change { $0.take() }
      })
    },
    outbox("holdsTheLock", "waits while it holds the lock") {
      let queue = Mutex(Queue())
      let changes = DispatchSemaphore(value: 0)
      return .init(
        put: { message in
          let isIn = queue.withLock { $0.put(message) }
          if isIn { changes.signal() }
          return isIn
        },
        next: {
          queue.withLock { queue in
            changes.wait()
            return queue.take()
          }
        },
        close: {
          queue.withLock { $0.isClosed = true }
          for _ in 1...300 { changes.signal() }
        })
    },
    outbox("holdsTheLock-ofTheMonitor", "waits inside of change") {
      let changes = DispatchSemaphore(value: 0)
      return queue(
        put: { monitor, message in
          let isIn = monitor.change { $0.put(message) }
          if isIn { changes.signal() }
          return isIn
        },
        next: { monitor in
          monitor.change { queue in
            if !queue.isReady { changes.wait() }
            return queue.take()
          }
        })
    },
    outbox("wakesNobody", "puts in without a signal") {
      let condition = NSCondition()
      let state = Mutex(Queue())
      return .init(
        put: { message in condition.withLock { state.withLock { $0.put(message) } } },
        next: {
          condition.withLock {
            while !state.withLock({ $0.isReady }) { condition.wait() }
            return state.withLock { $0.take() }
          }
        },
        close: {
          condition.withLock {
            state.withLock { $0.isClosed = true }
            condition.broadcast()
          }
        })
    },
    outbox("waitsAfterTheEnd", "waits for a message, and for nothing else") {
      queue(next: { monitor in
        try monitor.wait(until: { !$0.messages.isEmpty }) { $0.take() }
      })
    },
    outbox("waitsAfterTheEnd-onceItWaits", "looks before it waits whether it is closed") {
      queue(next: { monitor in
        if monitor.change({ $0.isClosed }) { return monitor.change { $0.take() } }
        return try monitor.wait(until: { !$0.messages.isEmpty }) { $0.take() }
      })
    },
    outbox("waitsAfterTheEnd-withoutASignal", "closes without a signal") {
      let condition = NSCondition()
      let state = Mutex(Queue())
      return .init(
        put: { message in
          condition.withLock {
            condition.signal()
            return state.withLock { $0.put(message) }
          }
        },
        next: {
          condition.withLock {
            while !state.withLock({ $0.isReady }) { condition.wait() }
            return state.withLock { $0.take() }
          }
        },
        close: { state.withLock { $0.isClosed = true } })
    },
    outbox("losesTheRest", "empties the queue when it is closed") {
      queue(close: { monitor in
        monitor.change {
          $0 = Queue()
          $0.isClosed = true
        }
      })
    },
    outbox("losesTheRest-atOnce", "returns nil as soon as it is closed") {
      queue(next: { monitor in
        try monitor.wait(until: { $0.isReady }) { $0.isClosed ? nil : $0.take() }
      })
    },
    outbox("joinsMessages", "gives several messages as one, as the lesson's own outbox does") {
      queue(next: { monitor in
        try monitor.wait(until: { $0.isReady }) { queue in
          guard var piece = queue.take() else { return nil }
          while let next = queue.messages.first, piece.count + next.count <= 1 << 16 {
            piece += queue.take() ?? []
          }
          return piece
        }
      })
    },
    outbox("takesAfterTheEnd", "takes messages in when it is closed") {
      queue(put: { monitor, message in
        monitor.change { queue in
          let wasClosed = queue.isClosed
          queue.isClosed = false
          defer { queue.isClosed = wasClosed }
          return queue.put(message)
        }
      })
    },
    outbox("wrongResult", "has room for 255 messages") {
      queue(put: { monitor, message in monitor.change { $0.put(message, 255) } })
    },
    outbox("wrongResult-bytes", "has room for less than 4 MiB") {
      queue(put: { monitor, message in monitor.change { $0.put(message, 256, 4_000_000) } })
    },
    outbox("refusesGoodInput", "says false when all is well") {
      queue(put: { monitor, message in
        monitor.change { _ = $0.put(message) }
        return false
      })
    },
    outbox("waitsForBytes", "waits for two messages") {
      queue(next: { monitor in
        try monitor.wait(until: { $0.messages.count > 1 || $0.isClosed }) { $0.take() }
      })
    },
    outbox("crashes", "takes out what is not there") {
      queue(next: { monitor in
        try monitor.wait(until: { $0.isReady }) { $0.messages.removeFirst() }
      })
    },
  ]
}
