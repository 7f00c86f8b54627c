import Sockets
import Workbook

/// The examination of exercise 5.1: what is a goodbye, what is none, and what it brings about.
struct GoodbyeExamination {
  static let mistakes = [
    "closesWithoutReply", "goodbyeIsText", "goodbyeInsideText", "closeIsGoodbye",
    "answersAfterGoodbye", "closesAtOnce", "hidesTheGoodbye",
  ]

  let work: any Exercise5_1
  private static let reply = Array("Msg received".utf8)
  private static let goodbye = "!DISCONNECT"
  private let limit = 1000

  func run(_ trial: inout Trial) throws {
    // What holds for every client, as in 4.1; a goodbye is no part of it.
    try ServingExamination(work: WithoutGoodbye(work: work)).run(&trial)
    let text = trial.text(trial.number(in: 4...6))
    try examineGoodbye(text)
    try examineClose(text)
    try examineTexts(text)
    try examineCuts(text)
    try examineWhatFollows(text)
  }

  /// 5.1 seen as 4.1.
  private struct WithoutGoodbye: Exercise4_1 {
    let work: any Exercise5_1

    func serve(_ client: any ByteStream, limit: Int, heard: (String) -> Void) throws {
      _ = try work.serve(client, limit: limit, heard: heard)
    }
  }

  private struct Outcome {
    let stream: ScriptedStream
    let heard: [String]
    let said: Result<Bool, any Error>
    let story: [String]
    /// Whether something comes behind the goodbye.
    let hasMore: Bool
    var replies: Int { stream.sent.count / GoodbyeExamination.reply.count }
  }

  private func frame(_ text: String) -> [UInt8] { Conversation.frame(text) }

  private func serve(
    _ pieces: [[UInt8]], then end: [ScriptedStream.Arrival] = [], hasMore: Bool = false
  ) throws -> Outcome {
    let stream = ScriptedStream(pieces.map { .piece($0) } + end)
    let story =
      Conversation.drawing(of: pieces)
      + [end.isEmpty ? "then nothing: the client waits" : "then the client closes"]
    Judgement.isGiven(story)
    var heard: [String] = []
    let said = Result { try work.serve(stream, limit: limit) { heard.append($0) } }
    if case .failure(let unsolved as NotStarted) = said { throw unsolved }
    return Outcome(stream: stream, heard: heard, said: said, story: story, hasMore: hasMore)
  }

  // MARK: The goodbye

  private func examineGoodbye(_ text: String) throws {
    for texts in [[Self.goodbye], [text, Self.goodbye]] {
      for pieces in [texts.map(frame), [texts.flatMap(frame)]] {
        try examine(try serve(pieces), texts)
      }
    }
  }

  /// A conversation whose last message is a goodbye, and whatever comes behind it.
  private func examine(_ outcome: Outcome, _ texts: [String]) throws {
    try outcome.stream.showingCalls {
      if outcome.stream.wasOutrun { throw goodbyeIsText(outcome) }
      let expected = texts.flatMap { _ in Self.reply }
      let sent = outcome.stream.sent
      if !sent.starts(with: expected), !expected.starts(with: sent) {
        throw Mistake(
          "wrongResult",
          "The goodbye is answered with something else than \"Msg received\", and the client, who "
            + "counts on these 12 bytes, takes it for them.",
          drawing: outcome.story + [""] + ByteRuler.compare(expected: expected, yours: sent),
          advice: "answer the goodbye as you answer every message.")
      }
      if outcome.replies < texts.count {
        throw Mistake(
          "closesWithoutReply",
          "The client says goodbye and waits for its answer: \(texts.count.messages), "
            + "\(outcome.replies.answers). It will never know whether the goodbye has arrived.",
          drawing: outcome.story,
          advice: "answer the goodbye as you answer every message, and leave the loop then.")
      }
      if outcome.replies > texts.count { throw answersAfterGoodbye(outcome, texts.count) }
      switch outcome.said {
      case .failure(let error):
        throw Mistake.refusal(error, of: "a client that says goodbye", drawing: outcome.story)
      case .success(false):
        throw Mistake(
          "goodbyeIsText", "The client has said goodbye, and it returns false, as if it had not.",
          drawing: outcome.story, advice: "return true once the goodbye has been answered.")
      case .success(true): break
      }
      if outcome.heard.count > texts.count { throw answersAfterGoodbye(outcome, texts.count) }
      if outcome.heard != texts {
        throw Mistake(
          "hidesTheGoodbye",
          "It does not call `heard` with every message: the goodbye is one, too.",
          drawing: outcome.story + [
            "", "expected  \(Conversation.list(texts))",
            "yours     \(Conversation.list(outcome.heard))",
          ],
          advice: "call heard(text) first, and then ask whether it is a goodbye.")
      }
      if outcome.stream.wasShutDown, !outcome.stream.hasFinishedSending {
        throw Mistake(
          "closesAtOnce",
          "Right behind its answer it shuts the connection down in both directions. If bytes of the "
            + "client are still on their way, they are answered with a reset, and a reset can destroy "
            + "the answer before the client has read it.",
          drawing: outcome.story,
          advice: "leave the closing to the caller; it says first that nothing more will follow.")
      }
    }
  }

