/// An answer with one mistake in it, which the checks must catch by that mistake's name.
public struct WrongProgram: Sendable, CustomStringConvertible {
  /// The exercise that it answers wrongly: `2.1`.
  public let exercise: String
  /// The mistake's id, and with a suffix (`loopsOnZero-swallowingErrors`) one of its variants.
  public let name: String
  /// What it does wrong, in a few words; for docs/mistakes.md.
  public let summary: String
  /// Behaves as that exercise's program would, with these words on its command line.
  public let run: @Sendable ([String]) -> Never

  /// The mistake that must be found.
  public var mistake: String { String(name.prefix { $0 != "-" }) }

  public var description: String { "\(exercise)/\(name)" }

  /// Every wrong program of the course.
  public static let all: [WrongProgram] =
    lesson01 + lesson02 + lesson03 + lesson04 + lesson05 + lesson06 + lesson07
    + lesson08 + lesson09 + lesson10 + lesson11
}
