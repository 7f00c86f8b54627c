import Dispatch
import Foundation
import Sockets
import Synchronization

/// Ctrl-C and SIGTERM, turned from a sudden death into a call.
///
/// The first one runs what was registered, so that a program ends in order; with nothing
/// registered there is nothing to put in order, and the process ends with status 0. A second
/// one ends it at once.
public final class Interruption: Sendable {
  public static let shared = Interruption()
  private struct State {
    var count = 0
    var actions: [@Sendable () -> Void] = []
    var sources: [any DispatchSourceSignal] = []
  }
  private let state = Mutex(State())
  /// Asked before each line of a log, by many threads; none should wait for another here.
  private let isOver = Atomic(false)
  /// How many seconds a program has to end in order.
  private static let patience = 1.5 * Double(Platform.slowness)

  /// Whether the first one has come.
  public var hasCome: Bool { isOver.load(ordering: .relaxed) }

  /// From now on, SIGINT and SIGTERM come here and SIGPIPE kills nobody.
  ///
  /// - Source: signal(2).
  public func install() {
    signal(SIGPIPE, SIG_IGN)
    let registered = DispatchSemaphore(value: 0)
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      state.withLock {
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { Interruption.shared.arrive() }
        source.setRegistrationHandler { registered.signal() }
        source.resume()
        $0.sources.append(source)
      }
      // Until then it would be ignored, and a Ctrl-C lost.
      registered.wait()
    }
  }

  /// Runs `action` when the first one comes; at once if it has come already.
  public func whenItComes(_ action: @escaping @Sendable () -> Void) {
    let isLate = state.withLock {
      $0.actions.append(action)
      return $0.count > 0
    }
    if isLate { action() }
  }

  private func arrive() {
    let (count, actions) = state.withLock {
      $0.count += 1
      isOver.store(true, ordering: .relaxed)
      return ($0.count, $0.actions)
    }
    // The terminal has written ^C, or half a line stands there; what comes next begins its own.
    if !Console.standard.leaveTyping(), isatty(STDERR_FILENO) == 1 { Console.standard.complain("") }
    if count > 1 { Exit.byForce(130) }
    if actions.isEmpty { Exit.with(0) }
    // What does not end in order ends all the same.
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) {
      Console.standard.complain(
        "it did not stop in order within \(Self.patience) s; ended by force.")
      // Not `exit`: it would wait for a thread that is stuck in a `print` nobody reads.
      _exit(1)
    }
    for action in actions { action() }
  }
}
