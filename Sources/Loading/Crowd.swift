import Dispatch
import Foundation
import Sockets

/// All clients, from the first connection to the last goodbye, and the one who looks after them.
struct Crowd {
  /// How long clients that were given up may take to notice.
  private static let lastCall = DispatchTimeInterval.milliseconds(500)

  private let plan: Plan
  /// How long a client that has closed waits for the server to close.
  private let parting: Duration
  private let clients: [Client]
  private let line: StartingLine
  /// Whoever has not begun to connect by then does not.
  private let closes: UInt64

  init(_ plan: Plan, parting: Duration) {
    self.plan = plan
    self.parting = parting
    let filling = Outgoing.filling(plan.size)
    clients = (1...plan.clients).map { Client($0, plan, filling: filling) }
    closes = Clock.now + plan.patience.nanoseconds
    line = StartingLine(clients: plan.clients, closes: closes)
  }

  /// Connects all clients, lets them send until the time is up, and waits for the last answers.
  func run(unless isStopped: () -> Bool, onProgress: (Snapshot) -> Void) -> Outcome {
    let arrival = Clock.now
    for client in clients {
      if isStopped() { break }
      client.start(from: line)
    }
    waitUntilReady(unless: isStopped, onProgress)

    let start = Clock.now
    let end = start + plan.duration.nanoseconds
    line.begin(until: end)
    watch(from: start, until: end, unless: isStopped, onProgress)

    let elapsed = min(Clock.now, end) - start
    return outcome(
      opening: start - arrival, elapsed: max(1, elapsed), wasStopped: isStopped())
  }

  private func waitUntilReady(unless isStopped: () -> Bool, _ onProgress: (Snapshot) -> Void) {
    // Whoever came to the doorway in time may take as long again for its answer.
    let latest = closes + plan.patience.nanoseconds
    while line.ready.wait(timeout: .now() + watchInterval) == .timedOut {
      let now = Clock.now
      if isStopped() || now > latest { return }
      for client in clients where isOutOfPatience(client, now) { client.giveUp() }
      onProgress(snapshot(elapsed: 0, isOpening: true))
    }
  }

  private func watch(
    from start: UInt64, until end: UInt64, unless isStopped: () -> Bool,
    _ onProgress: (Snapshot) -> Void
  ) {
    let latest = end + plan.patience.nanoseconds
    while line.ended.wait(timeout: .now() + watchInterval) == .timedOut {
      let now = Clock.now
      if isStopped() || now > latest {
        for client in clients { client.giveUp() }
        _ = line.ended.wait(timeout: .now() + Self.lastCall)
        return
      }
      for client in clients where isOutOfPatience(client, now) { client.giveUp() }
      onProgress(snapshot(elapsed: now - start))
    }
  }

  private func isOutOfPatience(_ client: Client, _ now: UInt64) -> Bool {
    guard let since = client.pulse.waitingSince, now > since else { return false }
    let patience = client.pulse.isLeaving ? parting : plan.patience
    return now - since > patience.nanoseconds
  }

  private func snapshot(elapsed: UInt64, isOpening: Bool = false) -> Snapshot {
    Snapshot(
      elapsed: Double(elapsed) / 1e9, duration: plan.duration / .seconds(1),
      answered: clients.reduce(0) { $0 + $1.pulse.answered },
      clients: clients.count, atWork: clients.count { $0.pulse.hasBegun && !$0.pulse.hasEnded },
      troubled: clients.count { $0.pulse.hasTrouble }, isOpening: isOpening)
  }

  private func outcome(opening: UInt64, elapsed: UInt64, wasStopped: Bool) -> Outcome {
    var outcome = Outcome(plan, wasStopped: wasStopped)
    outcome.seconds = Double(elapsed) / 1e9
    outcome.openingSeconds = Double(opening) / 1e9
    for client in clients {
      let tally = client.tally
      outcome.latencies.merge(tally.latencies)
      outcome.answeredInTime += tally.answeredInTime
      outcome.leftOpen += tally.wasLeftOpen ? 1 : 0
      if tally.answered > 0 { outcome.served += 1 }
      // Given up because of Ctrl-C is nobody's fault.
      if wasStopped, client.pulse.isGivenUp { continue }
      if let trouble = tally.trouble {
        outcome.note(trouble, of: client.number, after: tally.answered)
      } else if !client.pulse.hasBegun {
        outcome.note(Trouble(.noThread), of: client.number, after: 0)
      }
    }
    return outcome
  }
}
