/// What went wrong with a socket: what was tried, why it failed, what to do next.
///
///     bind 127.0.0.1:1234: address already in use (EADDRINUSE). Is another lesson still
///     running? --port 0 picks a free one.
public struct SocketError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Reason: Equatable, Sendable {
    /// A system call failed.
    case errno(Errno)
    /// `getaddrinfo` knows no address for the host; its own words.
    case unresolved(String)
    /// A deadline that we set ourselves passed; what did not happen in how long.
    case outOfPatience(String)
  }

  /// The call and what it was called on: `bind 127.0.0.1:1234`.
  public let attempt: String
  public let reason: Reason

  public init(_ attempt: String, _ reason: Reason) {
    self.attempt = attempt
    self.reason = reason
  }

  public init(_ attempt: String, _ errno: Errno) {
    self.init(attempt, .errno(errno))
  }

  /// The peer is gone: it closed (EPIPE) or reset (ECONNRESET) the connection.
  public var isPeerGone: Bool {
    reason == .errno(.brokenPipe) || reason == .errno(.connectionReset)
  }

  /// The peer reset the connection instead of closing it.
  public var isReset: Bool { reason == .errno(.connectionReset) }

  /// This process or the system has no descriptor left to give.
  public var isOutOfDescriptors: Bool {
    reason == .errno(.tooManyFiles) || reason == .errno(.tooManyFilesInSystem)
  }

  /// The peer is there and took no byte for as long as we were ready to wait.
  public var isOutOfPatience: Bool { if case .outOfPatience = reason { true } else { false } }

  public var description: String {
    switch reason {
    case .errno(let errno): "\(attempt): \(errno).\(nextStep.map { " " + $0 } ?? "")"
    case .unresolved(let words):
      "\(attempt): \(words). Is the host's name spelled right? --host 127.0.0.1 is this machine."
    case .outOfPatience(let what): "\(attempt): \(what). --patience SECONDS waits longer."
    }
  }

  /// The sentence that follows the reason, where there is something to do.
  private var nextStep: String? {
    guard case .errno(let errno) = reason else { return nil }
    switch errno {
    case .addressInUse:
      return "Is another lesson still running? --port 0 picks a free one."
    case .addressNotAvailable:
      return "This machine does not have that address; --host 127.0.0.1 always works."
    case .permissionDenied:
      return "Ports below 1024 belong to the system; take a larger one."
    case .connectionRefused:
      return "Nobody listens there. Is the server running, and on this port?"
    case .connectionReset:
      return "The peer has dropped the connection; it may have crashed or refused what it got."
    case .brokenPipe:
      return "The peer has closed the connection and takes nothing more."
    case .timedOut, .hostUnreachable, .networkUnreachable:
      return "Is the host's address right, and can this machine reach it?"
    case .tooManyFiles, .tooManyFilesInSystem:
      return
        "This process may open no more descriptors: ulimit -n 10240 before it raises the limit."
    default:
      return nil
    }
  }
}
