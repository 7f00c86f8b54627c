// Exercise 7.1 · The target field: one answer among many.

import Workbook

extension Exercises: Exercise7_1 {
  func targetField(naming name: String) throws -> [UInt8] {
    let bytes = Array(name.utf8)
    if bytes.count > 64 { throw TargetProblem.tooLong }
    return bytes + Array(repeating: UInt8(ascii: " "), count: 64 - bytes.count)
  }

  func targetName(in field: [UInt8]) throws -> String? {
    var name = field[...]
    while name.last == UInt8(ascii: " ") { name.removeLast() }
    return String(validating: name, as: UTF8.self)
  }
}
