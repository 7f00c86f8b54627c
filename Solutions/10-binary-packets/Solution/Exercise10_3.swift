// Exercise 10.3 · Compute, whatever is asked: one answer among many.

import Workbook

extension Exercises: Exercise10_3 {
  func compute(_ request: MathRequest) throws -> MathReply {
    // An Int holds the sum and the product of any two Int16, a Double all of those exactly.
    let (first, second) = (Int(request.first), Int(request.second))
    switch String(validating: request.command, as: UTF8.self) {
    case "SUMA": return MathReply(result: Double(first + second))
    case "RESTA": return MathReply(result: Double(first - second))
    case "MULTIPLICACION": return MathReply(result: Double(first * second))
    case "DIVISION" where second == 0: return MathReply(status: 1)
    case "DIVISION": return MathReply(result: Double(first) / Double(second))
    default: return MathReply(status: 2)
    }
  }
}
