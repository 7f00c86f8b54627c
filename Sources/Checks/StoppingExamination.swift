import Dispatch
import Sockets
import Workbook

/// The examination of exercise 5.3: days that end with clients still there.
struct StoppingExamination {
  static let mistakes = [
    "closesListenerOnly", "leavesThreads", "waitsForIdleClients", "halfClosesOnly",
    "lingersWithEach", "holdsTheLock", "missesSome", "missesTheLatest", "keepsTheDead", "throwsOut",
    "servesOneAtATime", "servesTwice", "dropsClients", "loopsOnNil", "hidesTheDoorsError",
    "waitsInCircles",
  ]

  let work: any Exercise5_3 & Sendable

  func run() throws {
    // The conversation that is over has something to do for longer than anybody waits who only waits
    // for a while. Who waits for the threads themselves is through at once; with a group of their
    // own, say, it takes as long as this.
    try examine([.idle], work: .milliseconds(1200))
    try examine([])
    try examine([.idle, .insideHeader, .takesNothing])
    try examine([.leaves, .idle])
    try examine([.leavesLater, .idle, .idle])
    try examine([.idle, .late])
    try examineFailure()
  }

  /// A door that fails for a reason of its own. What becomes of the clients then is not asked, so
  /// there are none.
  private func examineFailure() throws {
    Judgement.isGiven(["a door whose accept() throws"])
    let day = ServerDay([], failure: Broken(), work: .milliseconds(150))
    let work = work
    let (outcome, _, _) = day.live { day in try work.run(day, on: day) { day.serve($0) } }
    if case .success = outcome { throw Self.hidesTheDoorsError }
  }

  private struct Broken: Error, CustomStringConvertible {
    let description = "the listening socket is broken"
  }

  static let hidesTheDoorsError = Mistake(
    "hidesTheDoorsError",
    "accept() throws an error of its own, and run goes on as if the door had been closed: nobody "
      + "learns why the server has stopped.",
    advice: "let the error of accept pass: `try`, not `try?`, and without a `catch` that keeps it.")

  /// It computes while there is nothing to do but to wait.
  static func waitsInCircles(_ state: ServerDay.State) -> Mistake {
    Mistake(
      "waitsInCircles",
      "It looks again and again whether something has happened, and takes a whole processor for "
        + "that, which the threads that it waits for could use.",
      drawing: state.events + ["you turn in circles"],
      advice: "threads.waitForAll() waits, and takes nothing.")
  }

  private func examine(
    _ guests: [ServerDay.Manner], work time: DispatchTimeInterval = .milliseconds(150)
  ) throws {
    let day = ServerDay(guests, work: time)
    let story =
      guests.isEmpty
      ? "a day without clients"
      : "a day on which "
        + guests.enumerated().map { "client \($0 + 1) \($1.rawValue)" }.joined(separator: ", ")
    Judgement.isGiven([story])
    let work = work
    let (outcome, state, isDeadlocked) = day.live { day in
      try work.run(day, on: day) { day.serve($0) }
    }
    if case .failure(let unsolved as NotStarted) = outcome { throw unsolved }
    if let mistake = mistake(state, isDeadlocked: isDeadlocked, guests) {
      throw day.servedTwice().map { servesTwice($0, state) } ?? mistake
    }
    if case .failure(let error) = outcome { throw Mistake.refusal(error, of: story) }
  }

  private func mistake(
    _ state: ServerDay.State, isDeadlocked: Bool, _ guests: [ServerDay.Manner]
  ) -> Mistake? {
    if let number = state.thrownOut { return throwsOut(number, state) }
    // Also when all goes well in the end.
    if let number = state.guests.firstIndex(where: { $0.timesServed > 1 }) {
      return servesTwice(number, state)
    }
    if !state.isDoorClosed { return beforeTheEnd(state, isDeadlocked, guests) }
    if isDeadlocked { return deadlock(state) }
    return afterReturn(state)
  }

  // MARK: While the door is open

  private func throwsOut(_ number: Int, _ state: ServerDay.State) -> Mistake {
    Mistake(
      "throwsOut",
      "It shuts client \(number + 1) down while the door is still open: that client has done nothing "
        + "wrong, and the server does not stop yet.",
      drawing: state.events,
      advice: "shut the clients down behind the loop, when accept() has been nil.")
  }

