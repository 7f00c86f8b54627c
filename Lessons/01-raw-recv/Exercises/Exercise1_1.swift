// Exercise 1.1 · Everything, until the peer closes
//
// Receive until the peer closes, and return all bytes in order. One receive may ask for at
// most `buffer` bytes, and brings what is there: all of them, or fewer, or none at the end.
//
// Check it: swift run exercise01 check 1.1
// Hints:    Lessons/01-raw-recv/README.md

import Sockets
import Workbook

extension Exercises: Exercise1_1 {
  func receiveEverything(from stream: any ByteStream, buffer: Int) throws -> [UInt8] {
    try notStarted()
  }
}
