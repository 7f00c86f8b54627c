// Exercise 9.3 · Your own hook: TIME: one answer among many.

import Foundation
import Workbook

extension Exercises: Exercise9_3 {
  func timeHook(clock: @escaping () -> Date, zone: TimeZone) throws -> Hook {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = zone
    formatter.dateFormat = "dd.MM.yyyy HH:mm:ss"
    // The clock is asked in the action: a hook is made once, and called often.
    return Hook(/TIME/) { _ in "TIME \(formatter.string(from: clock()))" }
  }

  func shownTimeHook() throws -> Hook {
    Hook(/TIME .*/) { String($0.dropFirst("TIME ".count)) }
  }
}
