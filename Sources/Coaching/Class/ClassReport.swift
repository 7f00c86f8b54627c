import Checks
import Tape

/// A class's results as a table for the terminal, and as one for a spreadsheet.
struct ClassReport {
  let rows: [Row]
  let lessons: [Lesson]

  var exercises: [Exercise] { lessons.flatMap(\.exercises) }
  var mistakes: [MistakeCount] { MistakeCount.all(rows, exercises) }

  // MARK: The terminal

  /// A line for each student, a mark for each exercise; then the mistakes, the most frequent first.
  func table(columns: Int) -> [String] {
    let longest = rows.map { Readable.text($0.student.utf8).count }.max() ?? 0
    let width = min(20, max(7, longest))
    var lines = [""]
    for group in groups(room: columns - width - 12) {
      let head = group.map { pad($0.spoken, $0.exercises.count) }.joined(separator: " ")
      lines += [pad("lesson", width) + "  " + head]
      lines += rows.map { row in
        let marks = group.map { lesson in
          lesson.exercises.map { row.outcomes[$0.id]?.mark ?? "-" }.joined()
        }
        return pad(Readable.text(row.student.utf8), width) + "  " + marks.joined(separator: " ")
          + "  \(row.passed) of \(row.outcomes.count)"
      }
      lines += [""]
    }
    let legend = "# passed, ! a mistake, x does not compile, . not started, - not handed in"
    lines += legend.wrapped(to: columns) + [""]
    lines += mistakes.map { count in
      let names = count.students.prefix(3).map { Readable.text($0.utf8) }.joined(separator: ", ")
      let line =
        pad("\(count.exercise.id) \(Readable.text(count.mistake.utf8))", 28)
        + "  \(count.students.count)  \(names)" + (count.students.count > 3 ? ", …" : "")
      return line.count > columns ? line.prefix(columns - 1) + "…" : line
    }
    let notes = rows.flatMap { row in
      row.notes.flatMap { Readable.text("\(row.student): \($0)".utf8).wrapped(to: columns) }
    }
    return lines + (notes.isEmpty ? [""] : [""] + notes + [""])
  }

  /// As many lessons side by side as there is room for.
  private func groups(room: Int) -> [[Lesson]] {
    var groups: [[Lesson]] = [[]]
    var used = 0
    for lesson in lessons {
      let width = lesson.exercises.count + 1
      if used + width > room, !groups[groups.count - 1].isEmpty {
        groups.append([])
        used = 0
      }
      groups[groups.count - 1].append(lesson)
      used += width
    }
    return groups
  }

  private func pad(_ text: String, _ width: Int) -> String {
    let shown = text.count > width ? text.prefix(max(0, width - 1)) + "…" : text[...]
    return shown + String(repeating: " ", count: max(0, width - shown.count))
  }

  // MARK: The spreadsheet

  /// One line a student, one column an exercise.
  var csv: String {
    let head = ["student", "passed"] + exercises.map(\.id)
    let body = rows.map { row in
      [row.student, "\(row.passed)"] + exercises.map { row.outcomes[$0.id]?.words ?? "" }
    }
    return ([head] + body).map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }

  /// Looks at the scalars, as a spreadsheet does: for Swift, a quote with an accent on it is no quote.
  ///
  /// - Source: RFC 4180. A spreadsheet takes what begins with the signs below for a formula.
  private func cell(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    if let first = scalars.first, "=+-@\t\r".unicodeScalars.contains(first) {
      scalars.insert("'", at: 0)
    }
    let isQuoted = scalars.contains { ",\"\n\r".unicodeScalars.contains($0) }
    var result = String.UnicodeScalarView()
    for scalar in scalars { result += Array(repeating: scalar, count: scalar == "\"" ? 2 : 1) }
    return isQuoted ? "\"\(String(result))\"" : String(result)
  }
}
