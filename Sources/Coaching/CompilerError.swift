/// The first error of a build, as the learner needs it: where, what, and a caret.
struct CompilerError: Equatable, Sendable {
  /// Relative to the clone, where it lies in it.
  let file: String
  let line: Int
  /// From 1, in bytes, as the compiler counts.
  let column: Int
  let message: String
  /// How many errors the build had in that file.
  let count: Int

  /// The first error of a build's output in a file below `folder`; if there is none, the first at all.
  ///
  /// - Parameter root: what is taken off the paths.
  static func first(in output: String, below folder: String, root: String) -> CompilerError? {
    let all = all(in: output, root: root)
    guard let first = all.first(where: { $0.file.hasPrefix(folder + "/") }) ?? all.first else {
      return nil
    }
    let places = Set(all.filter { $0.file == first.file }.map { "\($0.line):\($0.column)" })
    return CompilerError(
      file: first.file, line: first.line, column: first.column, message: first.message,
      count: places.count)
  }

  /// All errors of a build's output, in its order.
  static func all(in output: String, root: String) -> [CompilerError] {
    output.split(whereSeparator: \.isNewline).compactMap { line in
      guard
        let match = line.wholeMatch(of: /(\/.*\.swift):(\d+):(\d+): (?:fatal )?error: (.*)/)
      else { return nil }
      return CompilerError(
        file: relative(String(match.1), root), line: Int(match.2) ?? 1, column: Int(match.3) ?? 1,
        message: String(match.4), count: 1)
    }
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
