import Sockets
import Tape

/// What ended a client before its time.
public struct Trouble: Error, Equatable, Sendable {
  /// The names stand in the report and in `--json`.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    // The connection.
    case refused, notConnected, reset, closedEarly
    // The answer.
    case noAnswer, notTaken, notClosed
    case wrongReply, tooManyReplies, tooEarly
    // This machine, not the server.
    case noDescriptor, noPort, noThread

    /// Whether a byte was wrong, and not only missing.
    public var isWrongReply: Bool {
      self == .wrongReply || self == .tooManyReplies || self == .tooEarly
    }
  }

  public let kind: Kind
  /// The bytes that came instead of a reply, or behind one.
  public let came: [UInt8]
  /// What the system said, where it said something.
  public let reason: String?

  init(_ kind: Kind, came: some Collection<UInt8> = [], reason: String? = nil) {
    self.kind = kind
    // Enough to recognise it by.
    self.came = Array(came.prefix(200))
    self.reason = reason
  }

  /// The trouble that an error of a connection means.
  init(_ error: any Error, connecting: Bool = false) {
    guard let error = error as? SocketError else {
      self.init(connecting ? .notConnected : .reset, reason: "\(error)")
      return
    }
    switch error.reason {
    case .errno(.connectionRefused): self.init(.refused)
    case .errno(.tooManyFiles), .errno(.tooManyFilesInSystem): self.init(.noDescriptor)
    case .errno(.addressNotAvailable) where connecting: self.init(.noPort)
    case .errno(.connectionReset), .errno(.brokenPipe): self.init(.reset)
    case .outOfPatience where !connecting: self.init(.notTaken)
    case .errno(let errno): self.init(connecting ? .notConnected : .reset, reason: "\(errno)")
    default: self.init(connecting ? .notConnected : .reset)
    }
  }

  /// The bytes that came, between quotes, fit for a terminal and for one line.
  var quoted: String {
    let columns = 44
    var shown = Readable.text(came.prefix(columns))
    // A byte that is no character takes four columns.
    var count = min(came.count, columns)
    while shown.count > columns {
      count -= 1
      shown = Readable.text(came.prefix(count))
    }
    return "“\(shown)\(count < came.count ? "…" : "")”"
  }
}