  private func servesTwice(_ number: Int, _ state: ServerDay.State) -> Mistake {
    Mistake(
      "servesTwice",
      "Client \(number + 1) is served more than once: two threads receive from one stream, and each "
        + "gets a part of the bytes.",
      drawing: state.events, advice: "call serve once for each client that accept returned.")
  }

  private func beforeTheEnd(
    _ state: ServerDay.State, _ isDeadlocked: Bool, _ guests: [ServerDay.Manner]
  ) -> Mistake {
    if !isDeadlocked {
      return Mistake(
        "dropsClients", "It returns while the door is open: accept() has not been nil yet.",
        drawing: state.events, advice: "take clients in a loop, until accept() is nil.")
    }
    let unserved = state.guests.firstIndex { $0.timesServed == 0 && $0.manner != .late }
    if state.servesItself || state.isWaitedFor { return servesOneAtATime(state) }
    if let unserved, !state.guests[unserved].hasThread, state.atTheDoor > 0 {
      return Mistake(
        "dropsClients", "Client \(unserved + 1) came through the door, and nobody serves it.",
        drawing: state.events,
        advice:
          "give each client a thread on which serve is called: threads.start { serve(client) }.")
    }
    if state.atTheDoor == 0 || unserved != nil { return blocks(unserved, state) }
    let held = state.guests.firstIndex { !$0.manner.stays && !$0.isReleased }
    return held.map { keepsTheDead($0, state) } ?? servesOneAtATime(state)
  }

  private func servesOneAtATime(_ state: ServerDay.State) -> Mistake {
    Mistake(
      "servesOneAtATime",
      "Client \(state.guests.count) is being served and takes its time, and nobody goes back to the "
        + "door: whoever comes next waits, and nobody would notice that it closes.",
      drawing: state.events + ["nobody calls accept()"],
      advice: "call serve inside of threads.start { … }, and go back to the door at once.")
  }

  /// Somebody stands still who neither serves, nor waits for the threads, nor stands at the door.
  private func blocks(_ unserved: Int?, _ state: ServerDay.State) -> Mistake {
    let dropped = unserved.map { state.guests[$0].hasThread && state.running == 0 } ?? false
    if let unserved, dropped {
      return Mistake(
        "dropsClients",
        "The thread that was started for client \(unserved + 1) has ended, and has not served it.",
        drawing: state.events, advice: "call serve(client) on that thread.")
    }
    let place =
      unserved.map { "client \($0 + 1) has come, and its conversation does not begin" }
      ?? "nobody gets back to the door"
    return Mistake(
      "holdsTheLock",
      "While client 1 is being served everything stands still: \(place). Somebody waits for what "
        + "somebody else holds, a lock perhaps, for as long as a conversation takes.",
      drawing: state.events,
      advice:
        "hold the lock for as long as you change what is in it; accept, start and serve outside.")
  }

  private func keepsTheDead(_ number: Int, _ state: ServerDay.State) -> Mistake {
    Mistake(
      "keepsTheDead",
      "Client \(number + 1) has left, and its stream is still held: its descriptor stays open. A "
        + "server that runs for days has none left at last, and accepts nobody.",
      drawing: state.events + ["client \(number + 1) has been served, and is not let go of"],
      advice:
        "enter a client in front of threads.start, for its thread may be quicker than your next "
        + "line; and take it out as soon as serve has returned, on its own thread.")
  }

  // MARK: Nothing moves any more

  private func deadlock(_ state: ServerDay.State) -> Mistake {
    let waiting = state.left.map { "client \($0 + 1)'s thread waits for its client" }
    if state.left.isEmpty { return standstill(state) }
    if state.left.contains(where: { state.guests[$0].isHalfClosed }) {
      return Mistake(
        "halfClosesOnly",
        "It half-closes the clients and waits for their threads. Half-closed means that we send "
          + "nothing more; the client may go on, and its thread goes on receiving.",
        drawing: state.events + waiting,
        advice: "shutdown() ends both directions, and wakes whoever waits in a receive or a send.")
    }
    if state.guests.contains(where: \.isShutDown) { return misses(state, waiting) }
    return Mistake(
      "waitsForIdleClients",
      (state.isWaitedFor
        ? "It waits until the threads have ended, and they wait for clients that say nothing. "
        : "The door is closed, and it waits for something (its threads, or a lock that one of them "
          + "holds) before anybody is shut down; and the threads wait for clients that say nothing. ")
        + "Nobody will ever move: that is a deadlock, and one idle client is enough for it.",
      drawing: state.events + waiting,
      advice:
        "shut down (shutdown()) every client that is still there, and wait for the threads then; "
        + (state.isWaitedFor
          ? "a client stays in your list until serve has returned."
          : "hold no lock while serve goes on."))
  }

