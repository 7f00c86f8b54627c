// Exercise 8.3 · A queue for each client
//
// A queue that many threads put messages into, and one takes them out of: at most 256 messages, at
// most 4 MiB. Who puts never waits; who takes waits while there is nothing. What the threads share
// lies in a Monitor; Sources/Workbook/Lesson08.swift shows how it is used.
//
// Check it: swift run exercise08 check 8.3
// Hints:    Lessons/08-chat-room/README.md

import Workbook

extension Exercises: Exercise8_3 {
  final class Outbox: ClientOutbox {
    init() {}

    func put(_ message: [UInt8]) throws -> Bool {
      try notStarted()
    }

    func next() throws -> [UInt8]? {
      try notStarted()
    }

    func close() throws {
      try notStarted()
    }
  }
}
