import Sockets
import Workbook

/// The examination of exercise 5.2: conversations that end in every way there is.
struct EndingExamination {
  static let mistakes = [
    "cutOffIsClosed", "resetIsClosed", "resetIsCutOff", "closedIsCutOff", "closeIsGoodbye",
    "goodbyeIsLost", "protocolErrorIsLost", "ignoresTheLimit", "throwsTheEnding",
    "catchesEverything", "loopsOnZero",
    "answersNothing", "keepsTheText",
  ]

  let work: any Exercise5_2
  private static let reply = Array("Msg received".utf8)
  private static let goodbye = "!DISCONNECT"
  private let limit = 1000

  func run(_ trial: inout Trial) throws {
    let text = trial.text(trial.number(in: 4...6))
    try examineGoodbye(text)
    try examineCloses(text)
    try examineCuts(text)
    try examineResets(text)
    try examineProtocolErrors(text)
    try examineNoEnding(text)
  }

  /// One client, from its first byte to its end.
  private struct Visit {
    /// The whole messages that it sends.
    var texts: [String] = []
    /// What it sends behind them.
    var rest: [UInt8] = []
    var then: [ScriptedStream.Arrival] = []
    var sending: [ScriptedStream.Departure] = []
    /// How it ends, in words.
    let story: String

    var pieces: [[UInt8]] {
      let all = texts.map { Conversation.frame($0) } + [rest]
      return all.filter { !$0.isEmpty }
    }
    var drawing: [String] { Conversation.drawing(of: pieces) + ["then     \(story)"] }
  }

  // MARK: The endings

  private func examineGoodbye(_ text: String) throws {
    let waits = "nothing: the client waits for the close"
    try examine(Visit(texts: [Self.goodbye], story: waits), .saidGoodbye)
    try examine(Visit(texts: [text, Self.goodbye], story: waits), .saidGoodbye)
    let endings: [([UInt8], [ScriptedStream.Arrival], String)] = [
      ([], [.close], "the client closes"), ([], [.reset], "the connection is reset"),
      (Array(Conversation.frame(text).prefix(20)), [.close], "the client closes"),
    ]
    for (rest, then, story) in endings {
      try examine(
        Visit(texts: [text, Self.goodbye], rest: rest, then: then, story: story), .saidGoodbye)
    }
  }

  private func examineCloses(_ text: String) throws {
    for texts in [[text], [], [text, ""], ["say !DISCONNECT"]] {
      try examine(
        Visit(texts: texts, then: [.interruption, .close], story: "the client closes"),
        .closedWithoutGoodbye)
    }
  }

  /// Closed inside a message: after every byte of it, as the first message and as the second.
  private func examineCuts(_ text: String) throws {
    for message in [text, Self.goodbye] {
      let frame = Conversation.frame(message)
      for texts in [[], [text]] {
        for there in 1..<frame.count {
          let place =
            there < Conversation.width
            ? "inside the header, \(there) of 64 bytes are there"
            : there == Conversation.width
              ? "behind the header, and no byte of the payload is there"
              : "inside the payload"
          try examine(
            Visit(
              texts: texts, rest: Array(frame.prefix(there)), then: [.close],
              story: "the client closes: \(place)"),
            .cutOff)
        }
      }
    }
  }

  private func examineResets(_ text: String) throws {
    let receiving = "the connection is reset: receive throws (ECONNRESET)"
    for texts in [[text], []] {
      try examine(Visit(texts: texts, then: [.reset], story: receiving), .reset)
    }
    for there in [1, 64, 65] {
      let rest = Array(Conversation.frame(text).prefix(there))
      try examine(Visit(texts: [text], rest: rest, then: [.reset], story: receiving), .reset)
    }
    let failures: [(ScriptedStream.Departure, String)] = [
      (.reset, "the client is gone: send throws (ECONNRESET)"),
      (.brokenPipe, "the client is gone: send throws (EPIPE)"),
    ]
    for (failure, story) in failures {
      for sending in [[failure], [.takes(5), failure]] {
        try examine(
          Visit(texts: [text], then: [.close], sending: sending, story: story), .reset,
          answered: 0)
      }
    }
  }

