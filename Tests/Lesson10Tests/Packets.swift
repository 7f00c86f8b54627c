import CourseTesting
import Sockets
import Testing

/// A number in so many bytes, the lowest first.
func bytes(_ number: Int, _ width: Int) -> [UInt8] {
  (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}

/// The packet of a request.
///
/// - Parameter length: what it announces; as a rule, as many bytes as the command has.
func request(_ command: [UInt8], _ first: Int, _ second: Int, length: Int? = nil) -> [UInt8] {
  bytes(length ?? command.count, 4) + bytes(first, 2) + bytes(second, 2) + command
}

func request(_ command: String, _ first: Int, _ second: Int, length: Int? = nil) -> [UInt8] {
  request(Array(command.utf8), first, second, length: length)
}

/// The packet of a reply.
func reply(_ status: Int, _ result: Double) -> [UInt8] {
  bytes(status, 4) + bytes(Int(bitPattern: UInt(result.bitPattern)), 8)
}

/// What can be asked, and the answer.
struct Sum: Sendable, CustomTestStringConvertible {
  let command: [UInt8]
  let first: Int
  let second: Int
  let status: Int
  let result: Double

  init(_ command: String, _ first: Int, _ second: Int, _ result: Double, status: Int = 0) {
    self.init(Array(command.utf8), first, second, result, status: status)
  }

  init(_ command: [UInt8], _ first: Int, _ second: Int, _ result: Double, status: Int = 0) {
    (self.command, self.first, self.second) = (command, first, second)
    (self.result, self.status) = (result, status)
  }

  var packet: [UInt8] { request(command, first, second) }
  var testDescription: String { "\(String(decoding: command, as: UTF8.self)) \(first) \(second)" }

  /// Both ends of Int16, fractions, and what has no result.
  static let all =
    [
      Sum("SUMA", 7, -2, 5), Sum("RESTA", 7, -2, 9), Sum("MULTIPLICACION", 7, -2, -14),
      Sum("DIVISION", 1, 4, 0.25), Sum("DIVISION", 7, 2, 3.5), Sum("DIVISION", 1, 3, 1.0 / 3),
      Sum("DIVISION", -7, 2, -3.5), Sum("DIVISION", 0, 7, 0),
      Sum("SUMA", 32767, 32767, 65534), Sum("SUMA", -32768, -32768, -65536),
      Sum("RESTA", -32768, 32767, -65535), Sum("RESTA", 32767, -32768, 65535),
      Sum("MULTIPLICACION", 32767, 32767, 1_073_676_289),
      Sum("MULTIPLICACION", -32768, -32768, 1_073_741_824),
      Sum("DIVISION", -32768, -1, 32768), Sum("MULTIPLICACION", -32768, -1, 32768),
    ] + none

  /// What has no result.
  static let none = [
    Sum("DIVISION", 1, 0, 0, status: 1), Sum("DIVISION", 0, 0, 0, status: 1),
    Sum("DIVISION", -32768, 0, 0, status: 1), Sum("MODULO", 7, 2, 0, status: 2),
    Sum("MODULO", 7, 0, 0, status: 2), Sum("suma", 7, 2, 0, status: 2),
    Sum("SUMA ", 7, 2, 0, status: 2), Sum("SUMA\0", 7, 2, 0, status: 2),
    Sum("SUM", 7, 2, 0, status: 2), Sum("SUMAR", 7, 2, 0, status: 2), Sum("+", 7, 2, 0, status: 2),
    Sum([0xFF, 0xFE], 7, 2, 0, status: 2), Sum(Array("SUMA".utf8) + [0xC3], 7, 2, 0, status: 2),
    Sum(Array(repeating: 0, count: 64), 7, 2, 0, status: 2),
    Sum(Array("\u{1B}[2J\u{1B}]0;gone\u{7}".utf8), 7, 2, 0, status: 2),
  ]
}

extension Connection {
  /// Expects the reply to this, and nothing about the sign of a zero.
  func expect(
    _ sum: Sum, most: Int = 4096, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let got = try bytes(12, most: most)
    let wanted = reply(sum.status, sum.result)
    let isZero = sum.result == 0 && got == reply(sum.status, -0.0)
    #expect(
      got == wanted || isZero, "\(sum.testDescription)", sourceLocation: sourceLocation)
  }

  /// The next request that a client sends: its eight bytes of numbers, and its command.
  func nextRequest() throws -> (fields: [UInt8], command: String) {
    let fields = try bytes(8)
    try #require(fields.count == 8, "the client has closed")
    let length = Int(fields[0]) | Int(fields[1]) << 8
    try #require((1...64).contains(length) && fields[2] == 0 && fields[3] == 0, "\(fields)")
    return (fields, String(decoding: try bytes(length), as: UTF8.self))
  }

  /// Sends a request, and expects its reply.
  func ask(_ sum: Sum, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try sendAll(sum.packet)
    try expect(sum, sourceLocation: sourceLocation)
  }
}
