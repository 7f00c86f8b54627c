// Exercise 2.1 · The header of a message: one answer among many.

import Workbook

extension Exercises: Exercise2_1 {
  func header(for text: String, width: Int) throws -> [UInt8] {
    let digits = Array(String(text.utf8.count).utf8)
    guard digits.count <= width else { throw HeaderProblem.overflow }
    return digits + Array(repeating: UInt8(ascii: " "), count: width - digits.count)
  }
}
