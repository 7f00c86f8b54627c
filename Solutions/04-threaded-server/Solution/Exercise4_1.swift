// Exercise 4.1 · Serve one client: one answer among many.

import Framing
import Sockets
import Workbook

extension Exercises: Exercise4_1 {
  func serve(_ client: any ByteStream, limit: Int, heard: (String) -> Void) throws {
    var messages = MessageReader(client, header: LengthHeader(width: 64, limit: limit))
    while let text = try messages.nextText() {
      heard(text)
      try client.sendAll(Array("Msg received".utf8))
    }
  }
}
