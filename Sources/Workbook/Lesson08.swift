import LessonKit
import Sockets

/// What lesson 8 asks.
public typealias Lesson08Workbook = Exercise8_1 & Exercise8_2 & Exercise8_3 & Sendable

/// Exercise 8.1 · Everyone but the sender
public protocol Exercise8_1 {
  /// Sends what one client has said to all others in the room.
  ///
  /// With clients 1, 2 and 3 in the room, `tell("hello", by: 3, to: room)` sends the message
  /// `client 3: hello`, a header of 64 bytes and this payload, to clients 1 and 2.
  ///
  /// A client whose send fails is gone, or takes nothing. It is shut down, and all others get the
  /// message all the same.
  ///
  /// - Parameters:
  ///   - number: the client who says it. It may have left meanwhile, and not be in the room.
  ///   - room: everyone's stream, under their numbers.
  /// - Returns: the numbers of those who were shut down, in any order; none as a rule.
  /// - Throws: nothing that a client's stream throws.
  func tell(_ text: String, by number: Int, to room: [Int: any ByteStream]) throws -> [Int]
}

/// Exercise 8.2 · History for newcomers
public protocol Exercise8_2 {
  associatedtype History: RoomHistory
}

/// What was said last.
public protocol RoomHistory: Sendable {
  init()

  /// Remembers a line: a whole message, header and payload, as it was sent to everyone.
  mutating func add(_ line: [UInt8]) throws

  /// The lines for a newcomer, the oldest first: the last 50, or as many of the last ones as have
  /// together not more than 1 MiB (1 << 20 bytes).
  ///
  /// So a line of more than 1 MiB leaves none.
  func lines() throws -> [[UInt8]]
}

/// Exercise 8.3 · A queue for each client
public protocol Exercise8_3 {
  associatedtype Outbox: ClientOutbox
}

/// What one client is still to be sent. Any number of threads put something in, one takes it out.
public protocol ClientOutbox: AnyObject, Sendable {
  init()

  /// Puts a message at the end of the queue, and returns at once, whatever is in it.
  ///
  /// - Returns: false when there is no room: the message would be the 257th in the queue, or all of
  ///   them together would have more than 4 MiB (4 << 20 bytes). Nothing is put in then; whoever
  ///   called shuts that client down. False also when the outbox is closed.
  func put(_ message: [UInt8]) throws -> Bool

  /// Takes the oldest message out; waits while there is none. Nil when the outbox is closed and
  /// empty.
  func next() throws -> [UInt8]?

  /// Lets nothing more in. What is in it can still be taken out.
  func close() throws
}

/// The kit's monitor, for your outbox: a lock, and a place to wait for what lies behind it.
///
///     let numbers = Monitor([Int]())
///     numbers.change { $0.append(7) }                                      // one thread
///     let first = try numbers.wait(until: { !$0.isEmpty }) { $0.removeFirst() }     // another one
public typealias Monitor<Value: Sendable> = LessonKit.Monitor<Value>
