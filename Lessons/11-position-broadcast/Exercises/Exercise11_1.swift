// Exercise 11.1 · The position packets
//
// Write a position into 4 bytes and an update into 8, and read them out of these bytes again:
// signed integers, the lowest byte first. x = y = -32768 stands for a client that has left; as a
// client's own position it is an error: throw.
//
// Framing has what it takes: `Int16(-2).packed(.littleEndian)` is an array of two bytes, and
// `packet.integer(Int16.self, at: 2, .littleEndian)` reads what stands two bytes from the front.
//
// Check it: swift run exercise11 check 11.1
// Hints:    Lessons/11-position-broadcast/README.md

import Framing
import Workbook

extension Exercises: Exercise11_1 {
  func positionPacket(_ position: Position) throws -> [UInt8] {
    try notStarted()
  }

  func position(in packet: ArraySlice<UInt8>) throws -> Position {
    try notStarted()
  }

  func updatePacket(_ update: Update) throws -> [UInt8] {
    try notStarted()
  }

  func update(in packet: ArraySlice<UInt8>) throws -> Update {
    try notStarted()
  }
}
