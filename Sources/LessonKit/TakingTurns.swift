import Sockets

/// A stream around a stream that hands the turn on before it waits.
final class TakingTurns: ByteStream {
  private let stream: any ByteStream
  private let turns: Turns

  init(_ stream: any ByteStream, _ turns: Turns) {
    self.stream = stream
    self.turns = turns
  }

  var peer: Endpoint { stream.peer }

  func receive(upTo count: Int) throws -> [UInt8] {
    if try !stream.waitForBytes(until: .now) {
      try turns.wait(for: Turns.Wish { [stream] in try stream.waitForBytes(until: $0) })
    }
    return try stream.receive(upTo: count)
  }

  func waitForBytes(until deadline: ContinuousClock.Instant) throws -> Bool {
    if try stream.waitForBytes(until: .now) { return true }
    try turns.wait(
      for: Turns.Wish(isForGood: false) { [stream] moment in
        try stream.waitForBytes(until: min(moment, deadline)) || .now >= deadline
      })
    return try stream.waitForBytes(until: .now)
  }

  func send(_ bytes: ArraySlice<UInt8>) throws -> Int { try stream.send(bytes) }
  func finishSending() throws { try stream.finishSending() }
  func shutdown() { stream.shutdown() }
}
