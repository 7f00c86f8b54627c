// Exercise 1.2 · The same as text: one answer among many.

import Sockets
import Workbook

extension Exercises: Exercise1_2 {
  func receiveText(from stream: any ByteStream, buffer: Int) throws -> String {
    let bytes = try receiveEverything(from: stream, buffer: buffer)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw NotText() }
    return text
  }
}
