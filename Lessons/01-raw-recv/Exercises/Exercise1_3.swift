// Exercise 1.3 · Exactly n bytes
//
// Receive exactly `count` bytes, and leave what follows them in the stream. When the peer
// closes too early, throw CutOff(missing:) with the number of bytes that did not come.
//
// Check it: swift run exercise01 check 1.3
// Hints:    Lessons/01-raw-recv/README.md

import Sockets
import Workbook

extension Exercises: Exercise1_3 {
  func receiveExactly(_ count: Int, from stream: any ByteStream) throws -> [UInt8] {
    try notStarted()
  }
}
