// What each kind of trouble is called, and what to do about it: one place for the words.

extension Trouble {
  /// What happened, to be put behind `3 clients:`.
  func sentence(_ patience: String) -> String {
    switch kind {
    case .refused: "connection refused, nobody listened any more"
    case .notConnected: "could not connect"
    case .reset: "the server reset the connection"
    case .closedEarly: "the server closed the connection and owed a reply"
    case .noAnswer: "no answer within \(patience)"
    case .notTaken: "the server did not take a whole message within \(patience)"
    case .notClosed: "the goodbye was answered, and the connection not closed within \(patience)"
    case .wrongReply: "a wrong reply: \(quoted) came instead of “Msg received”"
    case .tooManyReplies: "more than one reply to a message: behind “Msg received” came \(quoted)"
    case .tooEarly: "a reply to a message that was still being sent: \(quoted)"
    case .noDescriptor: "this process may open no further connection"
    case .noPort: "this machine has no port left"
    case .noThread: "this machine gives no further thread"
    }
  }

  /// What to do about it.
  var advice: String {
    let digits = came.prefix { (0x30...0x39).contains($0) }
    if kind == .wrongReply, !digits.isEmpty, came.dropFirst(digits.count).first == 0x20 {
      return "This looks like a header. The replies of lessons 4 and 5 have none; lesson 6 gives "
        + "them one. Is it the server of another lesson, or does it use another port?"
    }
    return Self.advice[kind] ?? ""
  }

  private static let advice: [Kind: String] = [
    .refused: "The server no longer listens. Has it crashed? Its own log may tell.",
    .notConnected:
      "The server does not accept fast enough: let it go back to accept at once. A short backlog, "
      + "the number that listen is given, makes it worse.",
    .reset: "The server has dropped the connection: it has crashed, or closed with bytes unread.",
    .closedEarly:
      "The server has closed where it owed a reply. Its own log may tell why; a payload "
      + "above its limit (1 MiB, --limit) is one reason.",
    .noAnswer: "The server is stuck, or slower than that: --patience SECONDS waits longer.",
    .notTaken: "The server has stopped receiving, or is slower than that: does it wait for "
      + "something else? --patience SECONDS waits longer.",
    .notClosed: "After its answer to !DISCONNECT the server closes: lesson 5 is about that.",
    .wrongReply: "The reply is these 12 bytes, with no header and no newline: Msg received",
    .tooManyReplies: "Each message has one reply. Does it answer each receive, or add a newline?",
    .tooEarly: "It answered while the message was still being sent: receive until it is whole.",
    .noDescriptor: "This is our own limit, not the server's: ulimit -n 10240 raises it, or take "
      + "fewer --clients.",
    .noPort:
      "This machine has no port left for a further client; in a minute it has. It is not the "
      + "server's fault.",
    .noThread: "This machine gives us no further thread: take fewer --clients. It is not the "
      + "server's fault.",
  ]
}
