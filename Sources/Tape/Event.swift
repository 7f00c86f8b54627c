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
    /// A `shutdown()` that the peer hears of.
    case shutdown
    case close
    /// The named call failed, because the peer has reset the connection.
    case reset(during: String)
    /// A call that failed for another reason, in the words of its error.
    case failure(String)
    /// As somebody in the middle sees it: bytes on their way from this side to the other.
    case passage
    /// The same for the end of this side's bytes, by a close or a half-close.
    case end
    /// The same for a reset by this side.
    case passingReset
    /// What somebody in the middle did to the stream.
    case meddling(String)
    /// A line that the program printed; not on the wire at all.
    case note(String)
  }

  /// Since the tape began.
  public let time: Duration
  public let side: Side
  public let peer: Endpoint?
  public let call: Call
  /// The bytes that were taken, received or sent, part by part.
  public let stretches: [Stretch]

  /// The bytes that were taken: received, or sent.
  public var bytes: [UInt8] { stretches.flatMap(\.bytes) }
}
