import Checks
import Workbook

// Outboxes that are right as long as one thread after the other uses them.

private struct WithoutLock: WrongOutbox08 {
  /// The monitor wakes, and protects nothing.
  // Not sound: that is the mistake.
  final class Outbox: ClientOutbox, @unchecked Sendable {
    private var messages: [[UInt8]] = []
    private var bytes = 0
    private var isClosed = false
    private let alarm = Monitor(0)

    init() {}

    func put(_ message: [UInt8]) throws -> Bool {
      if isClosed || messages.count == 256 || bytes + message.count > 4 << 20 { return false }
      messages.append(message)
      bytes += message.count
      alarm.change { $0 += 1 }
      return true
    }

    func next() throws -> [UInt8]? {
      try alarm.wait(until: { _ in !self.messages.isEmpty || self.isClosed }) { _ in
        if messages.isEmpty { return nil }
        bytes -= messages[0].count
        return messages.removeFirst()
      }
    }

    func close() throws {
      isClosed = true
      alarm.change { $0 += 1 }
    }
  }
}

private struct WithStore: WrongOutbox08 {
  final class Outbox: ClientOutbox, @unchecked Sendable {
    private final class Store { var queue = Queue() }
    private let store = Store()
    private let alarm = Monitor(0)

    init() {}

    func put(_ message: [UInt8]) throws -> Bool {
      let isIn = store.queue.put(message)
      alarm.change { $0 += 1 }
      return isIn
    }

    func next() throws -> [UInt8]? {
      try alarm.wait(until: { _ in self.store.queue.isReady }) { _ in store.queue.take() }
    }

    func close() throws {
      store.queue.isClosed = true
      alarm.change { $0 += 1 }
    }
  }
}

extension WrongProgram {
  // MARK: 8.3, several threads

  static let races: [WrongProgram] = [
    WrongProgram(
      exercise: "8.3", name: "sharesWithoutLock", summary: "uses a monitor to wake, and not to lock"
    ) {
      ExerciseProgram.lesson08(WithoutLock(), $0)
    },
    WrongProgram(
      exercise: "8.3", name: "sharesWithoutLock-inAClass",
      summary: "keeps what is shared in an object of its own, outside of the monitor"
    ) {
      ExerciseProgram.lesson08(WithStore(), $0)
    },
    outbox("looksTwice", "looks in one visit, and appends in the next one") {
      queue(put: { monitor, message in
        guard monitor.change({ $0.hasRoom(message) }) else { return false }
        monitor.change { $0.append(message) }
        return true
      })
    },
    outbox("looksTwice-getAndSet", "reads a property of the monitor, and writes it again") {
      queue(put: { monitor, message in
        var queue = monitor.change { $0 }
        guard queue.put(message) else { return false }
        monitor.change { [queue] in $0 = queue }
        return true
      })
    },
    outbox("looksTwice-atTheBytes", "adds up the bytes in a monitor of their own") {
      let bytes = Monitor(0)
      return queue(
        put: { monitor, message in
          if bytes.change({ $0 }) + message.count > 4 << 20 { return false }
          guard monitor.change({ $0.put(message, 256, .max) }) else { return false }
          bytes.change { $0 += message.count }
          return true
        },
        next: { monitor in
          let message = try monitor.wait(until: { $0.isReady }) { $0.take() }
          bytes.change { $0 -= message?.count ?? 0 }
          return message
        })
    },
    outbox("looksTwice-atTheEnd", "asks first whether it is closed") {
      let isClosed = Monitor(false)
      return queue(
        put: { monitor, message in
          if isClosed.change({ $0 }) { return false }
          return monitor.change { $0.put(message) }
        },
        next: { monitor in
          try monitor.wait(until: { $0.isReady || isClosed.change { $0 } }) { $0.take() }
        },
        close: { monitor in
          isClosed.change { $0 = true }
          monitor.change { _ in }
        })
    },
    outbox("looksTwice-inThreeMonitors", "has a monitor for each of three values") {
      let (messages, bytes, isClosed) = (Monitor([[UInt8]]()), Monitor(0), Monitor(false))
      return .init(
        put: { message in
          if isClosed.change({ $0 }) || bytes.change({ $0 }) + message.count > 4 << 20 {
            return false
          }
          let isIn = messages.change { messages in
            if messages.count == 256 { return false }
            messages.append(message)
            return true
          }
          if isIn { bytes.change { $0 += message.count } }
          return isIn
        },
        next: {
          let message = try messages.wait(until: { !$0.isEmpty || isClosed.change { $0 } }) {
            $0.isEmpty ? nil : $0.removeFirst()
          }
          bytes.change { $0 -= message?.count ?? 0 }
          return message
        },
        close: {
          isClosed.change { $0 = true }
          messages.change { _ in }
        })
    },
  ]
}
