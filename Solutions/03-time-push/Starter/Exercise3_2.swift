// Exercise 3.2 · Push until the peer is gone
//
// Send one message after the other with client.sendAll(_:), until the peer is gone; return how
// many were sent whole. When the peer is gone, sendAll throws a SocketError whose `isPeerGone`
// is true.
//
// Check it: swift run exercise03 check 3.2
// Hints:    Lessons/03-time-push/README.md

import Sockets
import Workbook

extension Exercises: Exercise3_2 {
  func push(_ nextMessage: () throws -> [UInt8], to client: any ByteStream) throws -> Int {
    try notStarted()
  }
}
