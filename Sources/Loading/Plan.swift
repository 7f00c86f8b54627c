import Sockets

/// What is thrown at a server, and for how long.
public struct Plan: Sendable {
  /// Where the server listens.
  public var server: Endpoint
  /// How many clients are connected at the same time.
  public var clients: Int
  /// How long they send.
  public var duration: Duration
  /// The length of each payload, in bytes; the header's 64 come on top.
  public var size: Int
  /// How many messages of a client are on their way at once, unanswered.
  public var depth: Int
  /// How long a client waits for an answer.
  public var patience: Duration
  /// Whether each client ends with the message `!DISCONNECT`, as in lesson 5.
  public var saysGoodbye: Bool
  /// Whether the load is thrown at a server that a first look found wrong.
  public var goesOnAnyway: Bool

  public init(
    server: Endpoint, clients: Int, duration: Duration, size: Int, depth: Int = 1,
    patience: Duration = .seconds(5), saysGoodbye: Bool = false, goesOnAnyway: Bool = false
  ) {
    self.server = server
    self.clients = clients
    self.duration = duration
    self.size = size
    self.depth = depth
    self.patience = patience
    self.saysGoodbye = saysGoodbye
    self.goesOnAnyway = goesOnAnyway
  }
}
