import Foundation
import Sockets
import Synchronization
import Workbook

/// An outbox under examination, and the threads that use it. Every call has a thread of its own, so
/// that one which never returns is a verdict.
final class OutboxScene<Outbox: ClientOutbox>: Sendable {
  private let outbox: Outbox
  private let threads = Threads()
  private let lines = Mutex<[String]>([])
  /// What is inside, as far as the answer has said so.
  private let inside = Mutex((messages: 0, bytes: 0))
  /// The call that is under way, and the mistake when it does not return.
  private let current = Mutex<(name: String, mistake: OutboxFaults.Blocked)>(
    ("put", OutboxFaults.locksTwice))

  init(_ outbox: Outbox) { self.outbox = outbox }

  /// What was done, in order; the last of it.
  var events: [String] {
    lines.withLock { $0.count > Self.shown ? ["…"] + $0.suffix(Self.shown) : $0 }
  }
  private static var shown: Int { 14 }

  func note(_ line: String) { lines.withLock { $0.append(line) } }

  // MARK: Calls that return at once

  /// - Parameter ifBlocked: the mistake when it does not return; nil for the one that follows from what
  ///   is inside.
  func put(_ message: [UInt8], _ ifBlocked: OutboxFaults.Blocked? = nil) throws -> Bool {
    let isIn = try inARow { try $0.put(message, ifBlocked) }
    note("\(name(ofPutting: message)): \(isIn)")
    return isIn
  }

  func mustPut(_ message: [UInt8]) throws {
    if try !put(message) { throw refusesGood }
  }

  var refusesGood: Mistake {
    Mistake(
      "refusesGoodInput", "put returns false, and there is room.", drawing: events,
      advice: "return true when the message is in the queue.")
  }

  func next(_ ifBlocked: @escaping OutboxFaults.Blocked) throws -> [UInt8]? {
    let message = try inARow { try $0.next(ifBlocked) }
    note("next(): \(message.map(shown) ?? "nil")")
    return message
  }

  func close() throws {
    try inARow { try $0.close() }
    note("close()")
  }

  /// Several calls, one after the other on one thread, of which none becomes an event.
  func inARow<Value: Sendable>(
    _ body: @escaping @Sendable (OutboxCalls<Outbox>) throws -> Value
  ) throws -> Value {
    let calls = OutboxCalls(outbox, self)
    let call = Call(threads, outbox) { _ in try body(calls) }
    do {
      try threads.wait { call.result != nil }
    } catch {
      let (name, mistake) = current.withLock { $0 }
      Judgement.abandon(mistake(events + ["\(name) does not return"]))
    }
    return try outcome(of: call, current.withLock { $0.name })
  }

  /// Is called on the thread that calls the answer next.
  fileprivate func begins(_ name: String, _ ifBlocked: @escaping OutboxFaults.Blocked) {
    Judgement.isGiven(events + [name])
    current.withLock { $0 = (name, ifBlocked) }
  }

  fileprivate func beginsPutting(_ message: [UInt8], _ ifBlocked: OutboxFaults.Blocked?) {
    let isFull = inside.withLock { $0.messages >= 256 || $0.bytes + message.count > 4 << 20 }
    let blocked = ifBlocked ?? (isFull ? OutboxFaults.blocks : OutboxFaults.locksTwice)
    begins(name(ofPutting: message), blocked)
  }

  fileprivate func changes(by messages: Int, _ bytes: Int) {
    inside.withLock { $0 = ($0.messages + messages, $0.bytes + bytes) }
  }

  private func name(ofPutting message: [UInt8]) -> String { "put(\(shown(message)))" }

  private func shown(_ message: [UInt8]) -> String {
    if message.isEmpty { return "[]" }
    if message.count > 12 { return "\(message.count) bytes" }
    return Conversation.readable(String(decoding: message, as: UTF8.self))
  }

  private func outcome<Value: Sendable>(of call: Call<Value>, _ name: String) throws -> Value {
    switch threads.change({ call.result }) {
    case .success(let value): return value
    case .failure(let mistake as Mistake): throw mistake
    case .failure(let error): throw error is NotStarted ? error : refusal(error, name)
    case nil: throw Mistake.waits(for: name, drawing: events)
    }
  }

  private func refusal(_ error: any Error, _ name: String) -> Mistake {
    let isClosed = lines.withLock { $0.contains("close()") }
    guard name.hasPrefix("put") else { return .refusal(error, of: name, drawing: events) }
    let state = isClosed ? "the outbox is closed" : "there may be no room"
    return Mistake.refusal(
      error, of: name, drawing: events,
      advice: "do not throw in put: return false when the message is not put in, because \(state).")
  }

