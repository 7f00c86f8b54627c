extension Mistake {
  /// The mistakes that any exercise can have.
  public static let anywhere = [
    "wrongResult", "refusesGoodInput", "waitsForBytes", "crashes", "neverEnds",
  ]

  /// The answer does not notice that the peer has closed.
  static func loopsOnZero(
    advice: String = "an empty receive is the end: leave the loop."
  ) -> Mistake {
    Mistake(
      "loopsOnZero",
      "The peer has closed, and it receives again and again: on a closed connection every "
        + "receive returns at once, with nothing. On a real socket this loop takes a whole processor.",
      advice: advice)
  }

  /// The answer threw where it should have returned.
  static func refusal(
    _ error: any Error, of input: String, drawing: [String] = [],
    advice: String =
      "find the `throw` or `try` that this error comes from; here it must not be reached."
  ) -> Mistake {
    Mistake(
      "refusesGoodInput", "It throws an error on \(input). The error says: \(quoted(error))",
      drawing: drawing, advice: advice)
  }

  /// An error's own words, which speak to a user and not to whoever reads the verdict.
  static func quoted(_ error: any Error) -> String { "\"\(error)\"" }

  /// The answer asked for bytes that the protocol does not promise.
  static func waits(for what: String, drawing: [String] = []) -> Mistake {
    Mistake(
      "waitsForBytes",
      "It waits for bytes that never come: \(what). On a real socket it would stand there for ever.",
      drawing: drawing,
      advice: "receive only while something is missing, and stop when you have it.")
  }
}
