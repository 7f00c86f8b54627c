// Exercise 1.1 · Everything, until the peer closes: one answer among many.

import Sockets
import Workbook

extension Exercises: Exercise1_1 {
  func receiveEverything(from stream: any ByteStream, buffer: Int) throws -> [UInt8] {
    var received: [UInt8] = []
    while true {
      let piece = try stream.receive(upTo: buffer)
      if piece.isEmpty { return received }
      received += piece
    }
  }
}
