import Foundation
import Sockets
import Synchronization

/// A stream without a network: it delivers exactly the pieces of its script, and takes exactly
/// as many bytes as the script says.
///
/// A real socket would wait where the script has ended; this one throws `Outrun` and remembers
/// it. It cannot be outrun by a timer, and nothing in it sleeps.
public final class ScriptedStream: ByteStream {
  /// What happens at the next receive.
  public enum Arrival: Equatable, Sendable {
    /// So many bytes are there; a receive that asks for fewer leaves the rest for the next.
    case piece([UInt8])
    /// A signal interrupts the system call (EINTR).
    case interruption
    /// The peer closes: this receive and all later ones are empty.
    case close
    /// The peer resets the connection (ECONNRESET).
    case reset
  }

  /// What happens at the next send.
  public enum Departure: Equatable, Sendable {
    /// At most so many bytes are taken.
    case takes(Int)
    case interruption
    /// This send and all later ones fail with EPIPE.
    case brokenPipe
    /// This send and all later ones fail with ECONNRESET.
    case reset
    /// This send and all later ones fail because the peer takes nothing (EAGAIN): it is stuck,
    /// and not gone.
    case stuck
  }

  /// A receive past the end of a script that does not close.
  public struct Outrun: Error, CustomStringConvertible {
    public let description = "waits for bytes that never come"
  }

  /// A call too many: the answer goes round and round.
  public struct OutOfBudget: Error, CustomStringConvertible {
    public let description = "goes round in circles"
  }

  private struct State {
    var arrivals: [Arrival]
    var departures: [Departure]
    var sent: [UInt8] = []
    var largestRequest = 0
    var outrun = false
    var receivesAfterClose = 0
    var failedSends = 0
    var sends = 0
    var calls = 0
    var hasFinishedSending = false
    var wasShutDown = false
    /// How many bytes had been sent when each receive was made.
    var sentBefore: [Int] = []
    var received = 0
    var receivedBefore: [Int] = []
    var log = CallLog()
  }

  private let state: Mutex<State>
  /// How often a stream that has ended may be asked again.
  private static let patience = 20
  /// How many calls an answer may make in all before it is taken off the stage.
  private static let budget = 20_000

  /// - Parameters:
  ///   - arrivals: what successive receives find.
  ///   - departures: what successive sends meet; after the last, every send takes all.
  public init(_ arrivals: [Arrival] = [], sending departures: [Departure] = []) {
    state = Mutex(State(arrivals: arrivals, departures: departures))
  }

  public let peer = Endpoint(host: "127.0.0.1", port: 1234)

  /// All bytes that were taken by sends, in order.
  public var sent: [UInt8] { state.withLock { $0.sent } }
  /// The most that one receive asked for.
  public var largestRequest: Int { state.withLock { $0.largestRequest } }
  /// Whether it was asked for bytes that never come.
  public var wasOutrun: Bool { state.withLock { $0.outrun } }
  /// Whether it was asked again and again after it had closed.
  public var wasAskedInCircles: Bool {
    state.withLock { $0.receivesAfterClose > Self.patience }
  }
  /// Whether it was half-closed.
  public var hasFinishedSending: Bool { state.withLock { $0.hasFinishedSending } }
  /// Whether it was shut down.
  public var wasShutDown: Bool { state.withLock { $0.wasShutDown } }
  /// How many bytes had been sent when the first, the second, the third … receive was made.
  public var sentBeforeReceives: [Int] { state.withLock { $0.sentBefore } }
  /// How many bytes had been received when the first, the second, the third … receive was made.
  public var receivedBeforeReceives: [Int] { state.withLock { $0.receivedBefore } }
  /// How many sends failed.
  public var failedSends: Int { state.withLock { $0.failedSends } }
  /// How many sends there were.
  public var sends: Int { state.withLock { $0.sends } }
  /// The last calls, as a ladder of at most eight lines.
  public var calls: [String] { state.withLock { $0.log.drawing } }
  /// The bytes that nobody has received.
  public var remaining: [UInt8] {
    state.withLock { state in
      state.arrivals.flatMap { arrival -> [UInt8] in
        if case .piece(let bytes) = arrival { bytes } else { [] }
      }
    }
  }