  private func examineProtocolErrors(_ text: String) throws {
    let wrong: [([UInt8], String)] = [
      (Array("hello".utf8) + Array(repeating: 0x20, count: 59), "the header is none"),
      (Array(repeating: 0x20, count: 64), "the header is empty"),
      (
        Lesson02Checks.right(limit + 1, Conversation.width),
        "the header announces \(limit + 1) bytes, `limit` is \(limit)"
      ),
      (Conversation.frame([0x68, 0xFF, 0xFE]), "the payload is not UTF-8"),
    ]
    for (rest, story) in wrong {
      for texts in [[], [text]] {
        let visit = Visit(
          texts: texts, rest: rest, then: [.close], story: "\(story); the client closes")
        // Headers that are none have been told by now: only the limit is left to be missed.
        try examine(visit, .protocolError, ifWrong: rest.first == 0x31 ? ignoresTheLimit : nil)
      }
    }
  }

  private func ignoresTheLimit(_ yours: Ending, _ visit: Visit) -> Mistake {
    Mistake(
      "ignoresTheLimit",
      "It returns .\(yours.name): it waits for a payload that is longer than `limit` allows. A "
        + "client could have it wait for a gigabyte.",
      drawing: visit.drawing,
      advice: "hand `limit` on: serve(client, limit: limit, heard: heard).")
  }

  /// What is no ending: the client is there, and takes nothing.
  private func examineNoEnding(_ text: String) throws {
    let visit = Visit(
      texts: [text], sending: [.stuck],
      story: "the client is there, and takes no byte of its answer")
    let outcome = try converse(visit)
    guard case .success(let ending) = outcome.ending else { return }
    throw Mistake(
      "catchesEverything",
      "The client has not left: it takes no byte, and send throws because we have lost our patience. "
        + "It returns .\(ending.name) all the same, and what went wrong is lost.",
      drawing: visit.drawing,
      advice: "catch the errors that are endings (CutOff, FramingError, a SocketError whose "
        + "`isPeerGone` is true), and let every other one pass.")
  }

  // MARK: One visit

  private struct Outcome {
    let stream: ScriptedStream
    let heard: [String]
    let ending: Result<Ending, any Error>
  }

  private func converse(_ visit: Visit) throws -> Outcome {
    let stream = ScriptedStream(
      visit.pieces.map { .piece($0) } + visit.then, sending: visit.sending)
    Judgement.isGiven(visit.drawing)
    var heard: [String] = []
    let ending = Result { try work.converse(with: stream, limit: limit) { heard.append($0) } }
    if case .failure(let unsolved as NotStarted) = ending { throw unsolved }
    if stream.wasOutrun { throw outrun(visit).after(stream.calls) }
    if stream.wasAskedInCircles { throw Mistake.loopsOnZero().after(stream.calls) }
    return Outcome(stream: stream, heard: heard, ending: ending)
  }

  private func outrun(_ visit: Visit) -> Mistake {
    guard visit.texts.last == Self.goodbye else {
      return .waits(for: "the conversation is over", drawing: visit.drawing)
    }
    return Mistake(
      "goodbyeIsLost",
      "The client has said goodbye and sends nothing more, and it receives again, and waits. On a "
        + "real socket both sides would wait for the other one to close.",
      drawing: visit.drawing,
      advice: "answer the goodbye, and leave the loop: that is the ending.")
  }

