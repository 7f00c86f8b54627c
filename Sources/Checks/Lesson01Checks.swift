import LessonKit
import Sockets
import Workbook

/// The checks of lesson 1: a stream that arrives in any pieces.
public enum Lesson01Checks {
  public static let exercises = [everything, text, exactly]

  public static func checks<Work: Lesson01Workbook>(for _: Work.Type) -> [Check<Work>] {
    [
      Check(everything) { try examineEverything($0, &$1) },
      Check(text) { try examineText($0, &$1) },
      Check(exactly) { try examineExactly($0, &$1) },
    ]
  }

  // MARK: 1.1

  private static let everything = Exercise(
    "1.1", "everything, until the peer closes", "func receiveEverything(",
    mistakes: [
      "oneReceive", "stopsAtShortReceive", "loopsOnZero", "ignoresTheBuffer", "hidesTheReset",
    ])

  private static func examineEverything(_ work: some Exercise1_1, _ trial: inout Trial) throws {
    let bytes = trial.bytes(trial.number(in: 25...27))
    for schedule in Schedule.all(of: bytes) {
      let stream = ScriptedStream(schedule.arrivals)
      try stream.showingCalls {
        let received = try running(stream, schedule) {
          try work.receiveEverything(from: stream, buffer: 8)
        }
        if stream.largestRequest > 8 { throw ignoresTheBuffer(stream.largestRequest, 8) }
        guard received == bytes else {
          let firstOnly = received.count == min(8, schedule.pieces[0].count)
          let stops = firstOnly && !takesOnlyOne(work, bytes)
          throw Mistake(
            stops ? "stopsAtShortReceive" : firstOnly ? "oneReceive" : "wrongResult",
            stops
              ? "It takes a receive that brought less than it asked for as the end. TCP may bring "
                + "as few bytes as it likes; only an empty receive is the end."
              : firstOnly
                ? "It returns what the first receive brought. The peer sent \(bytes.count) bytes "
                  + "in one go, and a receive brings at most 8 of them."
                : "It does not return the bytes that the stream brought.",
            drawing: schedule.drawing + [""] + ByteRuler.compare(expected: bytes, yours: received),
            advice: "receive in a loop, and leave it when a receive brings nothing.")
        }
      }
    }
    try examineBuffers(work, bytes)
    try handsOnTheReset(bytes) { _ = try work.receiveEverything(from: $0, buffer: 8) }
  }

  /// Other buffers than 8, and a peer that closes without a word.
  private static func examineBuffers(_ work: some Exercise1_1, _ bytes: [UInt8]) throws {
    for (content, buffer) in [(bytes, 5), (bytes, 100), ([], 8)] {
      let schedule = Schedule(content, cuts: [])
      let stream = ScriptedStream(content.isEmpty ? [.close] : schedule.arrivals)
      try stream.showingCalls {
        let received = try running(
          stream, schedule, "receiveEverything(from: stream, buffer: \(buffer))"
        ) {
          try work.receiveEverything(from: stream, buffer: buffer)
        }
        if stream.largestRequest > buffer { throw ignoresTheBuffer(stream.largestRequest, buffer) }
        guard received != content else { return }
        throw Mistake(
          "wrongResult", "With a buffer of \(buffer) it does not return what the stream brought.",
          drawing: ByteRuler.compare(expected: content, yours: received),
          advice: "ask for `buffer` bytes each time, and append what comes.")
      }
    }
  }

  /// Whether the answer also stops after a receive that brought all it asked for.
  private static func takesOnlyOne(_ work: some Exercise1_1, _ bytes: [UInt8]) -> Bool {
    let stream = ScriptedStream([.piece(Array(bytes.prefix(16))), .close])
    return (try? work.receiveEverything(from: stream, buffer: 8))?.count == 8
  }

  private static func ignoresTheBuffer(_ asked: Int, _ buffer: Int) -> Mistake {
    Mistake(
      "ignoresTheBuffer",
      "It asks for \(asked) bytes in one receive, and the buffer has \(buffer).",
      advice: "pass `buffer` on to receive(upTo:).")
  }

  /// A reset must reach the caller as what it is: the `SocketError` that receive throws.
  private static func handsOnTheReset(
    _ bytes: [UInt8], _ body: (ScriptedStream) throws -> Void
  ) throws {
    let stream = ScriptedStream([.piece(Array(bytes.prefix(8))), .interruption, .reset])
    Judgement.isGiven(["a peer that resets the connection after 8 bytes"])
    var symptom = "returns as if the peer had closed"
    do {
      try body(stream)
    } catch let error where error is SocketError || error is NotStarted {
      if error is NotStarted { throw error }
      return
    } catch {
      symptom = "throws another error instead, \(type(of: error))"
    }
    throw Mistake(
      "hidesTheReset",
      "The peer resets the connection after 8 bytes, and it \(symptom). Whoever called it cannot "
        + "know what has happened.",
      advice: "let the error of receive pass: `try`, without a `catch` and without `try?`."
    ).after(stream.calls)
  }

