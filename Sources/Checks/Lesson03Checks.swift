import Foundation
import Sockets
import Workbook

/// The checks of lesson 3: time, and peers that vanish.
public enum Lesson03Checks {
  public static let exercises = [message, push, ticks]

  public static func checks<Work: Lesson03Workbook>(for _: Work.Type) -> [Check<Work>] {
    [
      Check(message) { try examineMessage($0, &$1) },
      Check(push) { try examinePush($0, &$1) },
      Check(ticks) { work, _ in try examineTicks(work) },
    ]
  }

  // MARK: 3.1

  private static let message = Exercise(
    "3.1", "the time message", "func timeMessage(", mistakes: ["wrongPrecision", "localisedNumber"])

  private static func examineMessage(_ work: some Exercise3_1, _ trial: inout Trial) throws {
    let moments = [
      1_593_600_000.123456, 1_593_600_000.5, 1_593_600_000, 0,
      Double(trial.number(in: 1_600_000_000...1_900_000_000))
        + Double(trial.number(in: 0...999_999)) / 1_000_000,
    ]
    for moment in moments {
      let expected = "The time is " + String(format: "%.6f", moment)
      Judgement.isGiven(["\(moment) seconds"])
      let yours = try answering("a time") { try work.timeMessage(at: moment) }
      guard yours != expected else { continue }
      throw wrongMessage(yours, expected, moment)
    }
  }

  private static func wrongMessage(_ yours: String, _ expected: String, _ moment: Double) -> Mistake
  {
    let drawing = ByteRuler.compare(expected: Array(expected.utf8), yours: Array(yours.utf8))
    let number = yours.replacing("The time is ", with: "")
    let isNumber = yours.hasPrefix("The time is ")
    if isNumber, number.contains(where: { ",'’\u{A0}\u{202F} ".contains($0) }) {
      return Mistake(
        "localisedNumber",
        "It writes the number as people in some country do. The program at the other end is in "
          + "another one: a protocol has one way to write a number.",
        drawing: drawing,
        advice: "String(format: \"%.6f\", seconds) writes digits and a point, everywhere.")
    }
    if isNumber, let value = Double(number), abs(value - moment) < 1 {
      return Mistake(
        "wrongPrecision",
        "The protocol has exactly six decimals; this has "
          + "\(number.split(separator: ".").dropFirst().first?.count ?? 0).",
        drawing: drawing,
        advice: "String(format: \"%.6f\", seconds) always writes six.")
    }
    return Mistake(
      "wrongResult", "The message is not \"\(expected)\".", drawing: drawing,
      advice: "begin with `The time is `, a space at its end, and then the number.")
  }

  // MARK: 3.2

  private static let push = Exercise(
    "3.2", "push until the peer is gone", "func push(",
    mistakes: ["keepsPushing", "diesWithThePeer", "countsTheLost", "ignoresShortSend"])

  /// The stream of pushed messages: it ends the answer that does not end itself.
  private final class Source {
    private(set) var given: [[UInt8]] = []
    private var calls = 0
    private let messages: [[UInt8]]
    private let isOver: () -> Bool
    struct NoEnd: Error {}

    init(_ messages: [[UInt8]], until isOver: @escaping () -> Bool) {
      self.messages = messages
      self.isOver = isOver
    }

    func next() throws -> [UInt8] {
      calls += 1
      if calls > 10_000 { Judgement.abandon(Lesson03Checks.keepsPushing) }
      if given.count > messages.count { throw NoEnd() }
      defer { given.append(messages[given.count % messages.count]) }
      return messages[given.count % messages.count]
    }
  }

  private static func examinePush(_ work: some Exercise3_2, _ trial: inout Trial) throws {
    let messages = (0..<40).map { _ in trial.bytes(trial.number(in: 3...9)) }
    for ending in [ScriptedStream.Departure.brokenPipe, .reset] {
      for whole in [3, 1, 0] {
        // Taken whole; then the send after the last fails.
        let taken = messages.prefix(whole).map { ScriptedStream.Departure.takes($0.count) }
        try examinePush(work, messages, whole, taken + [ending])
        // Taken byte by byte, with a signal in between; the last message is cut in the middle.
        let bytes =
          messages.prefix(whole).flatMap { $0.map { _ in .takes(1) } }
          as [ScriptedStream.Departure]
        try examinePush(work, messages, whole, bytes + [.interruption, .takes(2), ending])
      }
    }
  }

  private static func examinePush(
    _ work: some Exercise3_2, _ messages: [[UInt8]], _ whole: Int,
    _ departures: [ScriptedStream.Departure]
  ) throws {
    let stream = ScriptedStream(sending: departures)
    let source = Source(messages) { stream.sendsAfterFailure > 0 }
    Judgement.isGiven(["a peer that is gone after \(whole) messages"])
    let outcome = Result { try work.push({ try source.next() }, to: stream) }
    let expected = messages.prefix(whole).flatMap { $0 }
    let partial = departures.count > whole + 1 ? Array(messages[whole].prefix(2)) : []
    if case .failure(let error) = outcome {
      if error is NotStarted { throw error }
      if error is Source.NoEnd || stream.sendsAfterFailure > 1 { throw keepsPushing }
      if let error = error as? SocketError, error.isPeerGone { throw diesWithThePeer(error) }
      throw Mistake.refusal(error, of: "a peer that leaves after \(whole) messages")
    }
    if stream.sendsAfterFailure > 1 { throw keepsPushing }
    guard stream.sent == expected + partial else { throw ignoresShortSend(messages, stream) }
    guard case .success(let count) = outcome, count != whole else { return }
    throw Mistake(
      count == whole + 1 ? "countsTheLost" : "wrongResult",
      "\(whole) messages were sent whole before the peer was gone; it says \(count).",
      advice: "count a message after it was sent, not before.")
  }

