import Dispatch
import Foundation
import Sockets
import Workbook

/// A server's day in exercise 5.3: a door with a list of clients, who behave as they are told, and
/// threads of which everything is known.
final class ServerDay: ClientDoor, ServerThreads, @unchecked Sendable {
  // Sound: everything that changes is only touched while `threads` holds its lock.

  /// How a client behaves, once it is being served.
  enum Manner: String {
    /// Sends nothing, and waits.
    case idle = "says nothing"
    /// Sends the first bytes of a header, and no more.
    case insideHeader = "sends half a header"
    /// Takes no byte of its answer: a send to it blocks.
    case takesNothing = "reads no answer"
    /// Closes at once; and its thread is quicker than the one that has started it.
    case leaves = "leaves again"
    /// Closes when another client has come.
    case leavesLater = "leaves when the next one is there"
    /// Idle, and its thread gets to run only when the server has begun to stop.
    case late = "says nothing; its thread is slow to start"

    var stays: Bool { self != .leaves && self != .leavesLater }
  }

  /// What has become of a client.
  struct Guest {
    let manner: Manner
    var hasThread = false
    var timesServed = 0
    /// Whether its conversation stands still, or is over: nothing more will happen by itself.
    var isSettled = false
    var hasEnded = false
    var isShutDown = false
    var isHalfClosed = false
    /// Whether nobody holds its stream any more.
    var isReleased = false
    /// Whether it was shut down while the door was open and it was still there.
    var wasThrownOut = false
  }

  /// All that changes.
  struct State {
    /// Those who were accepted.
    var guests: [Guest] = []
    /// How many wait in `accept`.
    var atTheDoor = 0
    var isDoorClosed = false
    var callsAfterTheEnd = 0
    /// How many of the threads that were started have not ended.
    var running = 0
    var isWaitedFor = false
    /// Whether the thread on which the answer was called holds a conversation itself.
    var servesItself = false
    var hasReturned = false
    var lingered = 0
    var events: [String] = []

    var thrownOut: Int? { guests.firstIndex(where: \.wasThrownOut) }
    /// Whose conversations go on although the server has stopped.
    var left: [Int] { guests.indices.filter { !guests[$0].hasEnded && !guests[$0].isShutDown } }
  }

  let threads = Threads()
  private let coming: [Manner]
  private let failure: (any Error)?
  private var state = State()
  /// How things stood when the answer returned, or when nothing moved any more.
  private var verdict: (state: State, isDeadlocked: Bool)?
  private var answerThread: Thread?
  /// Left by each thread when it begins to serve, or ends; `fresh` are those that have not yet.
  private let beginnings = DispatchGroup()
  private var fresh: Set<ObjectIdentifier> = []
  /// Opened when the answer waits for its threads in a way that we see, or has returned.
  private let ending: Gate
  /// Opened as well when the late client has been shut down.
  private let starting = Gate(patience: .milliseconds(150))

  /// - Parameters:
  ///   - failure: what `accept` throws when all have come, instead of returning nil.
  ///   - work: for how long a conversation that is over has something to do, when the answer waits
  ///     for its end in a way of its own; otherwise until the answer waits, or has returned.
  init(_ coming: [Manner], failure: (any Error)? = nil, work: DispatchTimeInterval) {
    self.coming = coming
    self.failure = failure
    ending = Gate(patience: work)
  }

  // MARK: The examiner

  /// Has the answer run the server for a day.
  ///
  /// - Returns: what it returned, and how things stood then, or when all threads waited for ever.
  func live(
    _ answer: @escaping @Sendable (ServerDay) throws -> Void
  ) -> (outcome: Result<Void, any Error>?, state: State, isDeadlocked: Bool) {
    let outcome = Box()
    threads.start { [self] in
      threads.change { answerThread = .current }
      let result = Result { try answer(self) }
      threads.change {
        outcome.result = result
        state.hasReturned = true
        verdict = verdict ?? (state, false)
      }
      ending.open()
      starting.open()
    }
    try? wait { $0.hasReturned }
    let final = threads.change { verdict ?? (state, true) }
    if !final.isDeadlocked { try? threads.waitForAll() }
    return (threads.change { outcome.result }, final.state, final.isDeadlocked)
  }

