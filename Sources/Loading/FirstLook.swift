import Sockets

/// One client, before the crowd, with the messages that show the usual mistakes: a message in
/// pieces, two at once, a second client beside the first.
///
/// A crowd would find most of them, too, but as figures: replies that are missing here and too
/// many there. One client can say what the server does.
struct FirstLook {
  let plan: Plan
  /// How long to wait for an answer that must not come.
  let pause: Duration

  /// What is wrong, nil when nothing is.
  ///
  /// - Parameter first: a new connection to the server.
  func finding(through first: Connection) -> Finding? {
    do throws(Finding) {
      let took = try sendInPieces(over: first)
      // A server that is slow gets longer before it is called silent.
      let limit = min(plan.patience, max(pause * 20, took * 20))
      try sendTogether(over: first, within: limit)
      if plan.clients > 1 { try sendBeside(first, within: limit) }
      if plan.saysGoodbye { try sayGoodbye(over: first, within: limit) }
      try? first.finishSending()
      return nil
    } catch {
      return error
    }
  }

  // MARK: One message in pieces

  /// Sends a message in four pieces with a pause behind each, and returns how long the answer took.
  private func sendInPieces(over stream: Connection) throws(Finding) -> Duration {
    let pieces = Self.pieces
    var came: [UInt8] = []
    var early: [Piece] = []
    for piece in pieces.dropLast() {
      send(piece.bytes, over: stream)
      guard wait(for: stream, pause) else { continue }
      let bytes = receive(from: stream)
      guard let bytes, !bytes.isEmpty else {
        if !early.isEmpty { break }
        throw visit(stream.peer) ?? .closedInside(piece, isReset: bytes == nil)
      }
      early.append(piece)
      came += bytes
      var reader = ReplyReader()
      do throws(Trouble) {
        _ = try reader.take(came, expected: early.count)
      } catch {
        throw visit(stream.peer) ?? .wrongReply(error)
      }
    }
    let begin = ContinuousClock.now
    if let last = pieces.last { send(last.bytes, over: stream) }
    guard let first = early.first else {
      try expect(1, from: stream, within: plan.patience) { $0.afterOneMessage(plan.patience) }
      // The last thing was to wait whether more came.
      return .now - begin - pause
    }
    let again = wait(for: stream, pause) && receive(from: stream)?.isEmpty == false
    let answers = early.count + (again ? 1 : 0)
    throw answers > 1 ? .repliesPerReceive(answers, to: pieces.count) : .repliesEarly(first)
  }

  /// A piece of a message, and where its last byte lies.
  struct Piece {
    let bytes: [UInt8]
    let end: Int
    let place: String
  }

  private static let pieces: [Piece] = {
    let message = Outgoing.message("a first message, which comes in four pieces")
    let width = Outgoing.header.width
    let middle = (width + message.count) / 2
    let ends = [
      (10, "in the middle of its header"), (width, "its header and nothing of its payload"),
      (middle, "its header and half of its payload"), (message.count, "all of it"),
    ]
    var start = 0
    return ends.map { end, place in
      defer { start = end }
      return Piece(bytes: Array(message[start..<end]), end: end, place: place)
    }
  }()

  /// What a server does to a client that says nothing, where that is wrong, too.
  private func visit(_ server: Endpoint) -> Finding? {
    guard let stream = try? Connection(to: server, patience: plan.patience),
      wait(for: stream, pause)
    else { return nil }
    guard let bytes = receive(from: stream), !bytes.isEmpty else { return .closesAtOnce }
    return .speaksFirst(Trouble(.wrongReply, came: bytes))
  }

  // MARK: Two messages in one send, and two clients at once

  private func sendTogether(over stream: Connection, within limit: Duration) throws(Finding) {
    let second = Outgoing.message("a second message")
    let third = Outgoing.message("and a third one, in the same send")
    send(second + third, over: stream)
    try expect(2, from: stream, within: limit) { $0.afterTwoMessages(limit) }
  }

  /// A second client sends while the first is connected and says nothing.
  private func sendBeside(_ first: Connection, within limit: Duration) throws(Finding) {
    let second: Connection
    do {
      second = try Connection(to: first.peer, patience: plan.patience)
    } catch {
      throw .noSecondClient("\(error)")
    }
    send(Outgoing.message("a second client, while the first one is there"), over: second)
    let answer = answer(to: 1, from: second, within: limit)
    if answer == .right {
      if plan.saysGoodbye { try sayGoodbye(over: second, within: limit) }
      return
    }
    guard case .missing(0) = answer else { throw answer.fromSecondClient(limit) }
    first.shutdown()
    let later = self.answer(to: 1, from: second, within: limit)
    throw later == .right ? .servesOneAtATime(limit) : answer.fromSecondClient(limit)
  }

  private func sayGoodbye(over stream: Connection, within limit: Duration) throws(Finding) {
    send(Outgoing.goodbye, over: stream)
    let answer = answer(to: 1, from: stream, within: limit)
    guard answer == .right else { throw answer.toGoodbye(limit) }
    guard wait(for: stream, limit), receive(from: stream)?.isEmpty != false else {
      throw .goodbyeIsText(limit)
    }
  }

  // MARK: Bytes

  /// A peer that has gone shows when we receive.
  private func send(_ bytes: [UInt8], over stream: Connection) {
    try? stream.sendAll(bytes)
  }

  private func wait(for stream: Connection, _ limit: Duration) -> Bool {
    (try? stream.waitForBytes(until: .now + limit)) ?? true
  }

  /// Nil after a reset.
  private func receive(from stream: Connection) -> [UInt8]? { try? stream.receive(upTo: 1 << 12) }

  private func expect(
    _ count: Int, from stream: Connection, within limit: Duration,
    otherwise finding: (Answer) -> Finding
  ) throws(Finding) {
    let answer = answer(to: count, from: stream, within: limit)
    if answer != .right { throw finding(answer) }
  }

  /// What comes in answer to `count` messages, and whether more comes than that.
  private func answer(to count: Int, from stream: Connection, within limit: Duration) -> Answer {
    var reader = ReplyReader()
    var replies = 0
    let deadline = ContinuousClock.now + limit
    while replies < count || reader.isInside {
      let left = max(.zero, deadline - .now)
      guard wait(for: stream, left) else { return .missing(replies) }
      guard let bytes = receive(from: stream) else { return .ended(replies, isReset: true) }
      if bytes.isEmpty { return .ended(replies, isReset: false) }
      do throws(Trouble) {
        replies += try reader.take(bytes, expected: count - replies)
      } catch {
        return .wrong(error)
      }
    }
    guard wait(for: stream, pause), let more = receive(from: stream), !more.isEmpty else {
      return .right
    }
    return .wrong(Trouble(.tooManyReplies, came: more))
  }
}
