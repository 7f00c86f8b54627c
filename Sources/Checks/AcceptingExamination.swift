import Foundation
import Sockets
import Workbook

/// The examination of exercise 4.2: several clients at one door.
struct AcceptingExamination {
  let work: any Exercise4_2

  func run() throws {
    try examineEveryone()
    try examineNobodyWaits()
    try examineBadClient()
    try examineDoor()
  }

  /// A scripted door, and what has become of those who came through it.
  private final class Evening: ClientDoor, @unchecked Sendable {
    // Sound: everything that changes is only touched while `threads` holds its lock.
    let threads = Threads()
    private let clients: [ScriptedStream]
    private(set) var accepted = 0
    private(set) var begun: [Int] = []
    private(set) var ended = 0
    /// How many conversations had begun when all threads waited for one another.
    private(set) var begunWhenStuck: Int?
    /// Whether somebody's connection was shut down while the conversation went on.
    private(set) var isHungUp = false
    private var callsAfterTheEnd = 0
    /// Whether the next client comes only when all before it have gone, and the threads that served
    /// them have ended: what such a thread does with an error is done by then.
    private let oneByOne: Bool
    private let failure: (any Error)?

    init(clients count: Int, oneByOne: Bool = false, failure: (any Error)? = nil) {
      clients = (0..<count).map { _ in ScriptedStream([.close]) }
      self.oneByOne = oneByOne
      self.failure = failure
    }

    func accept() throws -> (any ByteStream)? {
      let number = threads.change { accepted }
      if number == clients.count {
        if let failure { throw failure }
        try wait { $0.ended >= $0.clients.count }
        let calls = threads.change {
          callsAfterTheEnd += 1
          return callsAfterTheEnd
        }
        if calls > 10 { Judgement.abandon(AcceptingExamination.loopsOnNil) }
        return nil
      }
      if oneByOne { try wait { $0.ended >= number && $0.threads.haveAllEnded } }
      return threads.change {
        accepted += 1
        return clients[number]
      }
    }

    /// Blocks; when that is for ever, notes how far things had come, whoever finds it out first.
    private func wait(until isTrue: (Evening) -> Bool) throws {
      do {
        try threads.wait { isTrue(self) }
      } catch {
        threads.change { begunWhenStuck = begunWhenStuck ?? begun.count }
        throw error
      }
    }

    /// A conversation that goes on until `isOver`.
    func serve(_ stream: any ByteStream, until isOver: (Evening) -> Bool) throws {
      let number = clients.firstIndex { $0 === stream } ?? -1
      threads.change { begun.append(number + 1) }
      defer {
        threads.change {
          ended += 1
          isHungUp = isHungUp || clients.contains { $0 === stream && $0.wasShutDown }
        }
      }
      try wait(until: isOver)
    }
  }

  /// Has the answer receive an evening's clients.
  private func receive(
    _ evening: Evening, _ story: String,
    serve: @escaping @Sendable (any ByteStream) throws -> Void
  ) throws -> Result<Void, any Error> {
    Judgement.isGiven([story])
    let outcome = Result {
      try work.serveAll(from: evening, serve: serve, startThread: evening.threads.start)
      try evening.threads.waitForAll()
    }
    if case .failure(let unsolved as NotStarted) = outcome { throw unsolved }
    return outcome
  }

  /// Clients who come and go.
  private func examineEveryone() throws {
    let count = 40
    let evening = Evening(clients: count)
    let outcome = try receive(evening, "\(count) clients, one after the other") { client in
      try evening.serve(client) { _ in true }
    }
    let (begun, accepted) = evening.threads.change { (evening.begun, evening.accepted) }
    try examineTwice(begun)
    if begun.count < count {
      throw Mistake(
        "dropsClients",
        "\(count) clients come. It took \(accepted) of them through the door, and \(begun.count) were "
          + "served.",
        advice: "in a loop: take the next client, and hand it to serve on a thread of its own.")
    }
    if case .failure(let error) = outcome { throw refusal(error, "\(count) clients") }
  }

  private func examineTwice(_ begun: [Int]) throws {
    if let twice = Dictionary(grouping: begun, by: \.self).first(where: { $1.count > 1 })?.key {
      throw Mistake(
        "servesTwice",
        "Client \(twice) is served more than once. Two conversations on one stream take each other's "
          + "bytes, and a second one after the first has nobody to talk to.",
        advice: "call serve once for each client that accept returned, also when it throws.")
    }
  }

