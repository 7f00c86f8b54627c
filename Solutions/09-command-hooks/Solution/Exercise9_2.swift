// Exercise 9.2 · The first hook that matches the whole line: one answer among many.

import Workbook

extension Exercises: Exercise9_2 {
  func answer(to line: String, by hooks: [Hook]) throws -> String? {
    for hook in hooks where line.wholeMatch(of: hook.pattern) != nil {
      return hook.action(line)
    }
    return nil
  }
}