  private func goodbyeIsText(_ outcome: Outcome) -> Mistake {
    Mistake(
      "goodbyeIsText",
      "The client has said goodbye and sends nothing more, and it receives again, and waits. On a "
        + "real socket both sides would wait for the other one to close.",
      drawing: outcome.story,
      advice: "compare each text with \"!DISCONNECT\"; when it is that, answer it and return true, "
        + "without another receive.")
  }

  /// Whoever closes without a goodbye has said none.
  private func examineClose(_ text: String) throws {
    for texts in [[], [text], [""]] {
      let outcome = try serve(texts.map(frame), then: [.close])
      guard case .success(true) = outcome.said else { continue }
      throw Mistake(
        "closeIsGoodbye",
        "The client closes without having said goodbye, and it returns true. A close alone does not "
          + "say whether the client was done: its program may have been killed.",
        drawing: outcome.story, advice: "return true for a goodbye, and false for an empty receive."
      ).after(outcome.stream.calls)
    }
  }

  /// Texts that are like a goodbye and are none.
  private func examineTexts(_ text: String) throws {
    let texts = [
      "say !DISCONNECT", "!DISCONNECT now", "!DISCONNECT ", " !DISCONNECT", "!DISCONNECT\n",
      "!DISCONNECT\r\n", "!DISCONNECTED", "!disconnect", "!DISCONNEC", "DISCONNECT",
      "!DISCONNECT\0", "!DISCONNECT!DISCONNECT", "!",
    ]
    for like in texts {
      try examineTexts([like, text], "\"\(Conversation.readable(like))\" is no goodbye")
    }
    try examineTexts(["!DISCON", "NECT"], "\"!DISCON\" and \"NECT\" are two texts, and no goodbye")
  }

  private func examineTexts(_ texts: [String], _ what: String) throws {
    let outcome = try serve(texts.map(frame), then: [.close])
    let isTaken = (try? outcome.said.get()) == true
    if case .failure(let error) = outcome.said {
      throw Mistake.refusal(error, of: "a text that is right", drawing: outcome.story)
    }
    if !isTaken, outcome.replies == texts.count { return }
    throw Mistake(
      "goodbyeInsideText",
      "\(what), and it ends the conversation. Whoever writes about the goodbye is thrown out.",
      drawing: outcome.story,
      advice: "a goodbye is a payload of exactly the 11 bytes `!DISCONNECT`: compare with ==."
    ).after(outcome.stream.calls)
  }

  /// The goodbye in every way of cutting it once.
  private func examineCuts(_ text: String) throws {
    let stream = frame(text) + frame(Self.goodbye)
    for cut in 1..<stream.count {
      let schedule = Schedule(stream, cuts: [cut])
      try examine(try serve(schedule.pieces), [text, Self.goodbye])
    }
    let cut = Array(frame(Self.goodbye).dropLast(3))
    if case .success(let said) = try serve([cut], then: [.close]).said {
      throw Mistake(
        "cutOffIsClosed",
        "The client closes inside its goodbye, 3 bytes before its end, and it returns \(said). "
          + "What was cut off is not a message, and no end that anybody meant.",
        drawing: ["payload  !DISCONN"],
        advice: "let the error pass that the reader throws: `try`, without a `catch`.")
    }
  }

  // MARK: Behind the goodbye

  private func examineWhatFollows(_ text: String) throws {
    let garbage = Array("this is no header, and nobody should look at it".utf8)
    for following in [frame(text), frame(Self.goodbye), Array(frame(text).prefix(20)), garbage] {
      let outcome = try serve(
        [frame(text) + frame(Self.goodbye) + following], hasMore: true)
      if case .failure = outcome.said { throw answersAfterGoodbye(outcome, 2) }
      try examine(outcome, [text, Self.goodbye])
    }
  }

  private func answersAfterGoodbye(_ outcome: Outcome, _ right: Int) -> Mistake {
    if !outcome.hasMore, outcome.replies > right {
      return Mistake(
        "answersAfterGoodbye",
        "It answers the goodbye more than once: \(right.messages), \(outcome.replies.answers). The "
          + "client takes 12 bytes and then expects the end.",
        drawing: outcome.story, advice: "one answer for each message, the goodbye among them.")
    }
    var what = "answers what comes behind it: \(outcome.replies.answers) instead of \(right)"
    if outcome.replies <= right { what = "goes on with what comes behind it" }
    if case .failure(let error) = outcome.said { what = "reads what comes behind it: \(error)" }
    return Mistake(
      "answersAfterGoodbye",
      "The goodbye is the last message, and it \(what)\(what.hasSuffix(".") ? "" : ".")",
      drawing: outcome.story,
      advice: "return right after the answer to the goodbye; the rest of the piece is dropped.")
  }
}

extension Int {
  fileprivate var messages: String { self == 1 ? "1 message" : "\(self) messages" }
  fileprivate var answers: String { self == 1 ? "1 answer" : "\(self) answers" }
}