  // MARK: The one that waits

  /// A call of next on an empty outbox, which waits when this returns.
  ///
  /// - Parameter isFirst: whether to look also how it waits.
  func waitingNext(isFirst: Bool = false) throws -> Call<[UInt8]?> {
    Judgement.isGiven(events + ["next()"])
    let begin = clock()
    let call = Call(threads, outbox) { try $0.next() }
    var looks = 0
    try threads.wait {
      looks += 1
      return call.result != nil || Self.isBusy(since: begin) || call.isAsleep(looks)
    }
    if threads.change({ call.result }) != nil {
      let taken = try outcome(of: call, "next()")
      throw OutboxFaults.doesNotWait(events + ["next(): \(taken.map(shown) ?? "nil"), at once"])
    }
    if Self.isBusy(since: begin) { Judgement.abandon(OutboxFaults.busyWaits(events)) }
    if isFirst, try wakesByItself(call) { Judgement.abandon(OutboxFaults.polls(events)) }
    note("next() waits")
    return call
  }

  /// Whether a thread that waits wakes up though nothing changes: it sleeps and looks, and so on.
  private func wakesByItself(_ call: Call<[UInt8]?>) throws -> Bool {
    let before = threads.change { call.sleeps }
    var looks = 0
    // Each of these looks is a twentieth of a second behind the one before.
    try threads.wait {
      looks += 1
      return looks > 3
    }
    let after = threads.change { call.sleeps }
    return (after ?? 0) - (before ?? 0) > 1
  }

  /// What the waiting call returns; nil when it never will.
  func ends(_ call: Call<[UInt8]?>) -> [UInt8]?? {
    do {
      try threads.wait { call.result != nil }
    } catch {
      Judgement.abandon(
        lines.withLock { $0.last } == "close()"
          ? OutboxFaults.sleepsAfterTheEnd(events) : OutboxFaults.wakesNobody(events))
    }
    return try? threads.change { call.result }?.get()
  }

  /// Whether somebody has computed instead of waiting: there is nothing to compute here.
  private static func isBusy(since begin: clock_t) -> Bool {
    Double(clock() - begin) / Double(CLOCKS_PER_SEC) > 0.15 * Double(Platform.slowness)
  }
}

/// The answer's calls, made on the thread that asks for them; the scene knows of each.
struct OutboxCalls<Outbox: ClientOutbox>: Sendable {
  private let outbox: Outbox
  private let scene: OutboxScene<Outbox>

  init(_ outbox: Outbox, _ scene: OutboxScene<Outbox>) {
    (self.outbox, self.scene) = (outbox, scene)
  }

  func put(_ message: [UInt8], _ ifBlocked: OutboxFaults.Blocked? = nil) throws -> Bool {
    scene.beginsPutting(message, ifBlocked)
    let isIn = try outbox.put(message)
    if isIn { scene.changes(by: 1, message.count) }
    return isIn
  }

  func next(_ ifBlocked: @escaping OutboxFaults.Blocked) throws -> [UInt8]? {
    scene.begins("next()", ifBlocked)
    let message = try outbox.next()
    if let message { scene.changes(by: -1, -message.count) }
    return message
  }

  func close() throws {
    scene.begins("close()", OutboxFaults.holdsTheLock)
    try outbox.close()
  }
}

/// One call of the answer, on a thread of its own.
final class Call<Value: Sendable>: @unchecked Sendable {
  // Sound: only touched while `threads` holds its lock.
  private(set) var result: Result<Value, any Error>?
  private var thread: Int?

  init<Outbox: ClientOutbox>(
    _ threads: Threads, _ outbox: Outbox, _ body: @escaping @Sendable (Outbox) throws -> Value
  ) {
    threads.start { [self] in
      threads.change { thread = Platform.threadNumber }
      let result = Result { try body(outbox) }
      threads.change { self.result = result }
    }
  }

  /// What it has returned, when it has.
  var value: Value {
    get throws {
      guard let result else { throw Threads.Deadlock() }
      return try result.get()
    }
  }

  /// How often its thread has gone to sleep.
  var sleeps: Int? { thread.flatMap(Platform.sleeps(ofThread:)) }

  /// Whether its thread sleeps, in the middle of the answer; where the system does not say so, after
  /// some time.
  func isAsleep(_ looks: Int) -> Bool {
    guard let states = Platform.threadStates else { return looks > 4 }
    return thread.flatMap { states[$0] } == "S"
  }
}
