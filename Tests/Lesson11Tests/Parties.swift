import CourseTesting
import Framing
import Sockets
import Testing

/// An update as a client reads it.
struct Told: Hashable, CustomStringConvertible {
  let number: Int
  let x: Int
  let y: Int
  var hasLeft: Bool { x == -32_768 && y == -32_768 }
  var description: String { hasLeft ? "client \(number) has left" : "\(number): \(x), \(y)" }

  init(_ number: Int, at x: Int, _ y: Int) { (self.number, self.x, self.y) = (number, x, y) }
  init(left number: Int) { self.init(number, at: -32_768, -32_768) }

  var bytes: [UInt8] {
    Int32(number).packed(.littleEndian) + position(x, y)
  }
}

func position(_ x: Int, _ y: Int) -> [UInt8] {
  Int16(x).packed(.littleEndian) + Int16(y).packed(.littleEndian)
}

extension Connection {
  /// The next update.
  func told() throws -> Told {
    let bytes = try bytes(8)
    return Told(
      Int(try #require(bytes.integer(Int32.self, .littleEndian), "the server has closed")),
      at: Int(try #require(bytes.integer(Int16.self, at: 4, .littleEndian))),
      Int(try #require(bytes.integer(Int16.self, at: 6, .littleEndian))))
  }

  /// Goes somewhere, and hears of it.
  func move(_ number: Int, to x: Int, _ y: Int) throws {
    try sendAll(position(x, y))
    try hear(Told(number, at: x, y))
  }

  /// Expects that this comes, whatever comes before.
  @discardableResult
  func hear(_ wanted: Told, sourceLocation: SourceLocation = #_sourceLocation) throws -> [Told] {
    var all: [Told] = []
    while all.last != wanted { all.append(try told()) }
    return all
  }
}

/// Resets a connection: lets go of it, the last one who holds it.
func reset(_ connection: inout Connection?) {
  connection?.resetOnClose()
  connection = nil
}