  /// All conversations are over, and it does not return.
  private func standstill(_ state: ServerDay.State) -> Mistake {
    if state.running > 0 {
      return Mistake(
        "holdsTheLock",
        "All clients are shut down and their conversations are over, and yet their threads do not "
          + "end, and it waits for them: what they still need is held by whoever waits.",
        drawing: state.events + [
          "\(state.running) \(state.running == 1 ? "thread" : "threads"): served, and not ended"
        ],
        advice:
          "leave withLock { … } before you wait; inside of it only take a copy of the clients.")
    }
    return Mistake(
      "neverEnds",
      "The door is closed, all threads have ended, and it does not return: it waits for something "
        + "that never comes.",
      drawing: state.events,
      advice: "does each enter() of your group have its leave(), and each wait() its signal()?")
  }

  private func misses(_ state: ServerDay.State, _ ends: [String]) -> Mistake {
    let names = state.left.map { "client \($0 + 1)" }.joined(separator: " and ")
    if state.left.contains(where: { state.guests[$0].manner != .late }) {
      let hasLeft = state.guests.contains { $0.manner == .leavesLater }
      return Mistake(
        "missesSome",
        "It shuts down some of the clients that are still there, and misses \(names).",
        drawing: state.events + ends,
        advice: "keep every client from accept until serve has returned, and shut all of them down."
          + (hasLeft
            ? " One has left here before the last came: a number that is made of how many there "
              + "are comes a second time then, and the new client takes the place of another."
            : "")
      )
    }
    return Mistake(
      "missesTheLatest",
      "It misses \(names), which came last. A thread may be slow to start, and what it is to note "
        + "about its client is not noted yet when the door closes.",
      drawing: state.events + ends,
      advice: "note each client before its thread starts, in the loop that accepts.")
  }

  // MARK: It has returned

  private func afterReturn(_ state: ServerDay.State) -> Mistake? {
    if !state.left.isEmpty {
      let isNone = !state.guests.contains(where: \.isShutDown)
      let ends = state.left.map { "client \($0 + 1)'s conversation goes on" }
      guard isNone else { return misses(state, ends) }
      return Mistake(
        "closesListenerOnly",
        "The door is closed and it returns, and the clients that are still there are left as they are: "
          + "their threads wait in the middle of a conversation when the program ends.",
        drawing: state.events + ["you return"] + ends,
        advice: "shut down every client that is still there, and wait until the threads have ended."
      )
    }
    let unfinished = state.guests.indices.filter { !state.guests[$0].hasEnded }
    if !unfinished.isEmpty, state.isWaitedFor {
      return Mistake(
        "leavesThreads",
        "It calls waitForAll() and returns, and not all threads have ended: waitForAll() knows those "
          + "that threads.start has started, and no others.",
        drawing: state.events + ["you return"]
          + unfinished.map { "client \($0 + 1)'s thread has not ended" },
        advice: "start each client's thread with threads.start { … }.")
    }
    if !unfinished.isEmpty {
      return Mistake(
        "leavesThreads",
        "It shuts the clients down and returns before their threads have ended. What these still had "
          + "to do (the last line of the log, say) is cut off with the program.",
        drawing: state.events + ["you return"]
          + unfinished.map { "client \($0 + 1)'s thread has not ended" },
        advice:
          "call threads.waitForAll() when all are shut down, and return then; no time that one "
          + "could wait instead is always long enough.")
    }
    if state.lingered > 1 {
      return Mistake(
        "lingersWithEach",
        "It gives each client a second to leave, one after the other: with a hundred idle clients the "
          + "server takes a hundred seconds to stop, and Ctrl-C is to end it within two.",
        drawing: state.events,
        advice:
          "shutdown() returns at once. An answer that is just being sent may be lost; waiting a "
          + "second for each client, one after the other, is no cure for that.")
    }
    return nil
  }
}