  public func receive(upTo count: Int) throws -> [UInt8] {
    try state.withLock { state in
      charge(&state)
      state.largestRequest = max(state.largestRequest, count)
      state.sentBefore.append(state.sent.count)
      state.receivedBefore.append(state.received)
      var bytes: [UInt8] = []
      var isOver = false
      do {
        // The very loop that a real connection retries with when a signal interrupts it.
        _ = try System.uninterrupted {
          switch state.arrivals.first {
          case .interruption:
            state.arrivals.removeFirst()
            errno = EINTR
            return -1
          case .reset:
            errno = ECONNRESET
            return -1
          case .piece(let piece):
            bytes = Array(piece.prefix(max(1, count)))
            let rest = Array(piece.dropFirst(bytes.count))
            state.arrivals.removeFirst()
            if !rest.isEmpty { state.arrivals.insert(.piece(rest), at: 0) }
          case .close: isOver = true
          case nil: state.outrun = true
          }
          return bytes.count
        }
      } catch {
        state.log.failedToReceive(count, "the peer has reset the connection")
        throw SocketError("receive from \(peer)", error as? Errno ?? .connectionReset)
      }
      if state.outrun {
        state.log.failedToReceive(count, "waits for bytes that never come")
        throw Outrun()
      }
      state.log.received(bytes, asked: count)
      if isOver {
        state.receivesAfterClose += 1
        if state.receivesAfterClose > Self.patience { throw OutOfBudget() }
      }
      state.received += bytes.count
      return bytes
    }
  }

  public func send(_ bytes: ArraySlice<UInt8>) throws -> Int {
    try state.withLock { state in
      charge(&state)
      state.sends += 1
      var taken = bytes.count
      do {
        _ = try System.uninterrupted {
          if state.hasFinishedSending || state.wasShutDown {
            errno = EPIPE
            return -1
          }
          switch state.departures.first {
          case .interruption:
            state.departures.removeFirst()
            errno = EINTR
            return -1
          case .takes(let most):
            state.departures.removeFirst()
            taken = min(most, bytes.count)
          case .brokenPipe:
            errno = EPIPE
            return -1
          case .reset:
            errno = ECONNRESET
            return -1
          case .stuck:
            errno = EAGAIN
            return -1
          case nil: break
          }
          return taken
        }
      } catch {
        state.failedSends += 1
        if state.failedSends > Self.patience { throw OutOfBudget() }
        let failure = error as? Errno ?? .brokenPipe
        state.log.failedToSend(bytes.count, Self.outcome(failure))
        throw SocketError(
          "send to \(peer)",
          failure == .wouldBlock ? .outOfPatience("it took no byte for 5 s") : .errno(failure))
      }
      state.sent += bytes.prefix(taken)
      state.log.sent(bytes.prefix(taken), of: bytes.count)
      return taken
    }
  }

  public func finishSending() throws {
    state.withLock { state in
      state.hasFinishedSending = true
      state.log.ended("half-close")
    }
  }

  public func shutdown() {
    state.withLock { state in
      state.wasShutDown = true
      state.log.ended("shutdown")
    }
  }

  /// Shows the calls on this stream in every mistake that `body` finds.
  func showingCalls<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let mistake as Mistake {
      throw mistake.after(calls)
    }
  }

  /// Why a send failed, for the ladder.
  private static func outcome(_ failure: Errno) -> String {
    switch failure {
    case .connectionReset: "the peer has reset the connection"
    case .wouldBlock: "the peer takes nothing"
    default: "the peer has closed and takes nothing more"
    }
  }

  public func waitForBytes(until deadline: ContinuousClock.Instant) throws -> Bool {
    state.withLock { !$0.arrivals.isEmpty }
  }

  /// An answer that swallows every error could go on for ever; it is stopped here.
  private func charge(_ state: inout State) {
    state.calls += 1
    if state.calls > Self.budget {
      let calls = state.log.drawing
      if state.receivesAfterClose > Self.patience {
        Judgement.abandon(.loopsOnZero().after(calls))
      }
      if state.failedSends == 0, state.sends > 0 {
        Judgement.abandon(
          Mistake(
            "neverEnds",
            "It calls send again and again: \(state.sends) calls, each of which took bytes or had "
              + "none to take, and no end.",
            advice: "add up what send returns (`+=`), and leave the loop when all is sent."
          ).after(calls))
      }
      Judgement.abandon(
        Mistake(
          "neverEnds",
          "It calls receive or send again and again, and takes no error for an answer: "
            + "\(Self.budget) calls, and no end.",
          advice: "let errors pass (`try`, not `try?`), and leave the loop when the stream ends."
        ).after(calls))
    }
  }
}
