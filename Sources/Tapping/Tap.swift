import Dispatch
import Foundation
import LessonKit
import Sockets
import Synchronization
import Tape

/// A relay in the middle of conversations that others have: each client that connects here is
/// connected on to the server, and what goes by is noted on a tape.
///
///     let tap = try Tap(on: here, to: server)
///     tap.run()                                  // until stop()
public final class Tap: Sendable {
  /// What a watcher hears of a client.
  public enum News: Sendable {
    /// It has come.
    case arrived(number: Int, Endpoint)
    /// Nobody was there to connect it to, or it could not be accepted.
    case refused(number: Int?, String)
    /// Its conversation is over, and so many bytes have passed.
    case ended(number: Int, toServer: Int, toClient: Int)
  }

  /// Where clients reach it.
  public var endpoint: Endpoint { listener.endpoint }
  private let listener: Listener
  private let server: Endpoint
  private let mischief: Mischief
  private let patience: Duration
  private let tape: @Sendable (Int, Endpoint) -> Tape?
  private let tell: @Sendable (News) -> Void

  /// How long a connection may take no byte before we look whether its other half is still there.
  private static let breath = Duration.milliseconds(500)

  /// - Parameters:
  ///   - endpoint: where to listen; port 0 takes a free one.
  ///   - server: where the clients are connected on to.
  ///   - patience: how long to wait for the server to accept.
  ///   - tape: the tape for a client's conversation, nil when nobody watches it.
  ///   - tell: called with what happens, on any thread.
  /// - Throws: `SocketError`, EADDRINUSE when the port is taken.
  public init(
    on endpoint: Endpoint, to server: Endpoint, mischief: Mischief = Mischief(),
    patience: Duration = .seconds(5),
    tape: @escaping @Sendable (Int, Endpoint) -> Tape? = { _, _ in nil },
    tell: @escaping @Sendable (News) -> Void = { _ in }
  ) throws {
    listener = try Listener(on: endpoint, patience: Self.breath)
    self.server = server
    self.mischief = mischief
    self.patience = patience
    self.tape = tape
    self.tell = tell
  }

  /// Accepts clients until `stop()`, and passes on what they and the server say, on threads of
  /// their own.
  public func run() {
    var number = 0
    while true {
      do {
        guard let client = try listener.accept() else { return }
        number += 1
        begin(client, number)
      } catch {
        tell(.refused(number: nil, "\(error)"))
      }
    }
  }

  /// Lets `run()` return. From any thread.
  public func stop() { listener.stop() }

  private func begin(_ client: Connection, _ number: Int) {
    // The connection goes along in a box that is emptied: a thread that has ended must not hold it.
    let box = Mutex<Connection?>(client)
    Thread.detachNewThread { [self] in
      guard let client = box.withLock({ $0.take() }) else { return }
      serve(client, number)
    }
  }

  private func serve(_ client: Connection, _ number: Int) {
    tell(.arrived(number: number, client.peer))
    let server: Connection
    do {
      server = try Connection(to: self.server, patience: patience)
    } catch {
      // A port where nobody listens resets, too.
      client.resetOnClose()
      return tell(.refused(number: number, "\(error)"))
    }
    let pair = Pair(
      client: client, server: server, number: number, tape: tape(number, client.peer))
    let back = Mutex(0)
    let backEnded = DispatchSemaphore(value: 0)
    Thread.detachNewThread { [mischief] in
      var passage = Passage(.server, pair, mischief)
      passage.run()
      back.withLock { $0 = passage.passed }
      backEnded.signal()
    }
    var passage = Passage(.client, pair, mischief)
    passage.run()
    backEnded.wait()
    tell(.ended(number: number, toServer: passage.passed, toClient: back.withLock { $0 }))
  }
}
