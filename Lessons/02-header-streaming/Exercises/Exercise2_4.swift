// Exercise 2.4 · Send all of it
//
// Send all of `bytes`. stream.send(_:) takes an ArraySlice, `bytes[...]` for instance, and
// returns how many of its bytes were taken: all of them, or only the first few. (The kit has a
// sendAll of its own, which is what you are writing here.)
//
// Check it: swift run exercise02 check 2.4
// Hints:    Lessons/02-header-streaming/README.md

import Sockets
import Workbook

extension Exercises: Exercise2_4 {
  func sendAll(_ bytes: [UInt8], to stream: any ByteStream) throws {
    try notStarted()
  }
}
