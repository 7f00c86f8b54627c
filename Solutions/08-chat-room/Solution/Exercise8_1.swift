// Exercise 8.1 · Everyone but the sender: one answer among many.

import Framing
import Sockets
import Workbook

extension Exercises: Exercise8_1 {
  func tell(_ text: String, by number: Int, to room: [Int: any ByteStream]) throws -> [Int] {
    let payload = Array("client \(number): \(text)".utf8)
    let frame = try LengthHeader(width: 64).frame(payload)  // once for all of them
    var lost: [Int] = []
    for (other, stream) in room where other != number {
      do {
        try stream.sendAll(frame)
      } catch {
        stream.shutdown()  // its trouble, and nobody else's
        lost.append(other)
      }
    }
    return lost
  }
}
