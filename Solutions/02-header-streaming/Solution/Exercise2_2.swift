// Exercise 2.2 · The length in a header: one answer among many.

import Workbook

extension Exercises: Exercise2_2 {
  func payloadLength(in header: [UInt8], limit: Int) throws -> Int {
    let digits = header.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    let rest = header.dropFirst(digits.count)
    guard !digits.isEmpty, rest.allSatisfy({ $0 == UInt8(ascii: " ") }) else {
      throw HeaderProblem.malformed
    }
    guard let length = Int(String(decoding: digits, as: UTF8.self)), length <= limit else {
      throw HeaderProblem.tooLong
    }
    return length
  }
}
