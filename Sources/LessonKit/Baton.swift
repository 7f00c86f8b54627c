import Dispatch
import Sockets
import Synchronization

/// Makes the parties of a demo take turns, so that it prints the same lines in the same order
/// every time: only who holds the baton runs, and it is passed on when its holder would have
/// to wait for something.
final class Baton: Sendable {
  private let token = DispatchSemaphore(value: 1)

  func take() { token.wait() }
  func pass() { token.signal() }

  /// How many parties wait for something that only another party can bring.
  private let waiting = Mutex(0)
  /// How many parties a demo has.
  private static let parties = 2

  /// Both sides wait for the other, and neither will ever move.
  struct Standstill: Error, CustomStringConvertible {
    let description =
      "the demo stands still: server and client both wait for bytes from the other. Did one of them "
      + "not send everything, or the other not take it?"
  }

  /// Lets the others run while `wait` waits for what another party must bring.
  ///
  /// - Parameter wait: waits for a while, and says whether it has come.
  /// - Throws: `Standstill` when all parties wait in this way and nothing is on its way.
  func lentForGood(_ wait: () throws -> Bool) throws {
    waiting.withLock { $0 += 1 }
    defer { waiting.withLock { $0 -= 1 } }
    while try !lent(while: wait) {
      if waiting.withLock({ $0 == Self.parties }) { throw Standstill() }
    }
  }

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
    if try !stream.waitForBytes(until: .now) {
      try baton.lentForGood { try stream.waitForBytes(until: .now + .seconds(1)) }
    }
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
