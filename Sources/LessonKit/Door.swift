import Sockets

/// A listening port as a lesson's server sees it: clients come in, until Ctrl-C closes it.
public final class Door: Sendable {
  /// Where clients reach it.
  public let endpoint: Endpoint
  private let listener: Listener
  private let context: Context

  init(_ listener: Listener, _ context: Context) {
    self.listener = listener
    self.context = context
    endpoint = listener.endpoint
  }

  /// The next client, in order of arrival; waits while there is none. Nil after Ctrl-C.
  ///
  /// A client for whom this process has no descriptor left is refused, with a line that says what
  /// to do about it; the others are served on.
  ///
  /// - Throws: `SocketError`. - Source: accept(2).
  public func accept() throws -> (any ByteStream)? {
    while true {
      do {
        return try next().map { context.open($0) }
      } catch let error as SocketError where error.isOutOfDescriptors {
        context.print("a client was refused: \(error)")
      }
    }
  }

  private func next() throws -> Connection? {
    guard let turns = context.turns else { return try listener.accept() }
    let door = listener
    try turns.wait(
      for: Turns.Wish(isForClients: true) {
        try turns.traffic.isSomebodyAtTheDoor || door.waitForClient(until: $0)
      })
    defer { turns.traffic.isLetIn() }
    return try door.accept()
  }

  func stop() { listener.stop() }
}
