import Sockets

/// What lesson 1 asks.
public typealias Lesson01Workbook = Exercise1_1 & Exercise1_2 & Exercise1_3 & Sendable

/// Exercise 1.1 · Everything, until the peer closes
public protocol Exercise1_1 {
  /// Receives until the peer closes, and returns all bytes in order.
  ///
  /// A peer that sends `welcome to the server!` and closes, and a buffer of 8: three receives
  /// bring 8, 8 and 6 bytes, the fourth brings none.
  ///
  /// - Parameter buffer: the most bytes one receive may ask for.
  /// - Throws: what `receive` throws; a reset is not an end.
  func receiveEverything(from stream: any ByteStream, buffer: Int) throws -> [UInt8]
}

/// Exercise 1.2 · The same as text
public protocol Exercise1_2 {
  /// Receives until the peer closes, and returns the bytes as text.
  ///
  /// `é` is the two bytes C3 A9, and a receive may end between them.
  ///
  /// - Parameter buffer: the most bytes one receive may ask for.
  /// - Throws: what `receive` throws, and `NotText` when the bytes are not UTF-8.
  func receiveText(from stream: any ByteStream, buffer: Int) throws -> String
}

/// Exercise 1.3 · Exactly n bytes
public protocol Exercise1_3 {
  /// Receives exactly `count` bytes and leaves whatever follows in the stream.
  ///
  /// Of a stream that brings `welcome to ` and ends, `receiveExactly(22, …)` throws
  /// `CutOff(missing: 11)`.
  ///
  /// - Throws: what `receive` throws, and `CutOff` when the peer closes too early.
  func receiveExactly(_ count: Int, from stream: any ByteStream) throws -> [UInt8]
}

/// Bytes that should have been UTF-8 text, and are not.
public struct NotText: Error, Equatable, Sendable, CustomStringConvertible {
  public init() {}

  public var description: String {
    "the bytes are not UTF-8 text. Is the peer sending something else, or were some lost?"
  }
}
