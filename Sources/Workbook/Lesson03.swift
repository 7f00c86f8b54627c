import Sockets

/// What lesson 3 asks.
public typealias Lesson03Workbook = Exercise3_1 & Exercise3_2 & Exercise3_3 & Sendable

/// Exercise 3.1 · The time message
public protocol Exercise3_1 {
  /// The text of one tick, with six decimals in every country.
  ///
  /// `timeMessage(at: 1593600000.5)` is `The time is 1593600000.500000`.
  ///
  /// - Parameter seconds: since 1970-01-01 UTC.
  func timeMessage(at seconds: Double) throws -> String
}

/// Exercise 3.2 · Push until the peer is gone
public protocol Exercise3_2 {
  /// Sends one message after the other until the peer is gone, and returns how many were sent
  /// whole.
  ///
  /// A peer that is gone makes `send` throw a `SocketError` whose `isPeerGone` is true: that is
  /// how a push ends, and no error of ours.
  ///
  /// - Parameter nextMessage: waits for the next message and returns its bytes.
  /// - Throws: errors that are something else.
  func push(_ nextMessage: () throws -> [UInt8], to client: any ByteStream) throws -> Int
}

/// Exercise 3.3 · Ticks without drift
public protocol Exercise3_3 {
  associatedtype Ticker: TickSource
}

/// Says when it is time: tick n, from 1, is due at the moment of `init` + n × interval.
public protocol TickSource {
  init(every interval: Duration, clock: any TickClock)

  /// Waits until the next tick is due and returns its number. Ticks whose time passed before
  /// the call are skipped, not made up for.
  ///
  /// Every 3 s, with 10 s of work after tick 1 (at 3 s): the next is tick 5, at 15 s.
  mutating func next() throws -> Int
}

/// A clock that only goes forward. In a program it is the machine's monotonic clock; in the
/// checks it is a virtual one, on which an hour passes at once.
public protocol TickClock: Sendable {
  /// The time since some moment that never changes.
  var now: Duration { get }

  /// Waits until `now` is `time`; not at all when that has passed.
  func sleep(until time: Duration) throws
}

extension TickClock {
  /// Waits for `duration`, from now.
  public func sleep(for duration: Duration) throws {
    try sleep(until: now + duration)
  }
}
