/// What is wrong with a server that one client alone has found out.
public struct Finding: Error, Equatable, Sendable {
  /// The name of the mistake; where an exercise of lesson 4 or 5 has the same, its name
  /// (docs/mistakes.md).
  public let id: String
  /// What the server did.
  public let sentence: String
  /// What to do next.
  public let advice: String

  init(_ id: String, _ sentence: String, advice: String) {
    self.id = id
    self.sentence = sentence
    self.advice = advice
  }
}
