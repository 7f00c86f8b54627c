/// A value in an object of lesson 6, which is flat: a text or a number, or something that no reply
/// has.
public enum JSONValue: Equatable, Sendable, Decodable, ExpressibleByStringLiteral {
  case text(String)
  case number(Double)
  case other

  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else {
      self = .other
    }
  }

  public init(stringLiteral text: String) { self = .text(text) }

  public var text: String? { if case .text(let text) = self { text } else { nil } }
}
