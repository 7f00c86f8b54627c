import Dispatch
import Sockets

/// Makes the parties of a demo take turns, so that it prints the same lines in the same order
/// every time: only who holds the baton runs, and it is passed on when its holder would have
/// to wait for something.
final class Baton: Sendable {
  private let token = DispatchSemaphore(value: 1)

  func take() { token.wait() }
  func pass() { token.signal() }

  /// Lets the others run while `body` waits.
  func lent<Result>(while body: () throws -> Result) rethrows -> Result {
    pass()
    defer { take() }
    return try body()
  }
}

/// A stream around a stream that passes the baton on before it waits.
final class TakingTurns: ByteStream {
  private let stream: any ByteStream
  private let baton: Baton

  init(_ stream: any ByteStream, _ baton: Baton) {
    self.stream = stream
    self.baton = baton
  }

  var peer: Endpoint { stream.peer }

  func receive(upTo count: Int) throws -> [UInt8] {
    _ = try waitForBytes(until: .now + .seconds(3600))
    return try stream.receive(upTo: count)
  }

  func waitForBytes(until deadline: ContinuousClock.Instant) throws -> Bool {
    if try stream.waitForBytes(until: .now) { return true }
    return try baton.lent { try stream.waitForBytes(until: deadline) }
  }

  func send(_ bytes: ArraySlice<UInt8>) throws -> Int { try stream.send(bytes) }
  func finishSending() throws { try stream.finishSending() }
  func shutdown() { stream.shutdown() }
}