  /// A client that was served more than once, when every thread that was started has had its chance
  /// to; for an answer in which something is wrong.
  func servedTwice() -> Int? {
    _ = beginnings.wait(timeout: .now() + .milliseconds(300))
    return threads.change { state.guests.firstIndex { $0.timesServed > 1 } }
  }

  private final class Box: @unchecked Sendable {
    // Sound: only touched while `threads` holds its lock.
    var result: Result<Void, any Error>?
  }

  /// Blocks until the day is as wanted. Whoever finds that nothing moves any more notes how things
  /// stand, before anybody who was told so moves again.
  private func wait(until isTrue: (State) -> Bool) throws {
    do {
      try threads.wait { isTrue(state) }
    } catch {
      threads.change { verdict = verdict ?? (state, true) }
      throw error
    }
  }

  private func note(_ event: String) { state.events.append(event) }

  // MARK: The door

  func accept() throws -> (any ByteStream)? {
    let number = threads.change {
      state.atTheDoor += 1
      return state.guests.count
    }
    defer { threads.change { state.atTheDoor -= 1 } }
    if number == coming.count { return try close() }
    let manner = coming[number]
    if manner == .late { try wait { $0.guests.allSatisfy(\.isSettled) } }
    if coming.prefix(max(0, number - 1)).contains(.leavesLater) { try waitForRelease() }
    threads.change {
      state.guests.append(Guest(manner: manner))
      note("client \(number + 1) comes, and \(manner.rawValue)")
    }
    return Caller(self, number)
  }

  private func close() throws -> (any ByteStream)? {
    try wait { $0.guests.allSatisfy { $0.isSettled || $0.manner == .late } }
    try waitForRelease()
    let calls = threads.change {
      if !state.isDoorClosed { note("the door closes: accept() is nil") }
      state.isDoorClosed = true
      state.callsAfterTheEnd += 1
      return state.callsAfterTheEnd
    }
    if let failure {
      if calls > 10 { Judgement.abandon(StoppingExamination.hidesTheDoorsError) }
      throw failure
    }
    if calls > 10 { Judgement.abandon(AcceptingExamination.loopsOnNil) }
    return nil
  }

  /// Whoever has left is to be let go of: its descriptor closes with the last reference.
  private func waitForRelease() throws {
    try wait { $0.guests.allSatisfy { $0.isReleased || $0.manner.stays } }
  }

  // MARK: The threads

  func start(_ body: @escaping @Sendable () -> Void) {
    beginnings.enter()
    let manner = threads.change {
      state.running += 1
      if let last = state.guests.indices.last { state.guests[last].hasThread = true }
      return state.guests.last?.manner
    }
    // Not for ever: its end may need a lock that is held meanwhile.
    let end = Gate(patience: .milliseconds(300))
    threads.start { [self] in
      if manner == .late { waitWorking(starting) }
      threads.change { _ = fresh.insert(ObjectIdentifier(Thread.current)) }
      body()
      hasBegun()
      end.open()
      threads.change { state.running -= 1 }
    }
    if manner == .leaves { waitWorking(end) }
  }

  /// Waits at a gate, as somebody who is busy meanwhile and not one of a deadlock.
  private func waitWorking(_ gate: Gate) {
    let deadline = DispatchTime.now() + gate.patience
    let start = clock()
    while !gate.wait(until: min(deadline, .now() + .milliseconds(50))), .now() < deadline {
      threads.change {}
      // Here everybody waits, and nobody has anything to compute.
      if Judgement.isAlone, clock() - start > Self.muchComputing {
        Judgement.abandon(StoppingExamination.waitsInCircles(threads.change { state }))
      }
    }
  }
  /// Processor time in the microseconds of clock(3): little enough to be had on a busy machine, too.
  private static let muchComputing = 50_000