  /// More clients than processors, none of whom leaves before all are served.
  private func examineNobodyWaits() throws {
    let count = ProcessInfo.processInfo.activeProcessorCount + 4
    let evening = Evening(clients: count)
    let outcome = try receive(evening, "\(count) clients who stay until all of them are served") {
      client in
      try evening.serve(client) { $0.begun.count == count }
    }
    if let begun = evening.threads.change({ evening.begunWhenStuck }) {
      throw begun > 1 ? usesAPool(begun, of: count) : servesOneAtATime(begun)
    }
    if evening.threads.change({ evening.isHungUp }) {
      throw Mistake(
        "hangsUp", "A client's connection is shut down while serve still talks to it.",
        advice: "startThread { … } returns at once, long before the conversation is over: whoever "
          + "serves shuts down, and nobody else.")
    }
    if case .failure(let error) = outcome { throw refusal(error, "\(count) clients at once") }
  }

  private func servesOneAtATime(_ begun: Int) -> Mistake {
    Mistake(
      "servesOneAtATime",
      "Client 1 is being served and takes its time. Client \(begun + 1) has come, and nobody serves "
        + "it: it waits until another one leaves.",
      drawing: (1...3).map {
        "client \($0) comes, and stays   \($0 <= begun ? "is served" : "waits")"
      },
      advice:
        "call serve inside of startThread { … }, go back to the door at once, and hold no lock "
        + "while serve goes on.")
  }

  private func usesAPool(_ begun: Int, of count: Int) -> Mistake {
    Mistake(
      "usesAPool",
      "\(count) clients come and stay; \(begun) of them are served, and the others wait. A queue or a "
        + "Task has only a few threads, about as many as the machine has processors, and each client "
        + "that stays keeps one of them.",
      advice: "have each client served inside of startThread { … }, on a thread of its own.")
  }

  private struct Trouble: Error, CustomStringConvertible {
    let description = "what the first client sent is no message"
  }

  /// The first conversation goes wrong; two more clients come after it.
  private func examineBadClient() throws {
    let evening = Evening(clients: 3, oneByOne: true)
    let outcome = try receive(evening, "three clients; serve throws an error for the first one") {
      client in
      try evening.serve(client) { _ in true }
      if evening.threads.change({ evening.begun.count }) == 1 { throw Trouble() }
    }
    let (begun, served) = evening.threads.change { (evening.begun, evening.begun.count) }
    try examineTwice(begun)
    let isThrown = if case .failure(let error) = outcome { error is Trouble } else { false }
    if isThrown || served < 3 {
      throw Mistake(
        "oneBadClientEndsTheServer",
        "The first client's conversation goes wrong (serve throws), and "
          + (isThrown
            ? "the whole server ends with that error."
            : "not all of the clients that come after it are served."),
        advice: "catch the error on that client's own thread; the others know nothing of it.")
    }
    if case .failure(let error) = outcome { throw refusal(error, "a client that goes wrong") }
  }

  private struct Broken: Error, CustomStringConvertible {
    let description = "the listening socket is broken"
  }

  /// What the door says itself is for the caller.
  private func examineDoor() throws {
    let evening = Evening(clients: 0, failure: Broken())
    let outcome = try receive(evening, "a door whose accept() throws") { _ in }
    if case .success = outcome {
      throw Mistake(
        "hidesTheDoorsError",
        "accept() throws an error of its own, and serveAll returns as if the door had been closed.",
        advice: "let the error of accept pass: `try`, without a `catch`.")
    }
  }

  private func refusal(_ error: any Error, _ input: String) -> Mistake {
    if error is Threads.Deadlock {
      return Mistake(
        "neverEnds",
        "The door is closed and all clients have left, and it does not return: every thread waits "
          + "for another one.",
        advice: "return when accept() is nil.")
    }
    return .refusal(error, of: input)
  }

  static let loopsOnNil = Mistake(
    "loopsOnNil",
    "accept() has returned nil, and it is called again and again: the door is closed.",
    advice: "leave the loop when accept() is nil: `while let client = try door.accept()`.")
}