  // MARK: 1.2

  private static let text = Exercise(
    "1.2", "the same as text", "func receiveText(",
    mistakes: [
      "decodesEachPiece", "replacesBadBytes", "oneReceive", "hidesTheReset",
      "ignoresTheBuffer",
    ])

  private static func examineText(_ work: some Exercise1_2, _ trial: inout Trial) throws {
    // One, two, three and four bytes a character, and a letter with its accent on its own.
    let text = "\(trial.text(3))é€😀e\u{301}\(trial.text(4))"
    let bytes = Array(text.utf8)
    for schedule in Schedule.all(of: bytes) {
      let stream = ScriptedStream(schedule.arrivals)
      try stream.showingCalls {
        let received = try running(stream, schedule) {
          try decoding(schedule, of: bytes) { try work.receiveText(from: stream, buffer: 16) }
        }
        if stream.largestRequest > 16 { throw ignoresTheBuffer(stream.largestRequest, 16) }
        guard Array(received.utf8) == bytes else {
          throw wrongText(received, bytes, schedule)
        }
      }
    }
    try handsOnTheReset(bytes) { _ = try work.receiveText(from: $0, buffer: 16) }
    for bad in [[0xC3], [0x68, 0xFF, 0x69], [0xC0, 0xAF], [0xED, 0xA0, 0x80]] as [[UInt8]] {
      let stream = ScriptedStream([.piece(bad), .close])
      Judgement.isGiven(ByteRuler.show("bytes", bad))
      guard let received = try? work.receiveText(from: stream, buffer: 16) else { continue }
      throw Mistake(
        "replacesBadBytes",
        "These bytes are not UTF-8, and it returns the text \"\(received)\" for them. What the "
          + "peer sent is lost, and nobody is told.",
        drawing: ByteRuler.show("bytes", bad),
        advice:
          "String(validating:as:) gives nil for such bytes, String(decoding:as:) repairs them; "
          + "throw NotText() when it is nil.")
    }
  }

  /// Turns an answer's complaint about half a character into the mistake that it is.
  private static func decoding(
    _ schedule: Schedule, of bytes: [UInt8], _ body: () throws -> String
  ) throws -> String {
    do {
      return try body()
    } catch is NotText {
      guard let place = cutInside(bytes, schedule) else { throw NotText() }
      throw halfACharacter(place, "It throws NotText", bytes)
    }
  }

  private static func wrongText(
    _ received: String, _ bytes: [UInt8], _ schedule: Schedule
  ) -> Mistake {
    if let place = cutInside(bytes, schedule) {
      return halfACharacter(place, "It returns \"\(received)\"", bytes)
    }
    let isPrefix = bytes.starts(with: Array(received.utf8))
    return Mistake(
      isPrefix ? "oneReceive" : "wrongResult",
      isPrefix
        ? "It returns before the peer has closed: a part of the text is missing."
        : "It does not return the text that the stream brought.",
      drawing: schedule.drawing + [""]
        + ByteRuler.compare(expected: bytes, yours: Array(received.utf8)),
      advice: "receive all bytes first, as in exercise 1.1, and make a text of them then.")
  }

  /// The first cut of a schedule that lies inside a character.
  private static func cutInside(_ bytes: [UInt8], _ schedule: Schedule) -> Int? {
    schedule.cuts.first { bytes[$0] & 0xC0 == 0x80 }
  }

  private static func halfACharacter(
    _ place: Int, _ symptom: String, _ bytes: [UInt8]
  ) -> Mistake {
    Mistake(
      "decodesEachPiece",
      "\(symptom) when a character is cut: bytes \(place - 1) and \(place) of the stream belong "
        + "to one character and come in two receives.",
      drawing: ByteRuler.show("stream", bytes, caret: min(place, bytes.count - 1)),
      advice: "collect bytes, not texts, and decode once, when all of them are there.")
  }

  // MARK: 1.3

  private static let exactly = Exercise(
    "1.3", "exactly n bytes", "func receiveExactly(",
    mistakes: [
      "takesTooMuch", "returnsShort", "oneReceive", "loopsOnZero", "wrongCount", "hidesTheReset",
    ])

