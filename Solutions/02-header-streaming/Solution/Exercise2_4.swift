// Exercise 2.4 · Send all of it: one answer among many.

import Sockets
import Workbook

extension Exercises: Exercise2_4 {
  func sendAll(_ bytes: [UInt8], to stream: any ByteStream) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let taken = try stream.send(rest)
      rest = rest.dropFirst(taken)
    }
  }
}
