import Checks
import Foundation
import Sockets
import Workbook

/// A wrong program answers one exercise; the others it has not started.
private protocol Wrong: Lesson03Workbook where Ticker == Ticking {}

extension Wrong {
  func timeMessage(at seconds: Double) throws -> String { try notStarted() }
  func push(_ nextMessage: () throws -> [UInt8], to client: any ByteStream) throws -> Int {
    try notStarted()
  }
}

/// A ticker made of a function; which one, is said by the program that is running.
struct Ticking: TickSource {
  struct State {
    let interval: Duration
    let clock: any TickClock
    let start: Duration
    var tick = 0
    var firstCall: Duration?
  }
  nonisolated(unsafe) static var answer: (inout State) throws -> Int = { _ in try notStarted() }
  private var state: State

  init(every interval: Duration, clock: any TickClock) {
    state = State(interval: interval, clock: clock, start: clock.now)
  }

  mutating func next() throws -> Int { try Self.answer(&state) }
}

private struct Messages: Wrong {
  typealias Ticker = Ticking
  let answer: @Sendable (Double) throws -> String
  func timeMessage(at seconds: Double) throws -> String { try answer(seconds) }
}

private struct Pushing: Wrong {
  typealias Ticker = Ticking
  let answer: @Sendable (() throws -> [UInt8], any ByteStream) throws -> Int
  func push(_ nextMessage: () throws -> [UInt8], to client: any ByteStream) throws -> Int {
    try answer(nextMessage, client)
  }
}

private struct Tickers: Wrong {
  typealias Ticker = Ticking
}

private func message(
  _ name: String, _ summary: String, _ answer: @escaping @Sendable (Double) throws -> String
) -> WrongProgram {
  WrongProgram(exercise: "3.1", name: name, summary: summary) {
    ExerciseProgram.lesson03(Messages(answer: answer), $0)
  }
}

private func push(
  _ name: String, _ summary: String,
  _ answer: @escaping @Sendable (() throws -> [UInt8], any ByteStream) throws -> Int
) -> WrongProgram {
  WrongProgram(exercise: "3.2", name: name, summary: summary) {
    ExerciseProgram.lesson03(Pushing(answer: answer), $0)
  }
}

private func ticks(
  _ name: String, _ summary: String,
  _ answer: @escaping @Sendable (inout Ticking.State) throws -> Int
) -> WrongProgram {
  WrongProgram(exercise: "3.3", name: name, summary: summary) {
    // Sound: set once, before anything else runs, in a process of one thread.
    Ticking.answer = answer
    ExerciseProgram.lesson03(Tickers(), $0)
  }
}

