import Framing
import LessonKit
import Sockets

/// How a conversation ended.
enum Ending: CustomStringConvertible {
  case saidGoodbye
  case closed
  case cutOff(CutOff)
  case reset
  case protocolError(FramingError)
  case stopped
  case failed(any Error)

  /// The ending that an error is.
  init(_ error: any Error) {
    switch error {
    case let cut as CutOff: self = .cutOff(cut)
    case let error as FramingError: self = .protocolError(error)
    case let error as SocketError where error.isPeerGone: self = .reset
    default: self = .failed(error)
    }
  }

  /// The same in a server that stops, and has shut the connection down itself: its own end of it
  /// looks like a client that has gone. What the client has said before stays said.
  var whenStopping: Ending {
    switch self {
    case .closed, .cutOff, .reset: .stopped
    default: self
    }
  }

  var description: String {
    switch self {
    case .saidGoodbye: "said goodbye"
    case .closed: "closed without goodbye"
    case .cutOff(let cut): "cut off: \(cut.missing.bytes) of \(cut.part ?? "it") missing"
    case .reset: "reset"
    case .protocolError(let error): "\(error)"
    case .stopped: "ended by the server"
    case .failed(let error): "failed: \(error)"
    }
  }
}
