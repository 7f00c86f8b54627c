import Framing
import Sockets

/// One of many clients of a server, as `Context.serveEveryone` hands it out.
public struct Guest: Sendable {
  /// 1, 2, 3 …, never used twice.
  public let number: Int
  public let stream: any ByteStream
  let context: Context
  /// Whether the server ends all conversations.
  let isStopping: @Sendable () -> Bool

  /// Writes a line about this client: `client 3 asked for the list`.
  public func print(_ line: String) { context.print("client \(number) \(line)") }

  /// Writes a line about a message; `--quiet` leaves it out.
  ///
  /// A busy client hears here that the server stops, and need not be waited for.
  public func log(_ line: @autoclosure () -> String) {
    context.log("client \(number) \(line())")
    if isStopping() { stream.shutdown() }
  }

  /// How a conversation ended; lesson 5 is about it. The words are those of docs/protocols.md,
  /// "Endings".
  public enum Ending: Sendable, CustomStringConvertible {
    /// The client said so, and has had its answer.
    case saidGoodbye
    /// It closed between two messages.
    case closedWithoutGoodbye
    /// It closed inside one.
    case cutOff(CutOff)
    case reset
    /// It sent what no rule allows.
    case protocolError(String)
    /// We have ended it, because the server stops.
    case stopped
    /// Anything else: it takes no byte, for instance.
    case failed(String)

    /// - Parameter error: what ended the conversation.
    public init(_ error: any Error) {
      switch error {
      case let cut as CutOff: self = .cutOff(cut)
      case let error as FramingError: self = .protocolError("\(error)")
      case let error as ProtocolError: self = .protocolError("\(error)")
      case let error as SocketError where error.isPeerGone: self = .reset
      default: self = .failed("\(error)")
      }
    }

    public var description: String {
      switch self {
      case .saidGoodbye: "said goodbye"
      case .closedWithoutGoodbye: "closed without goodbye"
      case .cutOff(let cut):
        "cut off: \(cut.missing.bytes)\(cut.part.map { " of \($0)" } ?? "") missing"
      case .reset: "reset"
      case .protocolError(let sentence): sentence
      case .stopped: "ended by the server"
      case .failed(let sentence): "failed: \(sentence)"
      }
    }

    /// The same when the server stops and has shut the connection down: what looks like a client
    /// that has gone is then its own doing.
    var whenStopping: Ending {
      switch self {
      case .closedWithoutGoodbye, .cutOff, .reset: .stopped
      default: self
      }
    }

    /// Whether the client waits for an answer that a close at once could destroy.
    var needsTime: Bool {
      switch self {
      case .saidGoodbye, .protocolError: true
      default: false
      }
    }
  }
}

/// What a peer sent is against the rules of the lesson's protocol.
public struct ProtocolError: Error, Equatable, Sendable, CustomStringConvertible {
  private let sentence: String

  /// - Parameter sentence: what was wrong: `a device may not ask for the list`.
  public init(_ sentence: String) { self.sentence = sentence }

  public var description: String { "protocol error: \(sentence)" }
}
