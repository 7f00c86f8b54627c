/// A row of a table: for which lines it is, and what is done about one of them.
///
///     Hook(/ECHO .*/) { line in "MSG \(line)" }
struct Hook<Result> {
  private let pattern: Regex<AnyRegexOutput>
  let action: (String) -> Result

  init(_ pattern: some RegexComponent, action: @escaping (String) -> Result) {
    self.pattern = Regex<AnyRegexOutput>(pattern.regex)
    self.action = action
  }

  /// Whether the pattern matches all of the line: to be found in it, or to be its beginning, is
  /// not enough.
  func matches(_ line: String) -> Bool { line.wholeMatch(of: pattern) != nil }
}

extension Array {
  /// What the first hook that matches makes of the line; nil when none does.
  func dispatch<Result>(_ line: String) -> Result? where Element == Hook<Result> {
    first { $0.matches(line) }?.action(line)
  }
}
