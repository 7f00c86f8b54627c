import LessonKit
import Sockets

/// What a client asks; `<ihh` and a text, in the words of Python's struct.
struct Request {
  var command: [UInt8]  // bytes and no text, for a client may send any
  var first: Int16
  var second: Int16

  static let fieldsSize = 8
  static let commandSizes = 1...64

  var bytes: [UInt8] {
    Int32(command.count).littleEndianBytes + first.littleEndianBytes + second.littleEndianBytes
      + command
  }
}

extension ByteStream {
  /// The next request, and not one byte more; nil when the client has closed in front of it.
  func receiveRequest() throws -> Request? {
    var fields = try receive(upTo: Request.fieldsSize)
    if fields.isEmpty { return nil }
    fields += try receiveExactly(Request.fieldsSize - fields.count, of: "the fields")
    let size = Int(Int32(littleEndianBytes: fields[0..<4]))
    guard Request.commandSizes.contains(size) else {
      throw ProtocolError("a command of \(size) bytes is announced; it has from 1 to 64")
    }
    return Request(
      command: try receiveExactly(size, of: "the command"),
      first: Int16(littleEndianBytes: fields[4..<6]),
      second: Int16(littleEndianBytes: fields[6..<8]))
  }
}