  private static let keepsPushing = Mistake(
    "keepsPushing",
    "The peer is gone, send has said so, and it goes on with the next message. It would do so "
      + "for ever.",
    advice: "leave the loop when send throws an error whose `isPeerGone` is true.")

  private static func diesWithThePeer(_ error: SocketError) -> Mistake {
    Mistake(
      "diesWithThePeer",
      "The peer is gone, and it throws: \(error) A client that leaves is how every push ends; it "
        + "must not end the server.",
      advice: "catch the SocketError whose `isPeerGone` is true, and return the count.")
  }

  private static func ignoresShortSend(_ messages: [[UInt8]], _ stream: ScriptedStream) -> Mistake {
    Mistake(
      "ignoresShortSend",
      "A send took only a part of a message, and the rest was never sent.",
      drawing: ByteRuler.compare(
        expected: Array(messages.joined().prefix(stream.sent.count + 1)), yours: stream.sent),
      advice: "use stream.sendAll(_:), which goes on until all is sent.")
  }

  // MARK: 3.3

  private static let ticks = Exercise(
    "3.3", "ticks without drift", "struct Ticker",
    mistakes: ["sleepsAfterWork", "catchesUpInABurst", "renumbersTicks", "spinsOnTheClock"])

  /// What happens after each tick: how long the work takes.
  private struct Day {
    let name: String
    let work: [Duration]
    /// The tick numbers that are right, for an interval of 3 s.
    let ticks: [Int]
  }

  private static let days = [
    Day(name: "work that takes no time", work: [.zero, .zero, .zero], ticks: [1, 2, 3, 4]),
    Day(
      name: "work that takes 1 s after each tick", work: [.seconds(1), .seconds(1), .seconds(1)],
      ticks: [1, 2, 3, 4]),
    Day(
      name: "10 s of work after the first tick", work: [.seconds(10), .zero, .zero],
      ticks: [1, 5, 6, 7]),
    Day(
      name: "delays now and then", work: [.seconds(4), .milliseconds(2500), .seconds(31)],
      ticks: [1, 3, 4, 15]),
  ]

  private static func examineTicks<Work: Exercise3_3>(_ work: Work) throws {
    for day in days {
      Judgement.isGiven([day.name])
      let clock = VirtualClock(startingAt: .seconds(1000))
      var ticker = Work.Ticker(every: .seconds(3), clock: clock)
      var seen: [(tick: Int, at: Duration)] = []
      for work in day.work + [.zero] {
        let tick = try answering(day.name) { try ticker.next() }
        seen.append((tick, clock.now - .seconds(1000)))
        clock.advance(by: work)
      }
      let times = day.ticks.map { Duration.seconds(3 * $0) }
      guard seen.map(\.at) != times || seen.map(\.tick) != day.ticks else { continue }
      throw wrongTicks(day, seen, times)
    }
  }

  private static func wrongTicks(
    _ day: Day, _ seen: [(tick: Int, at: Duration)], _ times: [Duration]
  ) -> Mistake {
    let drawing =
      ["With \(day.name), every 3 s:", "  expected            yours"]
      + zip(zip(day.ticks, times), seen).map { expected, yours in
        let wanted = "tick \(expected.0) at \(expected.1 / .seconds(1)) s"
        let gap = String(repeating: " ", count: max(1, 20 - wanted.count))
        let mark = expected.0 == yours.tick && expected.1 == yours.at ? "" : "   ◀"
        return "  \(wanted)\(gap)tick \(yours.tick) at \(yours.at / .seconds(1)) s\(mark)"
      }
    let hasDelay = day.work.contains { $0 > .seconds(3) }
    let steps = zip(seen.dropFirst(), seen).map { $0.at - $1.at }
    if hasDelay, zip(steps, day.work).contains(where: { $0 == $1 }) {
      return Mistake(
        "catchesUpInABurst",
        "After a delay it delivers the ticks it has missed one after the other, at once. Nobody "
          + "needs to be told what time it was.",
        drawing: drawing, advice: "skip to the first tick that is still to come.")
    }
    if seen.map(\.at) == times {
      return Mistake(
        "renumbersTicks",
        "The times are right and the numbers are not: tick n is the one due at n × interval, also "
          + "when some before it were skipped.",
        drawing: drawing, advice: "work the number out from the time since the start.")
    }
    if !hasDelay, zip(steps, day.work).contains(where: { $1 > .zero && $0 == $1 + .seconds(3) }) {
      return Mistake(
        "sleepsAfterWork",
        "It sleeps a whole interval after the work, so that each tick is late by all the work "
          + "before it: the ticks drift.",
        drawing: drawing, advice: "sleep until start + n × interval, instead of for an interval.")
    }
    return Mistake(
      "wrongResult", "The ticks do not come at start + n × interval.", drawing: drawing,
      advice: "note the clock's time in init, and work out from it when tick n is due.")
  }

  /// Runs an answer; an error where there is no reason for one is a mistake.
  private static func answering<Result>(
    _ input: String, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let error where !(error is NotStarted || error is Mistake) {
      throw Mistake.refusal(error, of: input)
    }
  }
}
