// Exercise 8.2 · History for newcomers: one answer among many.

import Workbook

extension Exercises: Exercise8_2 {
  struct History: RoomHistory {
    private var kept: [[UInt8]] = []
    private var bytes = 0

    init() {}

    mutating func add(_ line: [UInt8]) throws {
      kept.append(line)
      bytes += line.count
      while kept.count > 50 || bytes > 1 << 20 {
        bytes -= kept.removeFirst().count
      }
    }

    func lines() throws -> [[UInt8]] { kept }
  }
}
