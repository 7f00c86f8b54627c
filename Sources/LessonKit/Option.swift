import Foundation

/// An option of a lesson's program: its name, what it takes, and what it means.
public protocol ProgramOption: Sendable {
  /// As it is typed: `--buffer`.
  var name: String { get }
  /// What follows the name in the help, `BYTES`; nil for a flag, which takes nothing.
  var placeholder: String? { get }
  /// One line for the help.
  var help: String { get }
  /// What a value must be, for the sentence that refuses one: "a whole number from 1".
  var expects: String { get }
  /// The value when the option is not given, as it would be typed; nil where there is none.
  var standardText: String? { get }
  /// The value that `text` stands for, nil when it stands for none.
  func value(of text: String) -> (any Sendable)?
}

/// An option whose value has a type and a default.
public struct Option<Value: Sendable>: ProgramOption {
  public let name: String
  public let placeholder: String?
  public let help: String
  public let expects: String
  public let standard: Value
  private let parse: @Sendable (String) -> Value?

  /// - Parameter standard: the value when the option is not given.
  public init(
    _ name: String, _ placeholder: String?, default standard: Value, expects: String,
    help: String, parse: @escaping @Sendable (String) -> Value?
  ) {
    self.name = name
    self.placeholder = placeholder
    self.standard = standard
    self.expects = expects
    self.help = help
    self.parse = parse
  }

  public func value(of text: String) -> (any Sendable)? { parse(text) }

  public var standardText: String? {
    if placeholder == nil { return nil }
    if let duration = standard as? Duration { return "\(duration / .seconds(1))" }
    let text = String(describing: standard)
    return text == "nil" ? nil : text
  }
}

extension Option where Value == Int {
  /// A whole number within a range.
  public static func number(
    _ name: String, _ placeholder: String, default standard: Int, in range: ClosedRange<Int>,
    help: String
  ) -> Option {
    Option(
      name, placeholder, default: standard,
      expects: "a whole number from \(range.lowerBound) to \(range.upperBound)", help: help
    ) { Int($0).flatMap { range.contains($0) ? $0 : nil } }
  }
}

extension Option where Value == Int? {
  /// A whole number from 1, nil when the option is not given.
  public static func count(_ name: String, help: String) -> Option {
    Option(name, "N", default: nil, expects: "a whole number from 1", help: help) {
      Int($0).flatMap { $0 >= 1 ? .some($0) : nil }
    }
  }
}

extension Option where Value == String {
  /// Any text.
  public static func text(
    _ name: String, _ placeholder: String, default standard: String, help: String
  ) -> Option {
    Option(name, placeholder, default: standard, expects: "a text", help: help) { $0 }
  }
}

extension Option where Value == String? {
  /// Any text, nil when the option is not given.
  public static func optionalText(_ name: String, _ placeholder: String, help: String) -> Option {
    Option(name, placeholder, default: nil, expects: "a text", help: help) { .some($0) }
  }
}

extension Option where Value == Bool {
  /// An option that is there or not.
  public static func flag(_ name: String, help: String) -> Option {
    Option(name, nil, default: false, expects: "nothing", help: help) { _ in true }
  }
}

extension Option where Value == Duration {
  /// Seconds with or without a fraction, from a millisecond to a day.
  public static func seconds(
    _ name: String, default standard: Double, help: String
  ) -> Option {
    Option(
      name, "SECONDS", default: .seconds(standard), expects: "seconds from 0.001 to 86400",
      help: help
    ) { text in
      Double(text).flatMap { (0.001...86_400).contains($0) ? .seconds($0) : nil }
    }
  }
}

/// The options that every server and client has.
public enum Common {
  /// A number alone is refused: as an address of IPv4 it would be one (1991 is 0.0.7.199), and whoever
  /// types it means a port.
  public static let host = Option(
    "--host", "HOST", default: "127.0.0.1", expects: "a name or an address (a port is a --port)",
    help: "the server's host; 127.0.0.1 is this machine"
  ) { Int($0) == nil ? $0 : nil }
  public static let patience = Option.seconds(
    "--patience", default: 5, help: "how long to wait for a peer that does nothing")
  public static let trace = Option.flag(
    "--trace", help: "draw every send and receive as it happens")
  public static let picture = Option.optionalText(
    "--picture", "FILE", help: "draw the demo into an SVG file")
  public static let quiet = Option.flag("--quiet", help: "no line for each message")
  public static let limit = Option.number(
    "--limit", "BYTES", default: 1 << 20, in: 1...(1 << 30), help: "the longest payload accepted")

  /// - Parameter standard: the lesson's own port.
  public static func port(_ standard: UInt16) -> Option<UInt16> {
    Option(
      "--port", "PORT", default: standard, expects: "a whole number from 0 to 65535",
      help: "the server's port; a server given 0 takes a free one"
    ) { UInt16($0) }
  }
}
