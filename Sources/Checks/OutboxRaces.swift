import Foundation
import LessonKit
import Sockets
import Synchronization
import Workbook

/// What an outbox does when two threads use it at once, in three steps: what is changed without any
/// lock; what happens when others come between two visits of a monitor, which is arranged; and, for
/// locks of which nothing is known, what happens when threads have no time to lose.
struct OutboxRaces<Outbox: ClientOutbox> {
  func run() throws {
    try changesUnderALock()
    for story in Story<Outbox>.all { try holds(story) }
    try serves()
  }

  // MARK: Without a lock

  /// Properties that lie bare in the object may change during a visit of a monitor, which is a lock,
  /// and at no other time.
  private func changesUnderALock() throws {
    let outbox = Outbox()
    let calls: [(name: String, call: @Sendable (Outbox) throws -> Void)] = [
      ("put", { _ = try $0.put([1, 2, 3]) }), ("next", { _ = try $0.next() }),
      ("close", { try $0.close() }),
    ]
    for (name, call) in calls {
      let diary = Diary(BareProperties(of: outbox))
      try MonitorVisits.$watcher.withValue({ moment in
        diary.note(moment, BareProperties(of: outbox))
      }) {
        try call(outbox)
      }
      diary.note(.isComing, BareProperties(of: outbox))
      if let changed = diary.changed { throw OutboxFaults.changesBare(changed, in: name) }
    }
  }

  /// What was changed while no monitor was visited.
  private final class Diary: Sendable {
    private struct State {
      var depth = 0
      var last: BareProperties
      var changed: String?
    }
    private let state: Mutex<State>

    init(_ properties: BareProperties) { state = Mutex(State(last: properties)) }

    var changed: String? { state.withLock { $0.changed } }

    func note(_ moment: MonitorVisits.Moment, _ properties: BareProperties) {
      state.withLock { state in
        if moment == .hasLeft {
          state.depth -= 1
        } else {
          if state.depth == 0, state.changed == nil {
            state.changed = properties.firstChange(since: state.last)
          }
          state.depth += 1
        }
        state.last = properties
      }
    }
  }

  // MARK: Between two visits

  /// Stops a put wherever it comes to a monitor or leaves one, once at each of these places, and lets
  /// somebody else go first there.
  private func holds(_ story: Story<Outbox>) throws {
    var keptOut = 0
    for place in 0..<10 {
      Judgement.isGiven(story.drawing)
      let stop = Stop(Outbox(), story, at: place)
      let threads = stop.threads
      let putting = Call(threads, stop.outbox) { outbox in
        for message in story.before { _ = try outbox.put(message) }
        return try MonitorVisits.$watcher.withValue({ _ in stop.arrive() }) {
          try outbox.put(story.message)
        }
      }
      do {
        try threads.wait { putting.result != nil && stop.hasEnded }
      } catch {
        Judgement.abandon(OutboxFaults.looksTwice(story.drawing))
      }
      guard stop.wasReached else { return }
      if try putting.value, try stop.guest { throw OutboxFaults.looksTwice(story.drawing) }
      // Who is kept out there waits for a lock of another kind, which is as good.
      if stop.wasKeptOut { keptOut += 1 }
      if keptOut > 1 { return }
    }
  }

  /// The place at which a put is stopped, and who goes first there.
  private final class Stop: @unchecked Sendable {
    // Sound: everything that changes is only touched while `threads` holds its lock.
    let threads = Threads()
    let outbox: Outbox
    private let story: Story<Outbox>
    private var placesLeft: Int
    private var call: Call<Bool>?
    private(set) var wasKeptOut = false

    init(_ outbox: Outbox, _ story: Story<Outbox>, at place: Int) {
      (self.outbox, self.story, placesLeft) = (outbox, story, place)
    }

    var wasReached: Bool { call != nil }
    var hasEnded: Bool { call == nil || call?.result != nil }
    /// Whether the one who went first was told that all went well.
    var guest: Bool { get throws { try call?.value ?? false } }

    func arrive() {
      let isHere = threads.change {
        placesLeft -= 1
        return placesLeft == -1
      }
      guard isHere else { return }
      let call = Call(threads, outbox, story.meanwhile)
      threads.change { self.call = call }
      var looks = 0
      try? threads.wait {
        looks += call.isAsleep(looks) ? 1 : 0
        wasKeptOut = looks > 3
        return call.result != nil || wasKeptOut
      }
    }
  }

  // MARK: With no time to lose

  private var rounds: Int { 4 }
  private var messages: Int { 120 }

