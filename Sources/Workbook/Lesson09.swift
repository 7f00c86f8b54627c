import Foundation
import Sockets

/// What lesson 9 asks.
public typealias Lesson09Workbook = Exercise9_1 & Exercise9_2 & Exercise9_3 & Sendable

/// Exercise 9.1 · Lines out of pieces
public protocol Exercise9_1 {
  associatedtype Lines: LineSource
}

/// Takes in pieces of a stream, and gives out lines.
///
///     var lines = Lines(limit: 4096)
///     try lines.append(Array("HEL".utf8))
///     try lines.next()                             // nil: no line is whole yet
///     try lines.append(Array("LO\r\nTIME\nCLO".utf8))
///     try lines.next()                             // the 5 bytes of HELLO
///     try lines.next()                             // the 4 bytes of TIME
///     try lines.next()                             // nil
///     try lines.isInsideLine()                     // true: CLO has come, and no newline behind it
public protocol LineSource: Sendable {
  /// - Parameter limit: the most bytes a line may have in front of its newline; a carriage return
  ///   there counts.
  init(limit: Int)

  /// Takes in a piece of the stream: what one receive gave, from 1 byte up.
  mutating func append(_ piece: [UInt8]) throws

  /// The next whole line, nil when more bytes are needed.
  ///
  /// A line is what stands in front of a newline (`\n`, the byte 0A). One carriage return (`\r`, the
  /// byte 0D) right before the newline is no part of it, any other is. A line may be empty, and
  /// its bytes need not be text.
  ///
  /// - Throws: any error (`LineProblem.tooLong`, say) when the next line has more bytes than the
  ///   limit, whether or not its newline has come. Lines that came before it are given out first.
  mutating func next() throws -> [UInt8]?

  /// Whether a line has begun whose newline has not come: a stream that ends here was cut off.
  func isInsideLine() throws -> Bool
}

/// What can be wrong with a line; for your own `throw`.
public enum LineProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// More bytes than the limit.
  case tooLong

  public var description: String { "a line is too long." }
}

/// Exercise 9.2 · The first hook that matches the whole line
public protocol Exercise9_2 {
  /// What the first hook whose pattern matches the whole line answers; nil when there is none.
  ///
  /// With the hooks `/HELLO/`, `/ECHO .*/` and `/.*/`, in this order, `HELLO` is for the first,
  /// `ECHO hello` for the second, `HELLOWORLD` for the third. No action but that one is called, and
  /// it is called once, with the line.
  func answer(to line: String, by hooks: [Hook]) throws -> String?
}

/// A row of a table: for which lines it is, and what is answered.
///
///     Hook(/ECHO .*/) { line in "MSG \(line)" }
public struct Hook {
  public let pattern: Regex<AnyRegexOutput>
  public let action: (String) -> String

  /// - Parameter action: is called with the line, and returns the answer without a newline.
  public init(_ pattern: some RegexComponent, action: @escaping (String) -> String) {
    self.pattern = Regex<AnyRegexOutput>(pattern.regex)
    self.action = action
  }
}

/// Exercise 9.3 · Your own hook: TIME
public protocol Exercise9_3 {
  /// The server's hook for the line `TIME`, and no other: it answers what time it is when it is
  /// called, as `TIME 21.11.2026 13:45:10`: day, month and year, the hour from 00 to 23.
  ///
  /// - Parameters:
  ///   - clock: says what time it is. The server hands in `{ Date.now }`.
  ///   - zone: the time zone whose time is answered.
  func timeHook(clock: @escaping () -> Date, zone: TimeZone) throws -> Hook

  /// The client's hook for what the server answers, `TIME 21.11.2026 13:45:10`: its action returns
  /// what the client shows, `21.11.2026 13:45:10`. Lines that begin otherwise are not for it.
  func shownTimeHook() throws -> Hook
}
