// Exercise 5.1 · Goodbye: one answer among many.

import Framing
import Sockets
import Workbook

extension Exercises: Exercise5_1 {
  func serve(_ client: any ByteStream, limit: Int, heard: (String) -> Void) throws -> Bool {
    var messages = MessageReader(client, header: LengthHeader(width: 64, limit: limit))
    while let text = try messages.nextText() {
      heard(text)
      try client.sendAll(Array("Msg received".utf8))
      if text == "!DISCONNECT" { return true }
    }
    return false
  }
}
