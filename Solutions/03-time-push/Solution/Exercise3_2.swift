// Exercise 3.2 · Push until the peer is gone: one answer among many.

import Sockets
import Workbook

extension Exercises: Exercise3_2 {
  func push(_ nextMessage: () throws -> [UInt8], to client: any ByteStream) throws -> Int {
    var sent = 0
    while true {
      let message = try nextMessage()
      do {
        try client.sendAll(message)
      } catch let error as SocketError where error.isPeerGone {
        return sent
      }
      sent += 1
    }
  }
}
