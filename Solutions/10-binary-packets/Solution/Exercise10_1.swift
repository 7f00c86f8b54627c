// Exercise 10.1 · Pack a request, and a reply: one answer among many.

import Workbook

extension Exercises: Exercise10_1 {
  func request(_ command: String, _ first: Int16, _ second: Int16) throws -> [UInt8] {
    let name = Array(command.utf8)
    guard (1...64).contains(name.count) else { throw PacketProblem.commandLength(name.count) }
    return lowestFirst(Int32(name.count)) + lowestFirst(first) + lowestFirst(second) + name
  }

  func reply(status: Int32, result: Double) throws -> [UInt8] {
    lowestFirst(status) + lowestFirst(result.bitPattern)
  }

  /// As many bytes as the type has.
  private func lowestFirst(_ number: some FixedWidthInteger) -> [UInt8] {
    (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