  private static func examineExactly(_ work: some Exercise1_3, _ trial: inout Trial) throws {
    let bytes = trial.bytes(12)
    let following = trial.bytes(5)
    for schedule in Schedule.all(of: bytes) {
      let stream = ScriptedStream(schedule.arrivals)
      try stream.showingCalls {
        let received = try running(stream, schedule) { try work.receiveExactly(12, from: stream) }
        guard received == bytes else {
          throw Mistake(
            schedule.pieces[0] == received ? "oneReceive" : "wrongResult",
            "Asked for 12 bytes, it returns \(received.count). One receive may bring fewer than "
              + "it was asked for.",
            drawing: schedule.drawing + [""] + ByteRuler.compare(expected: bytes, yours: received),
            advice: "go on receiving while fewer than `count` bytes are there.")
        }
      }
    }
    // With more bytes behind, which belong to whatever comes next, and no end in sight.
    for schedule in Schedule.all(of: bytes + following) {
      let stream = ScriptedStream(schedule.pieces.map { .piece($0) })
      try stream.showingCalls {
        let received = try running(stream, schedule) { try work.receiveExactly(12, from: stream) }
        if received.count > 12 || stream.remaining.count < following.count {
          throw Mistake(
            "takesTooMuch",
            "It takes bytes out of the stream that come after the 12 it was asked for. The next "
              + "receive will miss them.",
            drawing: schedule.drawing + [""]
              + ByteRuler.compare(
                "taken",
                expected: bytes,
                yours: bytes
                  + following.prefix(
                    following.count - stream.remaining.count)),
            advice: "never ask receive(upTo:) for more than what is still missing.")
        }
        guard received == bytes else {
          throw Mistake(
            "wrongResult", "It does not return the first 12 bytes of the stream.",
            drawing: ByteRuler.compare(expected: bytes, yours: received),
            advice: "append each piece to the ones before.")
        }
      }
    }
    try examineEnd(work, bytes)
  }

  /// A stream that ends too early.
  private static func examineEnd(_ work: some Exercise1_3, _ bytes: [UInt8]) throws {
    for there in [11, 5, 0] {
      let stream = ScriptedStream(
        [.piece(Array(bytes.prefix(there))), .close].filter {
          $0 != .piece([])
        })
      Judgement.isGiven(["a stream that ends after \(there) of 12 bytes"])
      try stream.showingCalls {
        do {
          let received = try work.receiveExactly(12, from: stream)
          throw Mistake(
            "returnsShort",
            "Asked for 12 bytes of a stream that ends after \(there), it returns \(received.count) "
              + "as if all were well.",
            advice: "throw CutOff(missing:) when a receive brings nothing and bytes are missing.")
        } catch is ScriptedStream.OutOfBudget {
          throw Mistake.loopsOnZero(advice: "an empty receive is the end: throw CutOff then.")
        } catch let cut as CutOff {
          if cut.missing == 12 - there { return }
          throw Mistake(
            "wrongCount",
            "Of 12 bytes \(there) came, and it throws CutOff(missing: \(cut.missing)). What is "
              + "missing is \((12 - there).bytes).",
            advice: "what is missing is what was asked for, less what is there.")
        } catch let other where !(other is Mistake || other is NotStarted) {
          throw Mistake(
            "wrongCount", "The stream ends too early, and it throws \(other) instead of CutOff.",
            advice: "throw CutOff(missing:), with the number of bytes that did not come.")
        }
      }
    }
    try handsOnTheReset(bytes) { _ = try work.receiveExactly(12, from: $0) }
    let nothing = ScriptedStream([.piece(bytes)])
    let none = try running(nothing, Schedule(bytes, cuts: []), "receiveExactly(0, from: stream)") {
      try work.receiveExactly(0, from: nothing)
    }
    if !none.isEmpty || nothing.remaining != bytes {
      throw Mistake(
        "takesTooMuch", "Asked for 0 bytes, it takes some all the same.",
        advice: "ask whether something is missing before you receive, not after.")
    }
  }

  // MARK: Shared

  /// Runs an answer and turns what the stream noticed into a mistake, whatever the answer made
  /// of the errors it was thrown.
  private static func running<Result>(
    _ stream: ScriptedStream, _ schedule: Schedule, _ call: String = "", _ body: () throws -> Result
  ) throws -> Result {
    Judgement.isGiven((call.isEmpty ? [] : [call]) + schedule.drawing)
    let outcome = Swift.Result { try body() }
    if stream.wasAskedInCircles { throw Mistake.loopsOnZero() }
    if stream.wasOutrun {
      throw Mistake.waits(for: "everything it needs has arrived", drawing: schedule.drawing)
    }
    do {
      return try outcome.get()
    } catch let error where !(error is NotStarted || error is Mistake) {
      throw Mistake.refusal(
        error, of: "a stream that is in order", drawing: schedule.drawing)
    }
  }
}
