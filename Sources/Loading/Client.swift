import Foundation
import Sockets
import Synchronization

/// One client of the crowd, with a thread of its own.
final class Client: Sendable {
  /// Enough for what a client does, also without optimisation; the standard is many times that.
  private static let stackSize = 1 << 18

  let number: Int
  let pulse = Pulse()
  private let plan: Plan
  private let filling: [UInt8]
  private let connection = Mutex<Connection?>(nil)
  private let result = Mutex(Tally())

  init(_ number: Int, _ plan: Plan, filling: [UInt8]) {
    self.number = number
    self.plan = plan
    self.filling = filling
  }

  /// What it has found out; complete when it has ended.
  var tally: Tally { result.withLock { $0 } }

  func start(from line: StartingLine) {
    let thread = Thread { [self] in
      pulse.begin()
      do throws(Trouble) {
        try talk(from: line)
      } catch {
        stumble(over: error)
      }
      connection.withLock { $0 = nil }
      pulse.end()
      line.ended.leave()
    }
    thread.stackSize = Self.stackSize
    thread.start()
  }

  /// Ends its connection, wherever it waits; nothing that it then finds counts as an answer.
  func giveUp() {
    if pulse.isGivenUp { return }
    pulse.giveUp()
    connection.withLock { $0 }?.shutdown()
  }

  private func talk(from line: StartingLine) throws(Trouble) {
    var conversation: Conversation
    do {
      defer { line.ready.leave() }
      conversation = try open(through: line.doorway)
    }
    defer { note(conversation) }
    line.signal.wait()
    try conversation.run(until: line.end)
    if plan.saysGoodbye {
      try conversation.sayGoodbye()
    } else {
      let isClosed = try conversation.leave()
      result.withLock { $0.wasLeftOpen = !isClosed }
    }
  }

  /// Connects, and has the first answer.
  private func open(through doorway: Doorway) throws(Trouble) -> Conversation {
    guard let place = doorway.enter() else { throw Trouble(.notConnected) }
    defer { place.giveBack() }
    let stream = try connect()
    place.giveBackSoon()
    var conversation = Conversation(
      over: stream,
      sending: Outgoing(client: number, size: plan.size, depth: plan.depth, filling: filling),
      depth: plan.depth, pulse: pulse)
    try conversation.open()
    return conversation
  }

  private func note(_ conversation: Conversation) {
    result.withLock {
      $0.answered = conversation.answered
      $0.latencies = conversation.latencies
      $0.answeredInTime = conversation.answeredInTime
    }
  }

  private func connect() throws(Trouble) -> Connection {
    do {
      let stream = try Connection(to: plan.server, patience: plan.patience)
      connection.withLock { $0 = stream }
      if pulse.isGivenUp { stream.shutdown() }
      return stream
    } catch {
      throw Trouble(error, connecting: true)
    }
  }

  private func stumble(over trouble: Trouble) {
    pulse.stumble()
    result.withLock { $0.trouble = trouble }
  }
}
