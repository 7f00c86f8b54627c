import Checks

/// Where an exercise is answered: in the file that has its extension, outside of comments.
enum Declaration {
  /// Whether a Swift file's text answers an exercise.
  static func isThere(_ exercise: Exercise, in text: String) -> Bool {
    guard names(exercise, in: text),
      let extends = try? Regex(
        "(extension|struct)\\s+Exercises\\s*:[^{]*\\bExercise\(exercise.underscored)\\b")
    else { return false }
    return uncommented(text).firstMatch(of: extends) != nil
  }

  /// Whether it names the exercise's protocol at all, outside of comments.
  static func names(_ exercise: Exercise, in text: String) -> Bool {
    let name = "Exercise\(exercise.underscored)"
    // Most files do not have it even in a comment.
    return text.contains(name) && uncommented(text).contains(name)
  }

  /// A text without its comments; what looks like one in a string is none.
  private static func uncommented(_ text: String) -> String {
    let commentOrString = /\/\*.*?(?:\*\/|\z)|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"/.dotMatchesNewlines()
    return text.replacing(commentOrString) { $0.output.hasPrefix("\"") ? $0.output : "" }
  }
}
