// Exercise 11.3 · Latest position only, for slow readers: one answer among many.

import Workbook

extension Exercises: Exercise11_3 {
  struct Outbox: LatestOutbox {
    /// Of each client the latest. That it has left is an update like any other: it stays, and
    /// nothing comes after it.
    private var latest: [Int32: Update] = [:]

    init() {}

    mutating func put(_ update: Update) throws {
      latest[update.number] = update
    }

    mutating func takeAll() throws -> [Update] {
      defer { latest = [:] }
      return Array(latest.values)
    }
  }
}
