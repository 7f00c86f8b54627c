/// What a load has shown.
public struct Outcome: Sendable {
  /// The clients that one kind of trouble has ended.
  public struct Troubled: Sendable, Equatable {
    public internal(set) var clients = 0
    /// How many of them had no reply at all before.
    public internal(set) var neverAnswered = 0
    /// One of them: what happened to it, its number, and the message whose reply was due.
    public internal(set) var example: Trouble
    public internal(set) var client: Int
    public internal(set) var message: Int
  }

  public internal(set) var plan: Plan
  /// What one client found wrong before the others came; nil when it found nothing.
  public internal(set) var finding: Finding?
  /// Whether it ended early because somebody wished so.
  public internal(set) var wasStopped: Bool
  /// How long messages were sent; 0 when none were.
  public internal(set) var seconds = 0.0
  /// How long it took until all clients were connected and had their first answer.
  public internal(set) var openingSeconds = 0.0
  /// The replies that came within `seconds`.
  public internal(set) var answeredInTime = 0
  /// From the sending of each message to its reply; those that came later are in it.
  public internal(set) var latencies = Histogram()
  /// How many clients had at least one right reply.
  public internal(set) var served = 0
  /// How many connections the server did not close after the client had.
  public internal(set) var leftOpen = 0
  public internal(set) var troubles: [Trouble.Kind: Troubled] = [:]

  init(_ plan: Plan, finding: Finding? = nil, wasStopped: Bool = false) {
    self.plan = plan
    self.finding = finding
    self.wasStopped = wasStopped
  }

  public var messagesPerSecond: Double { seconds > 0 ? Double(answeredInTime) / seconds : 0 }

  /// How many clients had trouble of this kind.
  public func clients(with kind: Trouble.Kind) -> Int { troubles[kind]?.clients ?? 0 }

  public var wrongReplies: Int {
    troubles.reduce(0) { $0 + ($1.key.isWrongReply ? $1.value.clients : 0) }
  }

  public var errors: Int {
    troubles.reduce(0) { $0 + ($1.key.isWrongReply ? 0 : $1.value.clients) }
  }

  /// Every reply was right, and every client got to its end.
  public var isRight: Bool { finding == nil && troubles.isEmpty }

  /// Takes in what has ended a client.
  ///
  /// - Parameter replies: how many it had before.
  mutating func note(_ trouble: Trouble, of client: Int, after replies: Int) {
    let first = Troubled(example: trouble, client: client, message: replies + 1)
    troubles[trouble.kind, default: first].clients += 1
    if replies == 0 { troubles[trouble.kind]?.neverAnswered += 1 }
  }
}
