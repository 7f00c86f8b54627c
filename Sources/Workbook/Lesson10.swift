/// What lesson 10 asks.
public typealias Lesson10Workbook = Exercise10_1 & Exercise10_2 & Exercise10_3 & Sendable

/// Exercise 10.1 · Pack a request, and a reply
public protocol Exercise10_1 {
  /// The bytes of a request: the length of the command in bytes (four bytes), the two operands (two
  /// bytes each), all with the lowest byte first; then the command.
  ///
  /// `request("SUMA", 7, -2)` is `04 00 00 00  07 00  FE FF  53 55 4D 41`.
  ///
  /// - Throws: any error (`PacketProblem.commandLength(65)`, say) for a command of no bytes, or of
  ///   more than 64.
  func request(_ command: String, _ first: Int16, _ second: Int16) throws -> [UInt8]

  /// The 12 bytes of a reply: the status (four bytes), and the bits of the result (eight bytes,
  /// `result.bitPattern`), both with the lowest byte first, and nothing in between.
  ///
  /// `reply(status: 0, result: 5)` is `00 00 00 00  00 00 00 00 00 00 14 40`.
  func reply(status: Int32, result: Double) throws -> [UInt8]
}

/// Exercise 10.2 · Unpack requests, in any pieces
public protocol Exercise10_2 {
  associatedtype Requests: RequestDecoder
}

/// Pieces of a stream in, requests out.
public protocol RequestDecoder {
  init()

  /// Takes in the next piece of the stream, and returns the requests that are whole now: none, one
  /// or several. What belongs to no whole request yet is kept for the next piece.
  ///
  ///     feed([0x04, 0, 0, 0, 0x07, 0, 0xFE])            // []
  ///     feed([0xFF, 0x53, 0x55, 0x4D, 0x41, 0x05])      // [SUMA 7 -2], and the first of the next one
  ///
  /// - Throws: any error (`PacketProblem.commandLength(-1)`, say) for a command length below 1 or
  ///   above 64, at the latest when the operands behind it are there. What is behind it, nobody can
  ///   tell; it is not asked again.
  mutating func feed(_ piece: [UInt8]) throws -> [MathRequest]
}

/// A request as a client means it.
public struct MathRequest: Equatable, Sendable {
  /// 1 to 64 bytes, as they came: a client may send any, and they need not be text.
  public var command: [UInt8]
  public var first: Int16
  public var second: Int16

  public init(command: [UInt8], first: Int16, second: Int16) {
    self.command = command
    self.first = first
    self.second = second
  }
}

/// Exercise 10.3 · Compute, whatever is asked
public protocol Exercise10_3 {
  /// The answer to a request.
  ///
  /// - `SUMA`, `RESTA`, `MULTIPLICACION`: the exact sum, difference or product. 32767 × 32767 is
  ///   1073676289.
  /// - `DIVISION`: the quotient with its fraction. 1 by 4 is 0.25; the first operand is divided by
  ///   the second. By 0: status 1.
  /// - Any other bytes, `suma` and `SUMA ` among them: status 2.
  ///
  /// With status 1 or 2 the result is 0. It throws nothing: the packet was whole, and the next one
  /// can be read.
  func compute(_ request: MathRequest) throws -> MathReply
}

/// An answer.
public struct MathReply: Equatable, Sendable {
  /// 0 fine, 1 division by zero, 2 unknown command.
  public var status: Int32
  /// 0 unless the status is 0.
  public var result: Double

  public init(status: Int32 = 0, result: Double = 0) {
    self.status = status
    self.result = result
  }
}

/// What can be wrong with a packet; for your own `throw`.
public enum PacketProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// A command of so many bytes; it must have from 1 to 64.
  case commandLength(Int)

  public var description: String {
    switch self {
    case .commandLength(let length):
      "protocol error: a command of \(length) bytes is announced, not 1 to 64."
    }
  }
}
