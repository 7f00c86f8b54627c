import LessonKit
import Sockets
import Workbook

/// The examination of exercise 4.1: one client's messages, in every way of cutting the stream.
struct ServingExamination {
  static let mistakes = [
    "repliesPerReceive", "oneReceive", "stopsAfterFirst", "repliesEarly", "answersTooLate",
    "answersNothing", "keepsTheText",
    "forgetsEmptyMessages", "ignoresShortSend", "cutOffIsClosed", "hidesTheReset",
    "replacesBadBytes", "ignoresTheLimit", "loopsOnZero",
  ]

  let work: any Exercise4_1
  private static let reply = Array("Msg received".utf8)
  private let limit = 1000

  func run(_ trial: inout Trial) throws {
    let first = trial.text(trial.number(in: 4...6))
    let second = "h\(trial.text(1))é😀"
    let one = frame(first)
    try examine([first], Schedule(one, cuts: []), "wrongResult")
    try examine(
      [first, second], Schedule(one + frame(second), cuts: [one.count]), "stopsAfterFirst")
    for cut in 1..<one.count {
      try examine([first], Schedule(one, cuts: [cut]), "repliesPerReceive")
    }
    let three = [first, second, trial.text(3)]
    try examine(Array(three.prefix(2)), whole(Array(three.prefix(2))), "repliesPerReceive")
    try examine(three, whole(three), "repliesPerReceive")
    try examine([""], Schedule(frame(""), cuts: []), "forgetsEmptyMessages")
    for cut in 1..<whole(three).pieces[0].count {
      try examine(three, Schedule(three.flatMap(frame), cuts: [cut]), "repliesPerReceive")
    }
    try examineShortSends(three)
    try examineEndings(first)
  }

  private func frame(_ text: String) -> [UInt8] { Conversation.frame(text) }

  private func whole(_ texts: [String]) -> Schedule { Schedule(texts.flatMap(frame), cuts: []) }

  /// What an answer has done with a client.
  private struct Outcome {
    let stream: ScriptedStream
    let heard: [String]
    let error: (any Error)?
  }

  private func serve(
    _ arrivals: [ScriptedStream.Arrival], sending departures: [ScriptedStream.Departure] = [],
    _ drawing: [String]
  ) throws -> Outcome {
    let stream = ScriptedStream(arrivals, sending: departures)
    var heard: [String] = []
    var failure: (any Error)?
    Judgement.isGiven(drawing)
    do {
      try work.serve(stream, limit: limit) { heard.append($0) }
    } catch let unsolved as NotStarted {
      throw unsolved
    } catch {
      failure = error
    }
    try stream.showingCalls {
      if stream.wasOutrun { throw Mistake.waits(for: "the client has closed", drawing: drawing) }
      if stream.wasAskedInCircles { throw Mistake.loopsOnZero() }
    }
    return Outcome(stream: stream, heard: heard, error: failure)
  }

  // MARK: Answers

  /// - Parameter id: the mistake when the number of answers is wrong.
  private func examine(_ texts: [String], _ schedule: Schedule, _ id: String) throws {
    let drawing = Conversation.drawing(of: schedule.pieces)
    let outcome = try serve(schedule.arrivals, drawing)
    try outcome.stream.showingCalls {
      if let error = outcome.error, !schedule.cuts.isEmpty {
        throw Mistake(
          "oneReceive",
          "When a message comes in two pieces, it takes the first one for the whole and throws: \(error)",
          drawing: drawing,
          advice: "let a reader collect what comes: MessageReader gives you whole messages.")
      }
      if outcome.error != nil, let text = outcome.heard.first, !text.isEmpty,
        text.allSatisfy({ $0 == " " })
      {
        throw Mistake(
          "refusesGoodInput",
          "It takes \(text.count) spaces for a text: they are the rest of the header, which has 64 "
            + "bytes, and it reads fewer.",
          drawing: drawing, advice: "a header has 64 bytes: LengthHeader(width: 64, limit: limit).")
      }
      if let error = outcome.error {
        throw Mistake.refusal(error, of: "messages that are right", drawing: drawing)
      }
      let expected = texts.flatMap { _ in Self.reply }
      let sent = outcome.stream.sent
      if sent != expected { throw wrongAnswers(sent, expected, texts, id, drawing) }
      if outcome.heard.map({ Array($0.utf8) }) != texts.map({ Array($0.utf8) }) {
        throw Mistake(
          "keepsTheText", "It does not call `heard` with the text of each message, in order.",
          drawing: drawing + [
            "", "expected  \(Conversation.list(texts))",
            "yours     \(Conversation.list(outcome.heard))",
          ],
          advice: "call heard(text) once for each message, before or after you answer it.")
      }
      try examineEarliness(texts, outcome, drawing)
    }
  }

