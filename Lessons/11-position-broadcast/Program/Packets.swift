import Framing
import LessonKit
import Sockets

/// Where somebody is. What a client sends: x, then y, two bytes each.
struct Position: Equatable, Sendable, CustomStringConvertible {
  /// Stands for nowhere, and so for somebody who has left: nobody else may be there.
  static let nowhere = Position(x: .min, y: .min)
  let x, y: Int16
  var description: String { "\(x), \(y)" }
}

/// What the server tells everyone: the client of that number is there, or has left (nil).
struct Update: Equatable, Sendable, CustomStringConvertible {
  let number: Int32
  let position: Position?
  var description: String { "client \(number) " + (position.map { "is at \($0)" } ?? "has left") }
}

/// Something of a fixed size: nothing in front of it needs to say how long it is.
protocol Packet {
  static var size: Int { get }
  var bytes: [UInt8] { get }
  /// Nil when its bytes are not all there.
  init?(_ bytes: ArraySlice<UInt8>)
}

extension Position: Packet {
  static let size = 4

  var bytes: [UInt8] { x.packed(.littleEndian) + y.packed(.littleEndian) }

  init?(_ bytes: ArraySlice<UInt8>) {
    guard let x = bytes.integer(Int16.self, at: 0, .littleEndian),
      let y = bytes.integer(Int16.self, at: 2, .littleEndian)
    else { return nil }
    self.init(x: x, y: y)
  }
}

extension Update: Packet {
  static let size = 8

  var bytes: [UInt8] { number.packed(.littleEndian) + (position ?? .nowhere).bytes }

  init?(_ bytes: ArraySlice<UInt8>) {
    guard let number = bytes.integer(Int32.self, at: 0, .littleEndian),
      let position = Position(bytes.dropFirst(4))
    else { return nil }
    self.init(number: number, position: position == .nowhere ? nil : position)
  }
}

extension ByteStream {
  /// Hands out what arrives, packet by packet and all that came together, until the peer closes.
  func receivePackets<P: Packet>(of _: P.Type, each body: ([P]) throws -> Void) throws {
    var received: [UInt8] = []
    while case let piece = try receive(upTo: 1 << 14), !piece.isEmpty {
      received += piece
      var packets: [P] = []
      while let packet = P(received.dropFirst(packets.count * P.size)) { packets.append(packet) }
      received.removeFirst(packets.count * P.size)
      if !packets.isEmpty { try body(packets) }
    }
    if !received.isEmpty { throw CutOff(missing: P.size - received.count, of: "the packet") }
  }
}
