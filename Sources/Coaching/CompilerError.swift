/// An error of a build, as the learner needs it: where, what, and a caret.
struct CompilerError: Equatable, Sendable {
  /// Relative to the clone, where it lies in it.
  let file: String
  let line: Int
  /// From 1, in bytes, as the compiler counts.
  let column: Int
  let message: String
  /// How many errors the build had in that file.
  var count = 1
  /// What the compiler adds: which function is missing, and which one it takes for it.
  var notes: [String] = []

  /// For each file that has errors the one to begin with. The compiler's own order is another one
  /// in each run, for it looks at several files at once.
  ///
  /// - Parameter root: what is taken off the paths.
  static func byFile(in output: String, root: String) -> [String: CompilerError] {
    Dictionary(grouping: all(in: output, root: root), by: \.file).compactMapValues { errors in
      var first = errors.min { $0.order < $1.order }
      first?.count = Set(errors.map { "\($0.line):\($0.column)" }).count
      return first
    }
  }

  /// The topmost first, and of two in one line the one that says more; last what only follows.
  private var order: (Int, Int, Int, Int) {
    let isConsequence = message.contains("does not conform to protocol")
    return (isConsequence ? 1 : 0, line, message == "expected declaration" ? 1 : 0, column)
  }

  /// All errors of a build's output, in its order.
  static func all(in output: String, root: String) -> [CompilerError] {
    var errors: [CompilerError] = []
    for line in output.split(whereSeparator: \.isNewline) {
      if let match = line.wholeMatch(of: /(\/.*\.swift):(\d+):(\d+): (?:fatal )?error: (.*)/) {
        errors.append(
          CompilerError(
            file: relative(String(match.1), root), line: Int(match.2) ?? 1,
            column: Int(match.3) ?? 1, message: String(match.4)))
      } else if let note = line.firstMatch(of: /note: ((?:protocol requires|candidate) .*)/)?.1,
        let last = errors.indices.last, !errors[last].notes.contains(String(note))
      {
        errors[last].notes.append(String(note))
      }
    }
    return errors
  }

  /// What the compiler's words do not say, for the errors whose cause is elsewhere.
  var advice: String? {
    if message.hasPrefix("expected '}'") {
      return "From there on, one { has no } of its own. The lines' indentation shows which."
    }
    if message.contains("cannot find type 'Exercise") {
      return "Does the file still begin with `import Workbook`?"
    }
    return nil
  }

  /// The build may know the folder by another name than we do: /tmp is /private/tmp on macOS.
  private static func relative(_ path: String, _ root: String) -> String {
    if path.hasPrefix(root + "/") { return String(path.dropFirst(root.count + 1)) }
    return path.range(of: "/Lessons/").map { "Lessons/" + path[$0.upperBound...] } ?? path
  }

  var place: String { "\(file):\(line):\(column)" }

  /// The line with a caret under the error, as much of it as fits.
  ///
  /// - Parameter text: the file's.
  func drawing(of text: String, columns: Int) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(line - 1) else { return [] }
    let source = lines[line - 1].replacing("\t", with: " ")
    let before = source.utf8.prefix(column - 1)
    let caret = String(decoding: before, as: UTF8.self).count
    let head = "\(line) | "
    // A long line is shown around the error.
    let room = max(20, columns - head.count)
    let start = caret < room ? 0 : caret - room / 2
    let shown = source.dropFirst(start).prefix(room)
    return [
      head + shown,
      String(repeating: " ", count: head.count - 2) + "| "
        + String(repeating: " ", count: caret - start) + "^",
    ]
  }
}
