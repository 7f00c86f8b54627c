// Exercise 10.1 · Pack a request, and a reply
//
// Write a request into bytes: the length of the command (four bytes), the two operands (two bytes
// each), then the command. A command of no bytes, or of more than 64, has no packet: throw,
// PacketProblem.commandLength(65) for instance. And write a reply: the status (four bytes) and the
// bits of the result (eight). All numbers stand with the lowest byte first.
//
// Check it: swift run exercise10 check 10.1
// Hints:    Lessons/10-binary-packets/README.md

import Workbook

extension Exercises: Exercise10_1 {
  func request(_ command: String, _ first: Int16, _ second: Int16) throws -> [UInt8] {
    try notStarted()
  }

  func reply(status: Int32, result: Double) throws -> [UInt8] {
    try notStarted()
  }
}
