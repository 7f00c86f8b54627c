import Dispatch
import Foundation
import Sockets
import Synchronization

/// A crowd of clients at a server of lesson 4 or 5, in any language.
///
///     let plan = Plan(server: endpoint, clients: 100, duration: .seconds(5), size: 64)
///     let outcome = try Load(plan).run()
///
/// First one client has a look, and only a server that it finds right meets the crowd. Then each
/// client, on a thread of its own, sends, waits for the answer and sends again, until the time is
/// up. Whatever the server does, the run ends: `patience` after that time at the latest.
public final class Load: Sendable {
  private let plan: Plan
  /// How long the first look waits for an answer that must not come.
  private let pause: Duration
  /// How long a client that has closed waits for the server to close.
  private let parting: Duration
  private let onProgress: @Sendable (Snapshot) -> Void
  private let isStopped = Atomic<Bool>(false)

  /// - Parameters:
  ///   - pause: how long the first look waits for an answer that must not come.
  ///   - parting: how long a client that has closed waits for the server to close, at most.
  ///   - onProgress: called about 20 times a second while the load is on.
  public init(
    _ plan: Plan, pause: Duration = .milliseconds(50), parting: Duration = .seconds(2),
    onProgress: @escaping @Sendable (Snapshot) -> Void = { _ in }
  ) {
    self.plan = plan
    self.pause = pause
    self.parting = parting
    self.onProgress = onProgress
  }

  /// Ends the run soon, from any thread; its outcome is what there is so far.
  public func stop() { isStopped.store(true, ordering: .relaxed) }

  /// Throws the load, and returns when it is over.
  ///
  /// - Throws: `SocketError` when the first client cannot connect.
  public func run() throws -> Outcome {
    let look = Later { [plan, pause] in
      let first = try Connection(to: plan.server, patience: plan.patience)
      let finding = FirstLook(plan: plan, pause: pause).finding(through: first)
      // The server's address, looked up once and not once for each client.
      return (server: first.peer, finding: finding)
    }
    // Who presses Ctrl-C does not wait for an answer that may never come.
    guard let (server, finding) = try look.value(unless: { self.hasStopped }) else {
      return Outcome(plan, wasStopped: true)
    }
    if finding != nil, !plan.goesOnAnyway { return Outcome(plan, finding: finding) }
    var resolved = plan
    resolved.server = server
    let crowd = Crowd(resolved, parting: min(parting, plan.patience))
    var outcome = crowd.run(unless: { self.hasStopped }, onProgress: onProgress)
    outcome.plan = plan
    outcome.finding = finding
    return outcome
  }

  private var hasStopped: Bool { isStopped.load(ordering: .relaxed) }
}

/// How often a thread that watches others looks up.
let watchInterval = DispatchTimeInterval.milliseconds(50)

/// A value that another thread finds out.
private final class Later<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)
  private let found = DispatchGroup()

  init(_ find: @escaping @Sendable () throws -> Value) {
    found.enter()
    Thread.detachNewThread { [self] in
      let outcome = Result { try find() }
      result.withLock { $0 = outcome }
      found.leave()
    }
  }

  /// Waits for it; nil when `isStopped` says that nobody wants it any more.
  func value(unless isStopped: () -> Bool) throws -> Value? {
    while found.wait(timeout: .now() + watchInterval) == .timedOut {
      if isStopped() { return nil }
    }
    return try result.withLock { $0 }?.get()
  }
}
