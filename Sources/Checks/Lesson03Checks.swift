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
      Check(ticks) { work, _ in try TickExamination.run(work) },
    ]
  }

  // MARK: 3.3, whose examination is in TickExamination.swift

  private static let ticks = Exercise(
    "3.3", "ticks without drift", "struct Ticker",
    mistakes: [
      "sleepsAfterWork", "catchesUpInABurst", "renumbersTicks", "spinsOnTheClock",
      "ignoresTheClock", "startsLate",
    ])

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
        decimals(number) == 6
          ? "The six decimals are not the right ones: they must be rounded, not cut off."
          : "The protocol has exactly six decimals; this has \(decimals(number)).",
        drawing: drawing,
        advice: "String(format: \"%.6f\", seconds) always writes six.")
    }
    return Mistake(
      "wrongResult", "The message is not \"\(expected)\".", drawing: drawing,
      advice: isNumber
        ? "what follows `The time is ` must be the number with six decimals, and nothing else."
        : "begin with `The time is `, a space at its end, and then the number.")
  }

  private static func decimals(_ number: String) -> Int {
    number.split(separator: ".").dropFirst().first?.count ?? 0
  }

  // MARK: 3.2

  private static let push = Exercise(
    "3.2", "push until the peer is gone", "func push(",
    mistakes: [
      "keepsPushing", "diesWithThePeer", "countsTheLost", "ignoresShortSend", "catchesEverything",
    ])

  /// The stream of pushed messages: it ends the answer that does not end itself.
  private final class Source {
    private(set) var given: [[UInt8]] = []
    private var calls = 0
    private let messages: [[UInt8]]
    struct NoEnd: Error {}

    init(_ messages: [[UInt8]]) { self.messages = messages }

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
        try examinePush(work, messages, whole, bytes + [.interruption, .takes(2), ending], cut: 2)
      }
    }
    try examineOtherErrors(work, messages)
  }

  /// - Parameter cut: how many bytes of the message after the last whole one were taken, in
  ///   short sends.
  private static func examinePush(
    _ work: some Exercise3_2, _ messages: [[UInt8]], _ whole: Int,
    _ departures: [ScriptedStream.Departure], cut: Int = 0
  ) throws {
    let stream = ScriptedStream(sending: departures)
    let source = Source(messages)
    try stream.showingCalls {
      Judgement.isGiven(["a peer that is gone after \(whole) messages"])
      let outcome = Result { try work.push({ try source.next() }, to: stream) }
      let expected = messages.prefix(whole).flatMap { $0 } + messages[whole].prefix(cut)
      if case .failure(let error) = outcome {
        if error is NotStarted { throw error }
        if error is Source.NoEnd || stream.failedSends > 1 { throw keepsPushing }
        if let error = error as? SocketError, error.isPeerGone { throw diesWithThePeer(error) }
        throw Mistake.refusal(error, of: "a peer that leaves after \(whole) messages")
      }
      if stream.failedSends > 1 { throw keepsPushing }
      guard stream.sent == expected else {
        throw wrongBytes(stream.sent, expected, isCut: cut > 0)
      }
      guard case .success(let count) = outcome, count != whole else { return }
      throw Mistake(
        count == whole + 1 ? "countsTheLost" : "wrongResult",
        "\(whole) messages were sent whole before the peer was gone; it says \(count).",
        advice: count == whole + 1
          ? "count a message after it was sent, not before."
          : "count one for each message that was sent whole.")
    }
  }

  /// An error that is none of the socket's.
  private struct NoTime: Error {}

  /// Errors that are no end of the conversation must reach the caller.
  private static func examineOtherErrors(
    _ work: some Exercise3_2, _ messages: [[UInt8]]
  ) throws {
    let fine = ScriptedStream()
    var given = 0
    let noMessage = Result {
      try work.push(
        {
          given += 1
          if given > 2 { throw NoTime() }
          return messages[given]
        }, to: fine)
    }
    if case .success(let count) = noMessage {
      throw catchesEverything("nextMessage throws an error of its own", count)
    }
    let stuck = ScriptedStream(sending: [.takes(messages[0].count), .stuck])
    let source = Source(messages)
    if let count = try? work.push({ try source.next() }, to: stuck) {
      throw catchesEverything("a peer that is there takes nothing more (EAGAIN)", count)
    }
  }

  private static func catchesEverything(_ what: String, _ count: Int) -> Mistake {
    Mistake(
      "catchesEverything",
      "When \(what), it returns \(count) as if the peer were gone. What went wrong is lost.",
      advice: "catch only a SocketError whose `isPeerGone` is true; let everything else pass.")
  }

  private static func wrongBytes(_ sent: [UInt8], _ expected: [UInt8], isCut: Bool) -> Mistake {
    Mistake(
      isCut ? "ignoresShortSend" : "wrongResult",
      isCut
        ? "A send took only a part of a message, and the rest was never sent."
        : "What it sends is not what nextMessage returned, one message after the other.",
      drawing: ByteRuler.compare(expected: expected, yours: sent),
      advice: isCut
        ? "use client.sendAll(_:), which goes on until all is sent."
        : "ask nextMessage for each message, and send its bytes as they are.")
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

  /// Runs an answer; an error where there is no reason for one is a mistake.
  static func answering<Result>(
    _ input: String, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let error where !(error is NotStarted || error is Mistake) {
      throw Mistake.refusal(error, of: input)
    }
  }
}
