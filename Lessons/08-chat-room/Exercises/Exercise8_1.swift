// Exercise 8.1 · Everyone but the sender
//
// Send the message `client 3: hello` to everyone in the room but client 3, with a header of 64
// bytes: LengthHeader(width: 64).frame(_:) is header and payload. A client whose send fails is shut
// down; go on with the others, and return the numbers of those who failed.
//
// Check it: swift run exercise08 check 8.1
// Hints:    Lessons/08-chat-room/README.md

import Framing
import Sockets
import Workbook

extension Exercises: Exercise8_1 {
  func tell(_ text: String, by number: Int, to room: [Int: any ByteStream]) throws -> [Int] {
    try notStarted()
  }
}
