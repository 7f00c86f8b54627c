/// Colour for a terminal, or none: nothing is said by colour alone.
public struct Paint: Sendable {
  public enum Colour: Int, Sendable {
    case faint = 2
    case red = 31
    case green = 32
    case yellow = 33
    case cyan = 36
  }

  /// No colour, for files and pipes.
  public static let none = Paint(isTerminal: false, environment: [:])
  private let isOn: Bool

  /// - Parameters:
  ///   - isTerminal: whether somebody looks at it, and no file or program takes it.
  ///   - environment: with NO_COLOR in it there is no colour (no-color.org), nor on a terminal
  ///     that calls itself dumb.
  public init(isTerminal: Bool, environment: [String: String]) {
    isOn =
      isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }

  /// The text in that colour.
  public func callAsFunction(_ text: String, _ colour: Colour) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }
}
