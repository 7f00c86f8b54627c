import Foundation

// What the first look says: one place for the words, each with the next step.

extension Finding {
  static let closesAtOnce = Finding(
    "closesAtOnce",
    "It closes each connection at once, before the client has sent anything.",
    advice:
      "Does the code that serves a client return or throw right away? Its own log may tell. An "
      + "exercise that is not started does that.")

  static func speaksFirst(_ trouble: Trouble) -> Finding {
    Finding(
      "speaksFirst", "It speaks before it is asked: \(trouble.quoted) came without a message.",
      advice: "A server of lessons 4 and 5 waits for a message. Is it another lesson's server, or "
        + "another --port?")
  }

  static func closedInside(_ piece: FirstLook.Piece, isReset: Bool) -> Finding {
    Finding(
      "closesInsideAMessage",
      "It \(isReset ? "reset" : "closed") the connection after \(piece.end) bytes of a message, "
        + "\(piece.place), while the rest was still on its way.",
      advice: "A message comes in any number of pieces. Receive again and again until all 64 bytes "
        + "of the header are there, then until the payload is.")
  }

  static func repliesEarly(_ piece: FirstLook.Piece) -> Finding {
    Finding(
      "repliesEarly",
      "It answered before the message was whole: “Msg received” came when it had \(piece.end) "
        + "bytes, \(piece.place).",
      advice: "Receive until header and payload are complete, and answer then. One receive may "
        + "bring less than you ask for.")
  }

  static func repliesPerReceive(_ answers: Int, to pieces: Int) -> Finding {
    Finding(
      "repliesPerReceive",
      "One message came in \(pieces) pieces, and it answered \(answers) times: it answers each "
        + "receive and not each message.",
      advice: "Put what is received into a buffer, take every whole message out of it, and answer "
        + "each of those.")
  }

  static func wrongReply(_ trouble: Trouble) -> Finding {
    if trouble.kind == .tooManyReplies {
      return Finding(
        "tooManyReplies",
        "It sent more than one reply to one message: behind “Msg received” came "
          + "\(trouble.quoted).",
        advice: "Each message has one reply, the 12 bytes “Msg received”, with no newline and "
          + "nothing else behind them.")
    }
    return Finding(
      "wrongReply", "It did not answer “Msg received”: \(trouble.quoted) came.",
      advice: trouble.advice)
  }

  static func silent(_ what: String, _ limit: Duration) -> Finding {
    Finding(
      "noAnswer", "\(what) got no answer within \(figure(limit)).",
      advice: "Does it wait for more bytes than a message has, 64 of header and as many as the "
        + "header says? Does it send its reply? Its own log may tell.")
  }

  static func noSecondClient(_ reason: String) -> Finding {
    Finding(
      "noSecondClient",
      "One client was connected and answered, and a second could not connect: \(reason)",
      advice:
        "Accept in a loop, for as long as the server runs, and let a thread serve each client.")
  }

  static func servesOneAtATime(_ limit: Duration) -> Finding {
    Finding(
      "servesOneAtATime",
      "A second client got no answer for \(figure(limit)) while a first one was connected, and got "
        + "it when the first had left: it serves one client at a time.",
      advice: "Start a thread for each client that you accept, and go back to accept at once.")
  }

  static func goodbyeIsText(_ limit: Duration) -> Finding {
    Finding(
      "goodbyeIsText",
      "It answered “!DISCONNECT” and had not closed the connection \(figure(limit)) later.",
      advice: "A payload that is !DISCONNECT and nothing else is a goodbye: answer it, then close. "
        + "Lesson 5 is about that; without --goodbye nobody says it.")
  }

  static func stopsAfterFirst(_ how: String) -> Finding {
    Finding(
      "stopsAfterFirst", "It answered the first message of a client, and then \(how).",
      advice: "Serve a client in a loop: message, answer, message, answer, until it closes.")
  }
}

extension Answer {
  /// The finding when one message, the first, has not got one reply.
  func afterOneMessage(_ limit: Duration) -> Finding {
    switch self {
    case .right, .missing: .silent("A message that came in four pieces", limit)
    case .ended(_, let isReset):
      Finding(
        "closesWithoutReply",
        "It \(isReset ? "reset" : "closed") the connection instead of answering the first message.",
        advice:
          "Its own log may tell why. The message came in four pieces: did it take one of them "
          + "for a whole message?")
    case .wrong(let trouble): .wrongReply(trouble)
    }
  }

  /// The finding when two messages in one send have not got two replies.
  func afterTwoMessages(_ limit: Duration) -> Finding {
    switch self {
    case .right, .missing(0): .stopsAfterFirst("said nothing more to it for \(figure(limit))")
    case .ended(0, _): .stopsAfterFirst("closed the connection")
    case .ended:
      Finding(
        "closesEarly", "Two messages came together; it answered one and closed the connection.",
        advice: "Only the client ends the conversation. Its own log may tell why it did.")
    case .missing:
      Finding(
        "repliesPerReceive",
        "Two messages came together, in one receive, and it answered one of them.",
        advice:
          "After a message look into the buffer again: there may be another whole one, and no "
          + "receive will announce it.")
    case .wrong(let trouble): .wrongReply(trouble)
    }
  }

  func fromSecondClient(_ limit: Duration) -> Finding {
    switch self {
    case .right, .missing: .silent("A second client, beside a first one that was served,", limit)
    case .ended:
      Finding(
        "secondClientIsClosed",
        "A second client connected while a first one was there, and its connection was closed "
          + "before it had an answer.",
        advice: "Each client needs a connection and a thread of its own. Has the second one taken "
          + "the place of the first, in one variable?")
    case .wrong(let trouble): .wrongReply(trouble)
    }
  }

  func toGoodbye(_ limit: Duration) -> Finding {
    switch self {
    case .right, .missing: .silent("The goodbye, “!DISCONNECT”,", limit)
    case .ended:
      Finding(
        "closesWithoutReply", "It closed the connection without an answer to “!DISCONNECT”.",
        advice: "Answer “Msg received” first, then close.")
    case .wrong(let trouble): .wrongReply(trouble)
    }
  }
}
