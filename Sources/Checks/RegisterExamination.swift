import Sockets
import Synchronization
import Workbook

/// The examination of exercise 4.3: numbers, count, removal, and a send that takes its time.
struct RegisterExamination<Work: Exercise4_3> {
  let work: Work

  func run(_ trial: inout Trial) throws {
    try examineNumbers()
    try examineSending(&trial)
    try examineTheDead(&trial)
    try examineTheLock()
  }

  private func makeRegister(_ story: String) -> Work.Register {
    Judgement.isGiven([story])
    return Work.Register()
  }

  // MARK: Numbers

  private func examineNumbers() throws {
    let register = makeRegister("add three times, then remove")
    try expectCount(0, register, "nobody has come yet")
    for number in 1...3 {
      let yours = try answering { try register.add(ScriptedStream()) }
      if yours != number {
        throw Mistake(
          "wrongResult", "Client number \(number) to come is given the number \(yours).",
          advice: "the first client is 1, the next one 2, and so on.")
      }
      try expectCount(number, register, "\(number) have come and nobody has left")
    }
    try leave(2, register, left: 2)
    try answering { try register.remove(2) }
    try expectCount(2, register, "client 2 is struck off a second time")
    try answering { try register.remove(99) }
    try expectCount(2, register, "client 99, who never came, is struck off")
    try leave(3, register, left: 1)
    try expectNew(4, register, "clients 2 and 3 have left")
    for number in [1, 4] { try answering { try register.remove(number) } }
    try expectCount(0, register, "all have left")
    try expectNew(5, register, "all have left")
    let other = makeRegister("a second register, after the first one has been used")
    try expectCount(0, other, "it is another register, to which nobody has come")
    let first = try answering { try other.add(ScriptedStream()) }
    if first == 1 { return }
    throw Mistake(
      "wrongResult",
      "A second register gives its first client the number \(first): the two have something in common.",
      advice:
        "keep what changes in a property of the register: nothing global, and no `static var`.")
  }

  private func leave(_ number: Int, _ register: Work.Register, left: Int) throws {
    try answering { try register.remove(number) }
    try expectCount(left, register, "client \(number) has left")
  }

  private func expectCount(
    _ expected: Int, _ register: Work.Register, _ story: String
  ) throws {
    let yours = try answering { try register.count() }
    if yours == expected { return }
    throw Mistake(
      yours > expected ? "keepsTheDead" : "wrongResult",
      "\(story.prefix(1).uppercased() + story.dropFirst()), and count() is \(yours) instead of "
        + "\(expected).",
      advice: yours > expected
        ? "remove(_:) must take the client out of what you count."
        : "count those who are entered now.")
  }

  private func expectNew(_ expected: Int, _ register: Work.Register, _ story: String) throws {
    let yours = try answering { try register.add(ScriptedStream()) }
    if yours == expected { return }
    throw Mistake(
      yours < expected ? "reusesNumbers" : "wrongResult",
      "\(story.prefix(1).uppercased() + story.dropFirst()), and the next one to come is given the "
        + "number \(yours)"
        + (yours < expected ? ", which another has had: two clients are one in the log." : "."),
      drawing: ["expected  \(expected)", "yours     \(yours)"],
      advice: "keep the last number that you gave away, and never let it become smaller.")
  }

  // MARK: Sending

  private func examineSending(_ trial: inout Trial) throws {
    let bytes = trial.bytes(12)
    let register = makeRegister("send to the second of three clients")
    let streams = [
      ScriptedStream(), ScriptedStream(sending: [.interruption, .takes(5), .takes(1)]),
      ScriptedStream(),
    ]
    for stream in streams { _ = try answering { try register.add(stream) } }
    let isSent = try answering { try register.send(bytes, to: 2) }
    if streams[1].sent != bytes {
      let isShort = !streams[1].sent.isEmpty && bytes.starts(with: streams[1].sent)
      throw Mistake(
        isShort ? "ignoresShortSend" : "wrongResult",
        isShort
          ? "A send took only 5 of the 12 bytes, and the rest was never sent."
          : "These are not the bytes that client 2 should have been sent.",
        drawing: ByteRuler.compare(expected: bytes, yours: streams[1].sent),
        advice: "use sendAll(_:) of that client's stream.")
    }
    if !isSent || !streams[0].sent.isEmpty || !streams[2].sent.isEmpty {
      throw Mistake(
        "wrongResult",
        isSent
          ? "Bytes for client 2 were sent to another one, too."
          : "All was sent, and send returns false.",
        advice: "send to the client of that number, and return true when all was sent.")
    }
    for number in [0, 4] {
      Judgement.isGiven(["send to client \(number), where there is none"])
      guard try answering({ try register.send(bytes, to: number) }) else { continue }
      throw Mistake(
        "wrongResult", "There is no client \(number), and send returns true.",
        advice: "return false when nobody has that number.")
    }
  }

