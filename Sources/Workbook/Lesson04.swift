import Sockets

/// What lesson 4 asks.
public typealias Lesson04Workbook = Exercise4_1 & Exercise4_2 & Exercise4_3 & Sendable

/// Exercise 4.1 · Serve one client
public protocol Exercise4_1 {
  /// Answers each whole message of a client with the 12 bytes `Msg received`, until the client
  /// closes between two messages.
  ///
  /// Messages have a header of 64 bytes; a `MessageReader` finds them. A message that comes in
  /// three pieces has one answer, three messages that come in one piece have three.
  ///
  /// - Parameters:
  ///   - limit: the longest payload that is accepted, in bytes.
  ///   - heard: to be called with the text of each message, in order.
  /// - Throws: what the reader and `sendAll` throw: a client that is cut off, a reset, a header
  ///   that is none, a payload that is not UTF-8.
  func serve(_ client: any ByteStream, limit: Int, heard: (String) -> Void) throws
}

/// Exercise 4.2 · Accept so that nobody waits
public protocol Exercise4_2 {
  /// Takes every client that comes through the door, and has each served on a thread of its own.
  /// Returns when the door is closed: `accept()` is nil then.
  ///
  /// - Parameters:
  ///   - serve: holds one client's conversation, for as long as that takes. It throws when the
  ///     conversation goes wrong, which is no other client's trouble.
  ///   - startThread: runs what it is given on a new thread, and returns at once.
  /// - Throws: what `accept` throws.
  func serveAll(
    from door: any ClientDoor,
    serve: @escaping @Sendable (any ByteStream) throws -> Void,
    startThread: (@escaping @Sendable () -> Void) -> Void
  ) throws
}

/// Where clients come in, one after the other.
public protocol ClientDoor: Sendable {
  /// The next client; waits while there is none. Nil when no more will come.
  func accept() throws -> (any ByteStream)?
}

/// Exercise 4.3 · The register of clients
public protocol Exercise4_3 {
  associatedtype Register: ClientRegister
}

/// Who is connected. Every thread of the server uses it, several at once.
public protocol ClientRegister: Sendable {
  init()

  // All of them may throw, so that a starter can say `try notStarted()`. An answer need not.

  /// Enters a client and returns its number: 1 for the first that ever came, then 2, 3 and so on.
  /// A number is never used twice, also when its client has left.
  func add(_ client: any ByteStream) throws -> Int

  /// Strikes a client off. Nothing happens when there is none of that number.
  func remove(_ number: Int) throws

  /// How many are entered.
  func count() throws -> Int

  /// Sends all of `bytes` to a client. A client to whom that cannot be done is shut down
  /// (`shutdown()`) and struck off, whatever the error is.
  ///
  /// A send may take as long as the client likes to let it. Nobody else waits meanwhile: not with
  /// `add`, not with `count`, and not with a `send` to somebody else.
  ///
  /// - Returns: whether all was sent; false as well when there is no client of that number.
  func send(_ bytes: [UInt8], to number: Int) throws -> Bool
}
