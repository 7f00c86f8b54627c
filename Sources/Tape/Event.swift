import Sockets

/// The two parties of a conversation.
public enum Side: String, Sendable {
  case server
  case client

  public var other: Side { self == .server ? .client : .server }
}

/// One thing that happened to a stream, as the side that did it saw it.
public struct Event: Sendable {
  public enum Call: Equatable, Sendable {
    case connect
    case accept
    /// A `receive(upTo:)` that asked for so many bytes; none taken is the end.
    case receive(upTo: Int)
    /// A `send(_:)` that offered so many bytes.
    case send(of: Int)
    case halfClose
    case close
    /// A call that failed, in the words of its error.
    case failure(String)
    /// A line that the program printed; not on the wire at all.
    case note(String)
  }

  /// Since the tape began.
  public let time: Duration
  public let side: Side
  public let peer: Endpoint?
  public let call: Call
  /// The bytes that were taken: received, or sent.
  public let bytes: [UInt8]
}
