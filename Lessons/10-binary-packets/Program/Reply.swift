import LessonKit
import Sockets

/// What the server answers; `<id`, in the words of Python's struct.
struct Reply {
  enum Status: Int32 {
    case fine = 0
    case divisionByZero = 1
    case unknownCommand = 2
  }

  var status = Status.fine
  var result = 0.0

  static let size = 12

  var bytes: [UInt8] {
    status.rawValue.littleEndianBytes + result.bitPattern.littleEndianBytes
  }
}

extension Reply: CustomStringConvertible {
  var description: String {
    switch status {
    case .fine: "\(result)"
    case .divisionByZero: "division by zero"
    case .unknownCommand: "unknown command"
    }
  }
}

extension ByteStream {
  /// A reply. Twelve bytes are always some number; whether it can be one, we look here.
  func receiveReply() throws -> Reply {
    let bytes = try receiveExactly(Reply.size, of: "the reply")
    let code = Int32(littleEndianBytes: bytes[0..<4])
    guard let status = Reply.Status(rawValue: code) else {
      throw ProtocolError("the status is \(code), not 0, 1 or 2. Is that lesson 10's server?")
    }
    let result = Double(bitPattern: UInt64(littleEndianBytes: bytes[4..<12]))
    guard result.isFinite else {
      throw ProtocolError("the result is \(result). Is that lesson 10's server?")
    }
    return Reply(status: status, result: result)
  }
}
