import Sockets

/// What lesson 5 asks.
public typealias Lesson05Workbook = Exercise5_1 & Exercise5_2 & Exercise5_3 & Sendable

/// Exercise 5.1 · Goodbye
public protocol Exercise5_1 {
  /// Answers each whole message of a client with the 12 bytes `Msg received`, until the client
  /// says goodbye or closes, and returns whether it said goodbye.
  ///
  /// A goodbye is a message whose whole payload is the 11 bytes `!DISCONNECT`. It is answered like
  /// the others, and it is the last one: what comes behind it is neither received nor answered.
  /// `say !DISCONNECT` is a text like any other.
  ///
  /// The caller closes the connection.
  ///
  /// - Parameters:
  ///   - limit: the longest payload that is accepted, in bytes.
  ///   - heard: to be called with the text of each message, the goodbye too, in order.
  /// - Throws: what `MessageReader` and `sendAll` throw: a client that is cut off, a reset, a
  ///   header that is none, a payload that is not UTF-8.
  func serve(_ client: any ByteStream, limit: Int, heard: (String) -> Void) throws -> Bool
}

/// Exercise 5.2 · Tell the endings apart
public protocol Exercise5_2 {
  /// Serves a client as 5.1 asks, and says how the conversation ended.
  ///
  /// - Throws: only what is no ending: a client that is there and takes no byte, say
  ///   (`SocketError`, `isOutOfPatience`).
  func converse(
    with client: any ByteStream, limit: Int, heard: (String) -> Void
  ) throws -> Ending
}

/// How a conversation ended. Source: docs/protocols.md, "Endings".
public enum Ending: String, CaseIterable, Sendable, CustomStringConvertible {
  /// The client has sent its goodbye, and has its answer.
  case saidGoodbye = "said goodbye"
  /// It closed between two messages.
  case closedWithoutGoodbye = "closed without goodbye"
  /// It closed inside a header or a payload: `CutOff`.
  case cutOff = "cut off"
  /// It is gone, and a receive or a send failed: a `SocketError` whose `isPeerGone` is true.
  case reset = "reset"
  /// A header that is none or announces too much, a payload that is not UTF-8: `FramingError`.
  case protocolError = "protocol error"

  public var description: String { rawValue }
}

/// Exercise 5.3 · Stop in order
public protocol Exercise5_3 {
  /// Takes every client that comes through the door, and has each served on a thread of its own.
  /// When the door is closed (`accept()` is nil), ends every conversation that is still going on,
  /// waits until all threads have ended, and returns.
  ///
  /// - Parameters:
  ///   - threads: starts threads, and waits for them.
  ///   - serve: holds one client's conversation. It returns when the conversation is over, also
  ///     when it is over because the client's stream was shut down: `shutdown()` wakes whoever
  ///     waits in a receive or a send.
  /// - Throws: what `accept` throws; at once, or when all conversations have been ended.
  func run(
    _ door: any ClientDoor, on threads: any ServerThreads,
    serve: @escaping @Sendable (any ByteStream) -> Void
  ) throws
}

/// Starts threads, and waits for them.
public protocol ServerThreads: Sendable {
  /// Runs `body` on a new thread, and returns at once.
  func start(_ body: @escaping @Sendable () -> Void)

  /// Waits until every thread that `start` has started has ended.
  func waitForAll()
}
