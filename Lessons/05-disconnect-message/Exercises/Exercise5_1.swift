// Exercise 5.1 · Goodbye
//
// Answer each whole message of the client with the 12 bytes `Msg received`, and call `heard` with
// its text. Return true when the client has said goodbye, a message of exactly `!DISCONNECT`, and
// has its answer; return false when it has closed. MessageReader(client, header:) finds the
// messages, a header has 64 bytes. Let errors pass.
//
// Check it: swift run exercise05 check 5.1
// Hints:    Lessons/05-disconnect-message/README.md

import Framing
import Sockets
import Workbook

extension Exercises: Exercise5_1 {
  func serve(_ client: any ByteStream, limit: Int, heard: (String) -> Void) throws -> Bool {
    try notStarted()
  }
}