  private func hasBegun() {
    let isFirst = threads.change { fresh.remove(ObjectIdentifier(Thread.current)) != nil }
    if isFirst { beginnings.leave() }
  }

  func waitForAll() {
    threads.change {
      note("you call waitForAll()")
      state.isWaitedFor = true
    }
    ending.open()
    starting.open()
    try? wait { $0.running == 0 }
  }

  // MARK: A conversation

  /// Holds one client's conversation, until it is over.
  func serve(_ stream: any ByteStream) {
    let number = Int(stream.peer.port)
    let isOwn = answerThread === Thread.current
    threads.change {
      state.guests[number].timesServed += 1
      state.servesItself = state.servesItself || isOwn
    }
    hasBegun()
    do {
      if threads.change({ state.guests[number].manner }) == .takesNothing {
        _ = try stream.send([0][...])
      }
      while try !stream.receive(upTo: 64).isEmpty {}
    } catch {
      // Shut down in the middle: over as well.
    }
    // What a conversation still has to do takes as long as it takes: long enough to be missed by
    // whoever does not wait for it.
    if threads.change({ state.isDoorClosed }) { waitWorking(ending) }
    threads.change { state.guests[number].hasEnded = true }
  }

  /// A client's stream.
  private final class Caller: ByteStream {
    let peer: Endpoint
    private let day: ServerDay
    private let number: Int

    init(_ day: ServerDay, _ number: Int) {
      self.day = day
      self.number = number
      // By its peer it is known, whatever the answer has put around it.
      peer = Endpoint(host: "client \(number + 1)", port: UInt16(number))
    }

    deinit { day.threads.change { day.state.guests[number].isReleased = true } }

    func receive(upTo count: Int) throws -> [UInt8] {
      let (manner, isFirst) = day.threads.change {
        defer { day.state.guests[number].isSettled = true }
        return (day.state.guests[number].manner, !day.state.guests[number].isSettled)
      }
      if manner == .leaves { return [] }
      if manner == .leavesLater { return try day.leave(number) }
      if manner == .insideHeader, isFirst { return Array("5  ".utf8) }
      try day.wait { $0.guests[number].isShutDown }
      return []
    }

    func send(_ bytes: ArraySlice<UInt8>) throws -> Int {
      day.threads.change { day.state.guests[number].isSettled = true }
      try day.wait { $0.guests[number].isShutDown }
      throw SocketError("send to \(peer)", .brokenPipe)
    }

    func finishSending() throws { day.threads.change { day.halfClose(number) } }

    func shutdown() {
      if day.threads.change({ day.shutDown(number) }) { day.starting.open() }
    }

    func waitForBytes(until deadline: ContinuousClock.Instant) throws -> Bool {
      day.threads.change {
        let isThere = !day.state.guests[number].isShutDown
        if isThere, day.answerThread === Thread.current { day.state.lingered += 1 }
        return !isThere
      }
    }
  }

  /// Waits until another client is there, and leaves.
  private func leave(_ number: Int) throws -> [UInt8] {
    try wait { $0.guests.dropFirst(number + 1).contains(where: \.isSettled) }
    threads.change { note("client \(number + 1) leaves") }
    return []
  }

  private func halfClose(_ number: Int) {
    if !state.guests[number].isHalfClosed { note("you half-close client \(number + 1)") }
    state.guests[number].isHalfClosed = true
  }

  /// - Returns: whether that was the late client.
  private func shutDown(_ number: Int) -> Bool {
    if state.guests[number].isShutDown || state.guests[number].hasEnded { return false }
    note("you shut client \(number + 1) down")
    state.guests[number].isShutDown = true
    state.guests[number].wasThrownOut =
      !state.isDoorClosed && state.guests[number].manner.stays
    return state.guests[number].manner == .late
  }
}
