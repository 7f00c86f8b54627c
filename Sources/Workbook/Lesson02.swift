import Sockets

/// What lesson 2 asks.
public typealias Lesson02Workbook =
  Exercise2_1 & Exercise2_2 & Exercise2_3 & Exercise2_4 & Sendable

/// Exercise 2.1 · The header of a message
public protocol Exercise2_1 {
  /// The header that announces `text`: the number of its bytes in UTF-8, in decimal digits,
  /// left-aligned, filled up with spaces to `width` bytes.
  ///
  /// `header(for: "hello", width: 10)` is the ten bytes `5·········` (`·` is a space).
  ///
  /// - Throws: any error (`HeaderProblem.overflow`, say) when the digits need more than `width`
  ///   bytes: 100 bytes of text do not fit into a width of 2.
  func header(for text: String, width: Int) throws -> [UInt8]
}

/// Exercise 2.2 · The length in a header
public protocol Exercise2_2 {
  /// The length that a header announces: one or more digits, then only spaces.
  ///
  /// `22········` is 22. `·5········`, `-5········`, `5x········` and ten spaces are no headers.
  ///
  /// - Parameters:
  ///   - header: all bytes of the header, ten or any other number.
  ///   - limit: the longest payload that is accepted.
  /// - Throws: any error (`HeaderProblem.malformed`, `.tooLong`) for a header that is none, or
  ///   that announces more than `limit`.
  func payloadLength(in header: [UInt8], limit: Int) throws -> Int
}

/// Exercise 2.3 · Pieces in, messages out
public protocol Exercise2_3 {
  associatedtype Decoder: PieceDecoder
}

/// Takes a stream piece by piece and gives back the messages in it.
public protocol PieceDecoder {
  /// - Parameters:
  ///   - width: how many bytes each header has.
  ///   - limit: the longest payload that is accepted.
  init(width: Int, limit: Int)

  /// Takes in what one receive gave, and returns the messages that are whole now, in order:
  /// none, one or several.
  ///
  /// Of `5·········he` and then `llo2·········hi`, the first call returns nothing and the second
  /// `["hello", "hi"]`.
  ///
  /// - Throws: any error when a header is none, when it announces more than `limit` (before
  ///   one byte of the payload has come), or when a payload is not UTF-8.
  mutating func feed(_ piece: [UInt8]) throws -> [String]
}

/// Exercise 2.4 · Send all of it
public protocol Exercise2_4 {
  /// Sends all of `bytes`, though one `send` may take only the first few of them.
  ///
  /// - Throws: what `send` throws.
  func sendAll(_ bytes: [UInt8], to stream: any ByteStream) throws
}

/// What can be wrong with a header; for your own `throw`.
public enum HeaderProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// The length does not fit into the width.
  case overflow
  /// Not digits followed by spaces.
  case malformed
  /// More than the limit.
  case tooLong

  public var description: String {
    switch self {
    case .overflow: "the length does not fit into the header. Send a shorter message."
    case .malformed: "protocol error: the header is not digits and then spaces."
    case .tooLong: "protocol error: the header announces more than the limit."
    }
  }
}
