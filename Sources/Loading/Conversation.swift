import Sockets

/// One client's talk with the server: send, wait for the answer, note how long it took, again.
///
/// With a depth above 1, several messages are on their way at once, and each answer makes room
/// for the next.
struct Conversation {
  /// How much of a long message is sent before we look whether answers have come.
  private static let piece = 1 << 18

  private let stream: any ByteStream
  private let pulse: Pulse
  private var outgoing: Outgoing
  private var replies = ReplyReader()
  /// When the messages that have no answer yet were sent, the oldest first.
  private var unanswered: Moments
  private let depth: Int
  /// Until when new messages are sent.
  private var deadline: UInt64 = 0
  /// How many right replies have come in all.
  private(set) var answered = 0
  /// Without the first message's: see `open()`.
  private(set) var latencies = Histogram()
  /// How many of the replies came before the deadline.
  private(set) var answeredInTime = 0

  init(
    over stream: any ByteStream, sending outgoing: Outgoing, depth: Int, pulse: Pulse
  ) {
    self.stream = stream
    self.outgoing = outgoing
    self.depth = depth
    self.pulse = pulse
    unanswered = Moments(capacity: depth)
  }

  /// One message and its answer, before the others begin: then the server has accepted us, and
  /// what it costs to accept a crowd and to start its threads is in no message's latency.
  mutating func open() throws(Trouble) {
    try send(1, at: Clock.now)
    while unanswered.count > 0 { _ = try receiveReplies() }
    latencies = Histogram()
    pulse.count(0)
  }

  /// Sends and receives until the deadline, and until the last message has its answer.
  mutating func run(until deadline: UInt64) throws(Trouble) {
    self.deadline = deadline
    var now = Clock.now
    while true {
      if now < deadline { try send(depth - unanswered.count, at: now) }
      if unanswered.count == 0 { return }
      now = try receiveReplies()
    }
  }

  /// Says `!DISCONNECT`, and expects its answer and then the end (docs/protocols.md, "Lesson 5").
  mutating func sayGoodbye() throws(Trouble) {
    pulse.wait(since: Clock.now)
    try sendAll(Outgoing.goodbye[...])
    var answered = false
    while true {
      let piece: [UInt8]
      do {
        piece = try receive()
      } catch {
        throw answered && error.kind == .noAnswer ? Trouble(.notClosed) : error
      }
      if piece.isEmpty {
        if answered { return }
        throw Trouble(.closedEarly)
      }
      if try replies.take(piece, expected: answered ? 0 : 1) == 1 { answered = true }
    }
  }

  /// Closes this side, and waits for the server to close the other.
  ///
  /// - Returns: whether the server did so before it was given up.
  /// - Throws: `Trouble` when there was more to receive than there should be.
  mutating func leave() throws(Trouble) -> Bool {
    pulse.leave(at: Clock.now)
    do {
      try stream.finishSending()
      let rest = try stream.receive(upTo: 256)
      if pulse.isGivenUp { return false }
      if rest.isEmpty { return true }
      throw Trouble(.tooManyReplies, came: rest)
    } catch let trouble as Trouble {
      throw trouble
    } catch {
      // It has gone without a word. We were about to go, too.
      return true
    }
  }

  /// Sends `count` messages, or fewer when the time is up meanwhile.
  private mutating func send(_ count: Int, at now: UInt64) throws(Trouble) {
    var moment = now
    var rest = count
    while rest > 0 {
      pulse.wait(since: unanswered.first ?? moment)
      let batch = outgoing.next(rest)
      try sendAll(batch.head)
      var tail = batch.tail
      while !tail.isEmpty {
        try receiveRepliesThere(whileSendingSince: moment)
        try sendAll(tail.prefix(Self.piece))
        tail = tail.dropFirst(Self.piece)
      }
      for _ in 0..<batch.messages { unanswered.append(moment) }
      rest -= batch.messages
      if rest == 0 { return }
      try receiveRepliesThere()
      moment = Clock.now
      if moment >= deadline { return }
    }
  }

  /// Takes the replies that are there already, before we send on. A server that has answers to get
  /// rid of, and cannot, stops receiving: then each would wait for the other.
  ///
  /// - Parameter start: when the message began that is being sent; nil between two messages.
  private mutating func receiveRepliesThere(
    whileSendingSince start: UInt64? = nil
  ) throws(Trouble) {
    do {
      while try stream.waitForBytes(until: .now) {
        _ = try receiveReplies()
        pulse.wait(since: unanswered.first ?? start)
      }
    } catch let trouble as Trouble {
      let isEarly = trouble.kind == .tooManyReplies && start != nil
      throw isEarly ? Trouble(.tooEarly, came: trouble.came) : trouble
    } catch {
      throw Trouble(error)
    }
  }

  /// Receives once, and returns when that was.
  private mutating func receiveReplies() throws(Trouble) -> UInt64 {
    let piece = try receive()
    let now = Clock.now
    if piece.isEmpty { throw Trouble(.closedEarly) }
    let whole = try replies.take(piece, expected: unanswered.count)
    for _ in 0..<whole { latencies.add(now - unanswered.removeFirst()) }
    answered += whole
    if now <= deadline { answeredInTime += whole }
    pulse.count(latencies.total)
    pulse.wait(since: unanswered.first)
    return now
  }

  /// One receive; a little more than the replies that are due, so that one too many shows.
  private func receive() throws(Trouble) -> [UInt8] {
    let piece: [UInt8]
    do {
      piece = try stream.receive(upTo: ReplyReader.reply.count * (depth + 4))
    } catch {
      throw pulse.isGivenUp ? Trouble(.noAnswer) : Trouble(error)
    }
    // Given up means shut down, which looks like a close.
    if pulse.isGivenUp { throw Trouble(.noAnswer) }
    return piece
  }

  private func sendAll(_ bytes: ArraySlice<UInt8>) throws(Trouble) {
    var rest = bytes
    do {
      while !rest.isEmpty { rest = rest.dropFirst(try stream.send(rest)) }
    } catch {
      throw pulse.isGivenUp ? Trouble(.notTaken) : Trouble(error)
    }
  }
}