  /// - Parameters:
  ///   - answered: how many of the visit's messages can be answered; all unless given.
  ///   - ifWrong: what another ending means here; that two were confused unless given.
  private func examine(
    _ visit: Visit, _ expected: Ending, answered: Int? = nil,
    ifWrong: ((Ending, Visit) -> Mistake)? = nil
  ) throws {
    let outcome = try converse(visit)
    try outcome.stream.showingCalls {
      switch outcome.ending {
      case .failure(let error): throw thrown(error, visit, expected)
      case .success(let ending):
        if ending != expected {
          throw ifWrong?(ending, visit) ?? confused(ending, visit, expected)
        }
      }
      let answers = outcome.stream.sent.count / Self.reply.count
      let right = answered ?? visit.texts.count
      if answers != right {
        throw Mistake(
          answers == 0 ? "answersNothing" : "wrongResult",
          "The ending is right. But each whole message is to be answered with \"Msg received\", as in "
            + "5.1: \(right) here, and it sends \(answers).",
          drawing: visit.drawing,
          advice: "let your answer to 5.1 serve the client: serve(client, …)."
        )
      }
      if outcome.heard.map({ Array($0.utf8) }) != visit.texts.map({ Array($0.utf8) }) {
        throw Mistake(
          "keepsTheText", "It does not call `heard` with the text of each message, in order.",
          drawing: visit.drawing + [
            "", "expected  \(Conversation.list(visit.texts))",
            "yours     \(Conversation.list(outcome.heard))",
          ],
          advice:
            "hand `heard` on to your answer to 5.1: serve(client, limit: limit, heard: heard).")
      }
    }
  }

  // MARK: Verdicts

  private func thrown(_ error: any Error, _ visit: Visit, _ expected: Ending) -> Mistake {
    Mistake(
      "throwsTheEnding",
      "This conversation's ending is .\(expected.name), and instead of returning it, it throws: "
        + "\(error)",
      drawing: visit.drawing, advice: advice[expected] ?? "")
  }

  private func confused(_ ending: Ending, _ visit: Visit, _ expected: Ending) -> Mistake {
    let id =
      switch (expected, ending) {
      case (.saidGoodbye, _): "goodbyeIsLost"
      case (.closedWithoutGoodbye, .saidGoodbye): "closeIsGoodbye"
      case (.closedWithoutGoodbye, .cutOff): "closedIsCutOff"
      case (.cutOff, .closedWithoutGoodbye): "cutOffIsClosed"
      case (.reset, .closedWithoutGoodbye): "resetIsClosed"
      case (.reset, .cutOff): "resetIsCutOff"
      case (.protocolError, _): "protocolErrorIsLost"
      default: "wrongResult"
      }
    return Mistake(
      id, "It returns .\(ending.name). \(reason[expected] ?? "")",
      drawing: visit.drawing + ["", "expected  .\(expected.name)", "yours     .\(ending.name)"],
      advice: advice[expected] ?? "")
  }

  private let reason: [Ending: String] = [
    .saidGoodbye: "The client has said goodbye; whatever comes after that changes nothing.",
    .closedWithoutGoodbye: "The client closed between two messages, and has said no goodbye.",
    .cutOff: "The client closed in the middle of a message: the part that is there is lost.",
    .reset: "The connection was reset: what was on its way, our answers too, may be lost.",
    .protocolError: "These bytes are not what the protocol allows, and it is we who end that.",
  ]

  private let advice: [Ending: String] = [
    .saidGoodbye: "return .saidGoodbye as soon as the goodbye has been answered.",
    .closedWithoutGoodbye:
      "an empty receive between two messages is .closedWithoutGoodbye: nextText() is nil then.",
    .cutOff:
      "an empty receive inside a message is .cutOff: the reader throws CutOff for it. Where do you "
      + "catch that?",
    .reset:
      "catch the SocketError whose `isPeerGone` is true, of receive and of send, and return .reset.",
    .protocolError: "catch FramingError and return .protocolError.",
  ]
}

extension Ending {
  /// As it is written in code: `cutOff`.
  fileprivate var name: String {
    switch self {
    case .saidGoodbye: "saidGoodbye"
    case .closedWithoutGoodbye: "closedWithoutGoodbye"
    case .cutOff: "cutOff"
    case .reset: "reset"
    case .protocolError: "protocolError"
    }
  }
}
