import Checks
import CourseTesting
import Foundation
import Framing
import Sockets
import Testing

/// The other end of a connection under test: sends payloads, takes payloads, with a deadline.
struct Visitor {
  static let header = LengthHeader(width: 64, limit: 1 << 22)
  let stream: Connection
  /// Kept, for a server that nobody holds is ended.
  private let server: RunningServer?

  init(_ stream: Connection) { (self.stream, server) = (stream, nil) }

  init(of server: RunningServer) throws { (stream, self.server) = (try server.connect(), server) }

  func send(_ payload: [UInt8]) throws { try stream.sendAll(Self.header.frame(payload)) }

  func send(_ json: String) throws { try send(Array(json.utf8)) }

  /// The next payload that the other side sends.
  ///
  /// - Parameter most: how many bytes one receive asks for.
  func payload(most: Int = 4096) throws -> [UInt8] {
    let header = try stream.bytes(64, most: most)
    let length = try Self.header.payloadLength(in: header[...])
    return try stream.bytes(length, most: most)
  }

  func text() throws -> String { String(decoding: try payload(), as: UTF8.self) }

  /// The next payload as an object, by its keys.
  func object() throws -> [String: JSONValue] {
    try JSONDecoder().decode([String: JSONValue].self, from: Data(try payload()))
  }

  /// What the server answers to a payload.
  func ask(_ json: String) throws -> String {
    try send(json)
    return try text()
  }

  /// What the server answers to a reading: the summary.
  func report(_ sensor: String, _ celsius: Double) throws -> [String: JSONValue] {
    try send(#"{"kind":"reading","sensor":"\#(sensor)","celsius":\#(celsius)}"#)
    return try object()
  }
}
