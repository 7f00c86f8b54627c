extension Mistake {
  /// The mistakes that any exercise can have.
  public static let anywhere = [
    "wrongResult", "refusesGoodInput", "waitsForBytes", "crashes", "neverEnds", "sharesItsState",
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
      "refusesGoodInput", "It throws an error on \(input). The error says: \"\(error)\"",
      drawing: drawing, advice: advice)
  }

  /// Two of the answer's values have one memory between them.
  ///
  /// - Parameter what: what there is one of for each client, in the plural.
  static func sharing(_ what: String, drawing: [String]) -> Mistake {
    Mistake(
      "sharesItsState",
      "What was put into the first of two \(what) comes out of the second. A server has one for each "
        + "client: they would read each other's bytes.",
      drawing: drawing,
      advice:
        "keep it in a property of the struct, `private var`; nothing static, and nothing outside.")
  }

  /// Puts something into the first of two values, and looks whether the second one gives it out.
  ///
  /// - Parameters:
  ///   - steps: what is done.
  ///   - isShared: does it; what throws there is told elsewhere.
  /// - Throws: `sharing`.
  static func examineSharing(
    _ what: String, steps: [String], expected: String, yours: String, _ isShared: () -> Bool
  ) throws {
    Judgement.isGiven(steps)
    guard isShared() else { return }
    throw sharing(
      what, drawing: steps + ["", "expected  \(expected)", "yours     \(yours)"])
  }

  /// The answer asked for bytes that the protocol does not promise.
  static func waits(for what: String, drawing: [String] = []) -> Mistake {
    Mistake(
      "waitsForBytes",
      "It waits for bytes that never come: \(what). On a real socket it would stand there for ever.",
      drawing: drawing,
      advice: "receive only while something is missing, and stop when you have it.")
  }
}
