import LessonKit

/// One examination: where its random payloads come from.
struct Trial {
  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  /// Random printable ASCII without spaces.
  mutating func text(_ length: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    return String((0..<length).map { _ in letters.randomElement(using: &random) ?? "x" })
  }

  mutating func bytes(_ length: Int) -> [UInt8] { Array(text(length).utf8) }

  mutating func number(in range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }
}