extension WrongProgram {
  static let lesson03: [WrongProgram] = [
    // MARK: 3.1
    message("wrongPrecision", "writes as many decimals as there happen to be") {
      "The time is \($0)"
    },
    message("wrongPrecision-whole", "writes whole seconds") { "The time is \(Int($0))" },
    message("localisedNumber", "writes a decimal comma") {
      "The time is " + String(format: "%.6f", locale: Locale(identifier: "de_DE"), $0)
    },
    message("localisedNumber-grouping", "writes thousands apart") {
      "The time is "
        + $0.formatted(.number.precision(.fractionLength(6)).locale(Locale(identifier: "en_US")))
    },
    message("wrongResult", "says something else") { "Time: " + String(format: "%.6f", $0) },
    // MARK: 3.2
    push("keepsPushing", "goes on when a send has failed") { next, client in
      var sent = 0
      while true {
        do {
          try client.sendAll(try next())
          sent += 1
        } catch is SocketError {
          continue
        }
      }
    },
    push("keepsPushing-swallowingErrors", "takes no error for an answer") { next, client in
      var sent = 0
      while sent < 1000 {
        if let message = try? next(), (try? client.sendAll(message)) != nil { sent += 1 }
      }
      return sent
    },
    push("diesWithThePeer", "lets the error out") { next, client in
      while true { try client.sendAll(try next()) }
    },
    push("countsTheLost", "counts before it sends") { next, client in
      var sent = 0
      do {
        while true {
          let message = try next()
          sent += 1
          try client.sendAll(message)
        }
      } catch let error as SocketError where error.isPeerGone {
        return sent
      }
    },
    push("ignoresShortSend", "calls send once a message") { next, client in
      var sent = 0
      do {
        while true {
          _ = try client.send(try next()[...])
          sent += 1
        }
      } catch let error as SocketError where error.isPeerGone {
        return sent
      }
    },
    push("catchesEverything", "takes every error for the end") { next, client in
      var sent = 0
      do {
        while true {
          try client.sendAll(try next())
          sent += 1
        }
      } catch {
        return sent
      }
    },
    push("catchesEverything-fromTheSocket", "takes every error of a socket for the end") {
      next, client in
      var sent = 0
      do {
        while true {
          try client.sendAll(try next())
          sent += 1
        }
      } catch is SocketError {
        return sent
      }
    },
    push("wrongResult-repeating", "sends the first message again and again") { next, client in
      let message = try next()
      var sent = 0
      do {
        while true {
          try client.sendAll(message)
          sent += 1
        }
      } catch let error as SocketError where error.isPeerGone {
        return sent
      }
    },
    push("wrongResult", "says that none were sent") { next, client in
      do {
        while true { try client.sendAll(try next()) }
      } catch let error as SocketError where error.isPeerGone {
        return -1
      }
    },
    // MARK: 3.3
    ticks("sleepsAfterWork", "sleeps for an interval each time") { state in
      try state.clock.sleep(for: state.interval)
      state.tick = Int((state.clock.now - state.start) / state.interval)
      return state.tick
    },
    ticks("sleepsAfterWork-counting", "the same, and counts") { state in
      try state.clock.sleep(for: state.interval)
      state.tick += 1
      return state.tick
    },
    ticks("catchesUpInABurst", "makes up for every tick that it missed") { state in
      state.tick += 1
      try state.clock.sleep(until: state.start + state.interval * state.tick)
      return state.tick
    },
    ticks("renumbersTicks", "skips, and does not count what it skips") { state in
      let passed = Int((state.clock.now - state.start) / state.interval)
      try state.clock.sleep(until: state.start + state.interval * (passed + 1))
      state.tick += 1
      return state.tick
    },
    ticks("spinsOnTheClock", "looks at the clock until it is time") { state in
      state.tick += 1
      while state.clock.now < state.start + state.interval * state.tick {}
      return state.tick
    },
    ticks("wrongResult", "begins with tick 0, at once") { state in
      try state.clock.sleep(until: state.start + state.interval * state.tick)
      state.tick += 1
      return state.tick - 1
    },
    ticks("renumbersTicks-standingStill", "always says 1") { state in
      state.tick += 1
      try state.clock.sleep(until: state.start + state.interval * state.tick)
      return 1
    },
    ticks("ignoresTheClock", "waits for another clock") { state in
      Thread.sleep(forTimeInterval: state.interval / .seconds(1))
      state.tick += 1
      return state.tick
    },
    ticks("startsLate", "takes the first call for the start") { state in
      let start = state.firstCall ?? state.clock.now
      state.firstCall = start
      let passed = Int((state.clock.now - start) / state.interval)
      state.tick = max(state.tick, passed) + 1
      try state.clock.sleep(until: start + state.interval * state.tick)
      return state.tick
    },
    ticks("crashes-onShortIntervals", "counts in whole seconds") { state in
      let seconds = (state.clock.now - state.start).components.seconds
      let interval = state.interval.components.seconds
      state.tick = max(state.tick, Int(seconds / interval)) + 1
      try state.clock.sleep(until: state.start + state.interval * state.tick)
      return state.tick
    },
    ticks("neverEnds", "sleeps until a moment that has passed") { state in
      while true { try? state.clock.sleep(until: state.start) }
    },
    ticks("crashes", "divides by the whole seconds of a short time") { state in
      let seconds = Int((state.clock.now - state.start).components.seconds)
      return Int(state.interval.components.seconds) / seconds
    },
  ]
}