  private func wrongAnswers(
    _ sent: [UInt8], _ expected: [UInt8], _ texts: [String], _ id: String, _ drawing: [String]
  ) -> Mistake {
    if sent.isEmpty {
      return Mistake(
        id == "wrongResult" ? "answersNothing" : id,
        "It sends nothing back. Each whole message is answered with the 12 bytes \"Msg received\".",
        drawing: drawing, advice: "client.sendAll(Array(\"Msg received\".utf8)) is an answer.")
    }
    let isRepeated =
      sent.count % Self.reply.count == 0
      && stride(from: 0, to: sent.count, by: Self.reply.count).allSatisfy {
        Array(sent[$0..<$0 + Self.reply.count]) == Self.reply
      }
    guard isRepeated else {
      return Mistake(
        "wrongResult", "What it sends back is not \"Msg received\", once for each message.",
        drawing: ByteRuler.compare(expected: expected, yours: sent),
        advice: "send exactly the 12 bytes, with no header and no newline.")
    }
    let count = sent.count / Self.reply.count
    let isTooMany = count > texts.count
    let answers = "\(count) \(count == 1 ? "answer" : "answers")"
    let messages = "\(texts.count) \(texts.count == 1 ? "message" : "messages")"
    if !isTooMany, id == "stopsAfterFirst" {
      return Mistake(
        id, "It answers the first message and is done; the client has sent a second one.",
        drawing: drawing, advice: "go on until the reader says that the client has closed.")
    }
    return Mistake(
      isTooMany || id == "stopsAfterFirst" || id == "wrongResult" ? "repliesPerReceive" : id,
      "The client sends \(messages) and gets \(answers). A receive is not a message: it may bring a "
        + "part of one, or several, and at the end it brings nothing.",
      drawing: drawing, advice: "answer what the reader gives you, not what a receive gives.")
  }

  /// Whether no message was answered before its last byte was there.
  private func examineEarliness(
    _ texts: [String], _ outcome: Outcome, _ drawing: [String]
  ) throws {
    let stream = outcome.stream
    for (received, sent) in zip(stream.receivedBeforeReceives, stream.sentBeforeReceives) {
      var end = 0
      let answerable = texts.prefix { text in
        end += frame(text).count
        return end <= received
      }.count
      // How much had been sent when more was asked for.
      if sent == answerable * Self.reply.count { continue }
      if sent < answerable * Self.reply.count {
        throw Mistake(
          "answersTooLate",
          "It has received \(answerable) whole \(answerable == 1 ? "message" : "messages") and asks "
            + "for more before it has answered. A client that waits for its answer before it goes on "
            + "waits for ever, and so does the server.",
          drawing: drawing, advice: "answer each message before you ask for the next one.")
      }
      throw Mistake(
        "repliesEarly",
        "It answers a message that is not whole yet: it has received \(received.bytes) of the stream "
          + "then, and the message goes on. If the rest never comes, it has confirmed what it has "
          + "not received.",
        drawing: drawing, advice: "answer when the payload is complete, and not with its header.")
    }
  }

  private func examineShortSends(_ texts: [String]) throws {
    let schedule = whole(texts)
    let drawing =
      Conversation.drawing(of: schedule.pieces) + ["and a client that takes 5 bytes a send"]
    let outcome = try serve(
      schedule.arrivals, sending: Array(repeating: .takes(5), count: 100), drawing)
    let expected = texts.flatMap { _ in Self.reply }
    if outcome.error == nil, outcome.stream.sent == expected { return }
    throw Mistake(
      "ignoresShortSend", "A send took only a part of an answer, and the rest was never sent.",
      drawing: ByteRuler.compare(expected: expected, yours: outcome.stream.sent),
      advice: "use client.sendAll(_:), which goes on until all is sent."
    ).after(outcome.stream.calls)
  }

  // MARK: Endings

  private func examineEndings(_ text: String) throws {
    let bytes = frame(text)
    for cut in 1..<bytes.count {
      try mustThrow(
        [.piece(Array(bytes.prefix(cut))), .close], "cutOffIsClosed",
        "a client that closes after \(cut) of \(bytes.count) bytes of a message",
        "The client closes after \(cut) of \(bytes.count) bytes of a message, and it returns as if "
          + "all were well: half a message is lost, and nobody knows.",
        "let the error pass that the reader throws: `try`, without a `catch` and without `try?`. (A "
          + "decoder's `missing` says whether bytes are.)")
    }
    try mustThrow(
      [.piece(bytes), .reset], "hidesTheReset", "a client that resets the connection",
      "The connection is reset, and it returns as if the client had closed.",
      "let the error of the reader pass: `try`, without a `catch` and without `try?`.")
    let notText: [UInt8] = [0x68, 0xFF, 0xFE]
    try mustThrow(
      [.piece(Conversation.frame(notText)), .close],
      "replacesBadBytes", "a payload that is not UTF-8",
      "The payload is not UTF-8, and it goes on as if it were a text.",
      "nextText() throws for such a payload; let that pass.")
    try mustThrow(
      [.piece(Lesson02Checks.right(limit + 1, Conversation.width)), .close], "ignoresTheLimit",
      "a header that announces \(limit + 1) bytes, with a limit of \(limit)",
      "A header announces \(limit + 1) bytes where `limit` is \(limit), and it does not throw.",
      "LengthHeader(width: 64, limit: limit) knows the limit.", isLimit: true)
  }

  private func mustThrow(
    _ arrivals: [ScriptedStream.Arrival], _ id: String, _ story: String, _ what: String,
    _ advice: String, isLimit: Bool = false
  ) throws {
    let outcome = try serve(arrivals, [story])
    // Whoever waits for the payload is cut off in the end; that is not a refusal.
    let isCutOff = isLimit && outcome.error is CutOff
    if outcome.error != nil, !isCutOff { return }
    throw Mistake(id, what, advice: advice).after(outcome.stream.calls)
  }
}
