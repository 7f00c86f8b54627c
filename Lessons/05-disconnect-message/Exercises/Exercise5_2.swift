// Exercise 5.2 · Tell the endings apart
//
// Serve a client, with your answer to 5.1 for instance, and return how the conversation ended:
// .saidGoodbye, .closedWithoutGoodbye, .cutOff, .reset or .protocolError. An error that is none of
// these passes.
//
// Check it: swift run exercise05 check 5.2
// Hints:    Lessons/05-disconnect-message/README.md

import Framing
import Sockets
import Workbook

extension Exercises: Exercise5_2 {
  func converse(
    with client: any ByteStream, limit: Int, heard: (String) -> Void
  ) throws -> Ending {
    try notStarted()
  }
}
