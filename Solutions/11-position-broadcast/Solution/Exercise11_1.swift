// Exercise 11.1 · The position packets: one answer among many.

import Framing
import Workbook

extension Exercises: Exercise11_1 {
  func positionPacket(_ position: Position) throws -> [UInt8] {
    position.x.packed(.littleEndian) + position.y.packed(.littleEndian)
  }

  func position(in packet: ArraySlice<UInt8>) throws -> Position {
    let position = place(in: packet)
    if position == .nowhere { throw PositionProblem.nowhere }
    return position
  }

  func updatePacket(_ update: Update) throws -> [UInt8] {
    try update.number.packed(.littleEndian) + positionPacket(update.position ?? .nowhere)
  }

  func update(in packet: ArraySlice<UInt8>) throws -> Update {
    let position = place(in: packet.dropFirst(4))
    return Update(
      number: packet.integer(Int32.self, at: 0, .littleEndian) ?? 0,
      position: position == .nowhere ? nil : position)
  }

  private func place(in packet: ArraySlice<UInt8>) -> Position {
    Position(
      x: packet.integer(Int16.self, at: 0, .littleEndian) ?? 0,
      y: packet.integer(Int16.self, at: 2, .littleEndian) ?? 0)
  }
}
