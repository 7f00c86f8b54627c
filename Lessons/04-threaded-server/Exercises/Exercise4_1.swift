// Exercise 4.1 · Serve one client
//
// Answer each whole message of the client with the 12 bytes `Msg received`, and call `heard` with
// its text, until the client closes. A header has 64 bytes here; MessageReader(client, header:)
// finds the messages, and its nextText() is nil when the client has closed. Let errors pass.
//
// Check it: swift run exercise04 check 4.1
// Hints:    Lessons/04-threaded-server/README.md

import Framing
import Sockets
import Workbook

extension Exercises: Exercise4_1 {
  func serve(_ client: any ByteStream, limit: Int, heard: (String) -> Void) throws {
    try notStarted()
  }
}