  private func examineTheDead(_ trial: inout Trial) throws {
    let endings: [(ScriptedStream.Departure, String)] = [
      (.brokenPipe, "has closed the connection (EPIPE)"),
      (.reset, "has reset the connection (ECONNRESET)"),
      (.stuck, "takes no byte for as long as we wait (EAGAIN)"),
    ]
    for (departure, story) in endings {
      let register = makeRegister("a client that \(story), in the middle of a send")
      let dead = ScriptedStream(sending: [.takes(5), departure])
      for stream in [ScriptedStream(), dead, ScriptedStream()] {
        _ = try answering { try register.add(stream) }
      }
      let isSent: Bool
      do {
        isSent = try register.send(trial.bytes(12), to: 2)
      } catch {
        if error is NotStarted { throw error }
        throw Mistake(
          "refusesGoodInput",
          "Client 2 \(story), and send throws: \(error) Who calls it may be another client's "
            + "thread, which has done nothing wrong.",
          advice: "catch the error of sendAll; strike the client off, and return false.")
      }
      let count = try answering { try register.count() }
      if count == 3 || isSent {
        throw Mistake(
          "keepsTheDead",
          "Client 2 \(story). "
            + (isSent
              ? "send returns true all the same." : "It is still entered: count() is \(count)."),
          advice: "when sendAll throws: shut the stream down, strike the client off, return false.")
      }
      if !dead.wasShutDown {
        throw Mistake(
          "leavesItOpen",
          "Client 2 \(story). It is struck off, and its connection stays as it is: the thread that "
            + "receives from it waits on, for ever perhaps.",
          advice: "call shutdown() on its stream, which wakes that thread.")
      }
    }
  }

  // MARK: The lock

  /// A send to client 1 that takes its time; meanwhile others use the register.
  private func examineTheLock() throws {
    let register = makeRegister("a send to client 1 that takes its time, and others meanwhile")
    let threads = Threads()
    let slow = SlowStream(threads)
    for stream in [slow, ScriptedStream()] as [any ByteStream] {
      _ = try answering { try register.add(stream) }
    }
    threads.start { _ = try? register.send([1, 2, 3], to: 1) }
    try threads.wait { slow.isSending }
    let uses: [(String, @Sendable () throws -> Void)] = [
      ("count()", { _ = try register.count() }),
      ("add(_:)", { _ = try register.add(ScriptedStream()) }),
      ("send(_:to:) to client 2", { _ = try register.send([1], to: 2) }),
      ("remove(_:)", { try register.remove(2) }),
    ]
    for (name, use) in uses {
      let isDone = Mutex(false)
      threads.start {
        try? use()
        threads.change { isDone.withLock { $0 = true } }
      }
      do {
        try threads.wait { isDone.withLock { $0 } }
      } catch {
        Judgement.abandon(
          Mistake(
            "locksWhileSending",
            "Client 1 takes its bytes slowly. As long as that send goes on, \(name) on another "
              + "thread does not return: one slow client holds up all the others.",
            advice:
              "inside of withLock only look the client up; send when the lock is free again."))
      }
    }
    threads.change { slow.isReleased = true }
    try threads.waitForAll()
  }

  private func answering<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error where !(error is NotStarted || error is Mistake) {
      throw Mistake.refusal(error, of: "a register in good order")
    }
  }
}

/// A client whose send goes on until it is released.
private final class SlowStream: ByteStream, @unchecked Sendable {
  // Sound: what changes is only touched while `threads` holds its lock.
  private let threads: Threads
  private(set) var isSending = false
  var isReleased = false

  init(_ threads: Threads) { self.threads = threads }

  let peer = Endpoint(host: "127.0.0.1", port: 1234)

  func send(_ bytes: ArraySlice<UInt8>) throws -> Int {
    threads.change { isSending = true }
    try threads.wait { isReleased }
    return bytes.count
  }

  func receive(upTo count: Int) throws -> [UInt8] { [] }
  func finishSending() throws {}
  func shutdown() {}
  func waitForBytes(until deadline: ContinuousClock.Instant) throws -> Bool { true }
}
