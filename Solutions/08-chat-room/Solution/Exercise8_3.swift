// Exercise 8.3 · A queue for each client: one answer among many.

import Workbook

extension Exercises: Exercise8_3 {
  final class Outbox: ClientOutbox {
    private struct Queue: Sendable {
      var messages: [[UInt8]] = []
      var bytes = 0
      var isClosed = false
    }
    private let queue = Monitor(Queue())

    init() {}

    func put(_ message: [UInt8]) throws -> Bool {
      queue.change { queue in
        guard !queue.isClosed, queue.messages.count < 256, queue.bytes + message.count <= 4 << 20
        else { return false }
        queue.messages.append(message)
        queue.bytes += message.count
        return true
      }
    }

    func next() throws -> [UInt8]? {
      try queue.wait(until: { !$0.messages.isEmpty || $0.isClosed }) { queue in
        guard !queue.messages.isEmpty else { return nil }  // closed, and nothing is left
        let message = queue.messages.removeFirst()
        queue.bytes -= message.count
        return message
      }
    }

    func close() throws { queue.change { $0.isClosed = true } }
  }
}
