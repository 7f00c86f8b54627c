// Exercise 1.3 · Exactly n bytes: one answer among many.

import Sockets
import Workbook

extension Exercises: Exercise1_3 {
  func receiveExactly(_ count: Int, from stream: any ByteStream) throws -> [UInt8] {
    var received: [UInt8] = []
    while received.count < count {
      let piece = try stream.receive(upTo: count - received.count)
      if piece.isEmpty { throw CutOff(missing: count - received.count) }
      received += piece
    }
    return received
  }
}
