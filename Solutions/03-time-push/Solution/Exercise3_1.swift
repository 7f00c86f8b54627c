// Exercise 3.1 · The time message: one answer among many.

import Foundation
import Workbook

extension Exercises: Exercise3_1 {
  func timeMessage(at seconds: Double) throws -> String {
    "The time is " + String(format: "%.6f", seconds)
  }
}
