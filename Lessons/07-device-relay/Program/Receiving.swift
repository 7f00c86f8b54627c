import Framing
import Sockets

extension ByteStream {
  /// The next message, and not one byte more: in a controller's stream, messages and bare fields
  /// stand side by side. Nil when the peer has closed in front of it.
  func receiveMessage(limit: Int) throws -> [UInt8]? {
    var header = try receive(upTo: width)
    if header.isEmpty { return nil }
    header += try receiveExactly(width - header.count, of: "the header")
    let length = try LengthHeader(width: width, limit: limit).payloadLength(in: header[...])
    return try receiveExactly(length, of: "the payload")
  }

  /// The same where a message must come.
  func receiveMessage(limit: Int, of part: String) throws -> [UInt8] {
    if let message = try receiveMessage(limit: limit) { return message }
    throw CutOff(missing: width, of: part)
  }
}
