import Dispatch
import Sockets

/// A listening port as a lesson's server sees it: clients come in, until Ctrl-C closes it.
public final class Door: Sendable {
  /// Where clients reach it.
  public let endpoint: Endpoint
  private let listener: Listener
  private let context: Context
  /// Signalled each time the server comes back to wait for the next client.
  let waiting = DispatchSemaphore(value: 0)

  init(_ listener: Listener, _ context: Context) {
    self.listener = listener
    self.context = context
    endpoint = listener.endpoint
  }

  /// The next client, in order of arrival; waits while there is none. Nil after Ctrl-C.
  ///
  /// - Throws: `SocketError`. - Source: accept(2).
  public func accept() throws -> (any ByteStream)? {
    waiting.signal()
    let accepted: Connection?
    if let baton = context.baton {
      accepted = try baton.lent { try listener.accept() }
    } else {
      accepted = try listener.accept()
    }
    return accepted.map { context.open($0) }
  }

  func stop() { listener.stop() }
}
