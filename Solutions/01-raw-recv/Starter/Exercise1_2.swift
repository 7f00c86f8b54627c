// Exercise 1.2 · The same as text
//
// Receive until the peer closes, and return the bytes as text. A character may be cut between
// two receives. Bytes that are not UTF-8 are no text: throw NotText().
//
// Check it: swift run exercise01 check 1.2
// Hints:    Lessons/01-raw-recv/README.md

import Sockets
import Workbook

extension Exercises: Exercise1_2 {
  func receiveText(from stream: any ByteStream, buffer: Int) throws -> String {
    try notStarted()
  }
}
