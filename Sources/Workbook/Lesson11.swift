/// What lesson 11 asks.
public typealias Lesson11Workbook = Exercise11_1 & Exercise11_2 & Exercise11_3 & Sendable

/// Where somebody is.
public struct Position: Hashable, Sendable, CustomStringConvertible {
  public let x: Int16
  public let y: Int16

  public init(x: Int16, y: Int16) {
    self.x = x
    self.y = y
  }

  /// Stands for nowhere, and so for somebody who has left: x and y are both −32768.
  public static let nowhere = Position(x: .min, y: .min)

  public var description: String { "\(x), \(y)" }
}

/// What a server tells its clients: the client of that number is there, or has left.
public struct Update: Hashable, Sendable, CustomStringConvertible {
  public let number: Int32
  /// Nil when the client has left.
  public let position: Position?

  public init(number: Int32, position: Position?) {
    self.number = number
    self.position = position
  }

  public var description: String {
    "client \(number) " + (position.map { "is at \($0)" } ?? "has left")
  }
}

/// Exercise 11.1 · The position packets
public protocol Exercise11_1 {
  // Integers are little-endian (the lowest byte first) and signed, with nothing between them.

  /// What a client sends: x and y, two bytes each.
  ///
  /// `positionPacket(Position(x: 1, y: -2))` is `01 00 FE FF`.
  func positionPacket(_ position: Position) throws -> [UInt8]

  /// The position in such a packet.
  ///
  /// - Parameter packet: 4 bytes, out of all that was received: the first one's index need not be 0.
  /// - Throws: any error (`PositionProblem.nowhere`, say) when both are −32768. One of them may be.
  func position(in packet: ArraySlice<UInt8>) throws -> Position

  /// What the server sends: the number in four bytes, then x and y; both −32768 for a client that
  /// has left.
  ///
  /// `updatePacket(Update(number: 3, position: nil))` is `03 00 00 00 00 80 00 80`.
  func updatePacket(_ update: Update) throws -> [UInt8]

  /// The update in such a packet.
  ///
  /// - Parameter packet: 8 bytes; the first one's index need not be 0.
  func update(in packet: ArraySlice<UInt8>) throws -> Update
}

/// Exercise 11.2 · Broadcast, dropping the dead
public protocol Exercise11_2 {
  associatedtype World: Broadcaster
}

/// Who is where, and who is to be told.
public protocol Broadcaster: Sendable {
  init()

  /// A client has come. It is told where everyone is who has a position; nobody else is told.
  ///
  /// - Returns: its number: 1 for the first that ever came, then 2, 3 and so on. A number is never
  ///   used twice, also when its client has left.
  mutating func join(_ reader: any UpdateReader) throws -> Int32

  /// A client has sent a position: everyone is told, the sender too. Nothing happens when that
  /// number is not there (any more).
  mutating func move(_ number: Int32, to position: Position) throws

  /// A client has left: the others are told, whether or not it ever had a position. Nothing happens
  /// when that number is not there (any more).
  mutating func leave(_ number: Int32) throws

  // Whoever cannot be told (`send` throws) is gone, in whichever of the three that happens: it is
  // shut down, and the others are told that it has left. Each of them is told once.
}

/// A client as those see it who have news for it.
public protocol UpdateReader: AnyObject, Sendable {
  /// Tells it something.
  ///
  /// - Throws: when it is gone; from then on, always.
  func send(_ update: Update) throws

  /// Ends its connection.
  func shutdown()
}

/// Exercise 11.3 · Latest position only, for slow readers
public protocol Exercise11_3 {
  associatedtype Outbox: LatestOutbox
}

/// What one reader has not been sent yet.
///
///     var outbox = Outbox()
///     try outbox.put(Update(number: 3, position: Position(x: 1, y: 0)))
///     try outbox.put(Update(number: 3, position: Position(x: 2, y: 0)))
///     try outbox.takeAll()      // client 3 is at 2, 0
///     try outbox.takeAll()      // nothing
public protocol LatestOutbox: Sendable {
  init()

  /// Something is to be sent. It takes the place of whatever waits about the same client, so that
  /// there is never more in the outbox than there are clients.
  ///
  /// What is put last about a client is that it has left. That must not be lost, also when nothing
  /// about this client waits: it may have been sent before.
  mutating func put(_ update: Update) throws

  /// All that waits, in any order; nothing waits afterwards.
  mutating func takeAll() throws -> [Update]
}

/// What can be wrong with a position; for your own `throw`.
public enum PositionProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// x and y are both −32768.
  case nowhere

  public var description: String {
    "-32768, -32768 is no position: it says that somebody has left."
  }
}