  /// Two threads put in while one takes out: each message comes once, each thread's in order. In each
  /// round, with an outbox of its own, the two begin together.
  private func serves() throws {
    let story = ["2 threads put in \(messages) messages each, and one takes them out"]
    Judgement.isGiven(story, crashing: "sharesWithoutLock")
    let outboxes = (1...rounds).map { _ in Outbox() }
    let stage = Threads()
    let arrivals = LessonKit.Monitor(0)
    for thread in [0, 1] {
      stage.start { [messages] in
        for (round, outbox) in outboxes.enumerated() {
          arrivals.change { $0 += 1 }
          try? arrivals.wait(until: { $0 >= 2 * (round + 1) }) { _ in }
          for message in 1...messages { _ = try? outbox.put([UInt8(thread), UInt8(message)]) }
        }
      }
    }
    let taking = Call(stage, outboxes[0]) { [messages] _ in
      try outboxes.map { outbox in
        var taken: [[UInt8]] = []
        while taken.count < 2 * messages, let one = try outbox.next() { taken.append(one) }
        return taken
      }
    }
    do {
      try stage.wait { taking.result != nil && stage.haveAllEnded }
    } catch {
      Judgement.abandon(OutboxFaults.sharesWithoutLock(story))
    }
    let isRight = try taking.value.allSatisfy { taken in
      [0, 1].allSatisfy { thread in
        taken.filter { $0.first == thread } == (1...messages).map { [thread, UInt8($0)] }
      }
    }
    if !isRight { throw OutboxFaults.sharesWithoutLock(story) }
  }
}

/// A put, and what another thread does in the middle of it.
private struct Story<Outbox: ClientOutbox>: Sendable {
  let before: [[UInt8]]
  let message: [UInt8]
  /// Whether it went well. It cannot have, when the put has gone well, too.
  let meanwhile: @Sendable (Outbox) throws -> Bool
  let drawing: [String]

  static var all: [Story] {
    let mebibyte = Array(repeating: UInt8(ascii: "x"), count: 1 << 20)
    return [
      Story(
        before: Array(repeating: [1], count: 255), message: [2], meanwhile: { try $0.put([3]) },
        drawing: [
          "255 messages are in the queue: there is room for one more",
          "put(one), and in the middle of it another thread comes in:",
          "      put(another): true", "put(one): true, and there was room for one of them",
        ]),
      Story(
        before: Array(repeating: mebibyte, count: 3), message: mebibyte,
        meanwhile: { try $0.put(mebibyte) },
        drawing: [
          "3 MiB are in the queue: there is room for one more",
          "put(1 MiB), and in the middle of it another thread comes in:",
          "      put(1 MiB): true", "put(1 MiB): true, and there was room for one of them",
        ]),
      Story(
        before: [], message: [1],
        meanwhile: {
          try $0.close()
          return try $0.next() == nil
        },
        drawing: [
          "put(one), and in the middle of it another thread comes in:",
          "      close()", "      next(): nil, the end",
          "put(one): true, and nobody will take it out",
        ]),
    ]
  }
}

/// The properties of an object that lie in it as they are, so that nothing but care keeps two threads
/// from changing them at once.
struct BareProperties: Equatable {
  /// Their names, and as much of each value as is needed to see that it changes. Empty when the lock
  /// may be another one than a monitor's, of which nobody here knows when it is held: one in the
  /// object, or, when there is no monitor in it, one that lies elsewhere.
  private var values: [(name: String, value: String)] = []

  init(of object: AnyObject) {
    let mirror = Mirror(reflecting: object)
    guard mirror.children.contains(where: { $0.value is any VisitedMonitor }) else { return }
    for (label, value) in mirror.children {
      guard let text = Self.describe(value) else {
        values = []
        return
      }
      values.append((label ?? "", text))
    }
  }

  static func == (left: Self, right: Self) -> Bool { left.firstChange(since: right) == nil }

  func firstChange(since before: Self) -> String? {
    zip(before.values, values).first { $0.value != $1.value }?.1.name
      .replacing("$__lazy_storage_$_", with: "")
  }

  /// Nil for whatever is not a plain value.
  private static func describe(_ value: Any, _ depth: Int = 0) -> String? {
    if value is any VisitedMonitor { return "" }
    if value is any BinaryInteger || value is Bool || value is String { return "\(value)" }
    let mirror = Mirror(reflecting: value)
    let children = mirror.children
    switch mirror.displayStyle {
    case .class where value is NSObject || depth > 2: return nil
    case .collection, .dictionary, .set: return "\(children.count)"
    case .optional where children.isEmpty: return "nil"
    case .enum where children.isEmpty: return "\(value)"
    case .struct, .tuple, .optional, .enum, .class:
      let parts = children.map { describe($0.value, depth + 1) }
      return parts.isEmpty || parts.contains(nil)
        ? nil : parts.compactMap(\.self).joined(separator: " ")
    default: return nil
    }
  }
}

/// A lock whose visits are known.
private protocol VisitedMonitor {}
extension LessonKit.Monitor: VisitedMonitor {}
