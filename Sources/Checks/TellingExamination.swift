import LessonKit
import Sockets
import Tape
import Workbook

/// The examination of exercise 8.1: a room of scripted clients, some of whom are gone.
struct TellingExamination<Work: Exercise8_1> {
  let work: Work

  func run(_ trial: inout Trial) throws {
    let text = trial.text(trial.number(in: 4...8))
    // From the simplest room to the worst; the first that fails is the one to be shown.
    try tells(text, by: 3, [1, 2, 3, 5, 8], "five clients, one of whom speaks")
    for (text, what) in [
      ("", "a text of no bytes"), ("héllo 😀", "a text with more bytes than characters"),
      ("say !DISCONNECT\n\u{0}", "a text with a newline and a zero byte in it"),
      (String(repeating: "x", count: 5000), "a text of 5 000 bytes"),
    ] {
      try tells(text, by: 12, [1, 7, 12], what)
    }
    try tells(text, by: 4, [4], "a client who is alone")
    try tells(text, by: 4, [], "an empty room")
    try tells(text, by: 4, [1, 2], "a client who has left the room meanwhile")
    try tells(
      text, by: 2, [1, 2, 3], "clients that take seven bytes at a time",
      sending: Array(repeating: .takes(7), count: 20))
    for departure: ScriptedStream.Departure in [.brokenPipe, .reset, .stuck] {
      for number in [1, 2, 4, 5] { try loses([number], departure, text) }
    }
    try loses([1, 2, 5], .reset, text)
  }

  // MARK: The room

  private func tell(
    _ text: String, by number: Int, _ room: [Int: ScriptedStream], _ what: String
  ) throws -> Result<[Int], any Error> {
    let shown = Conversation.readable(String(text.prefix(40)))
    Judgement.isGiven([what, "tell(\"\(shown)\", by: \(number), to: …)"])
    do {
      return .success(try work.tell(text, by: number, to: room))
    } catch let unsolved as NotStarted {
      throw unsolved
    } catch {
      return .failure(error)
    }
  }

  private func tells(
    _ text: String, by number: Int, _ numbers: [Int], _ what: String,
    sending departures: [ScriptedStream.Departure] = []
  ) throws {
    let room = Dictionary(
      uniqueKeysWithValues: numbers.map { ($0, ScriptedStream(sending: departures)) })
    let outcome = try tell(text, by: number, room, what)
    let others = numbers.filter { $0 != number }
    let expected = Conversation.frame("client \(number): \(text)")
    for other in others where room[other]?.sent != expected {
      let heard = Set(others.filter { room[$0]?.sent == expected })
      throw wrongBytes(
        Telling(text: text, by: number, to: other, what: what, others: others, heard: heard),
        expected: expected, yours: room[other]?.sent ?? [], isShort: !departures.isEmpty, outcome)
    }
    if let sent = room[number]?.sent, !sent.isEmpty {
      throw Mistake(
        "echoesToSender",
        "Client \(number) has said it, and is sent its own message. It knows what it has said; on its "
          + "screen every line would stand twice.",
        drawing: ByteRuler.show("client \(number)", sent),
        advice: "leave the sender out: go through the room where the number is another one.")
    }
    let lost: [Int]
    switch outcome {
    case .failure(let error): throw Mistake.refusal(error, of: what)
    case .success(let numbers): lost = numbers
    }
    let shutDown = numbers.filter {
      room[$0]?.wasShutDown == true || room[$0]?.hasFinishedSending == true
    }
    if let blamed = shutDown.first ?? lost.first { throw blames(blamed, what, lost) }
  }

  private struct Telling {
    let text: String
    let by: Int
    let to: Int
    let what: String
    let others: [Int]
    let heard: Set<Int>
  }

  private func wrongBytes(
    _ telling: Telling, expected: [UInt8], yours: [UInt8], isShort: Bool,
    _ outcome: Result<[Int], any Error>
  ) -> Mistake {
    if yours.isEmpty, case .failure(let error) = outcome {
      return .refusal(error, of: telling.what)
    }
    let drawing = ByteRuler.compare(expected: expected, yours: yours)
    let payload = Array("client \(telling.by): \(telling.text)".utf8)
    func mistake(_ id: String, _ sentence: String, _ advice: String) -> Mistake {
      Mistake(id, sentence, drawing: drawing, advice: advice)
    }
    if yours.isEmpty {
      let missing = telling.others.filter { !telling.heard.contains($0) }.map { "client \($0)" }
      return Mistake(
        "missesSome",
        "With \(telling.what), \(missing.joined(separator: " and ")) hear\(missing.count > 1 ? "" : "s") "
          + "nothing.",
        drawing: telling.others.map {
          "client \($0)  \(telling.heard.contains($0) ? "has the message" : "nothing")"
        },
        advice:
          "go through the whole room, whether the sender is in it or not; a client's number is no place "
          + "in an array.")
    }
    if isShort {
      return mistake(
        "ignoresShortSend",
        "With \(telling.what), client \(telling.to) gets a part of the message. What comes next would "
          + "be taken for the rest of it.",
        "use sendAll(_:), which calls send until all is sent.")
    }
    if yours == Conversation.frame(telling.text) {
      return mistake(
        "forgetsTheName", "The others are sent what was said, and not who has said it.",
        "the payload is `client \(telling.by): `, with one space behind the colon, and then the text."
      )
    }
    if yours == Conversation.frame("client \(telling.to): \(telling.text)") {
      return mistake(
        "namesTheReceiver",
        "Client \(telling.to) is told that it has said this itself. It was client \(telling.by).",
        "put the sender's number into the message, and not that of the client it goes to.")
    }
    if yours == payload {
      return mistake(
        "forgetsTheHeader",
        "The payload is sent without a header: nobody knows where the message ends.",
        "LengthHeader(width: 64).frame(payload) is header and payload.")
    }
    let text = "client \(telling.by): \(telling.text)"
    if text.count != payload.count, yours == Lesson02Checks.right(text.count, 64) + payload {
      return mistake(
        "countsCharacters",
        "The header announces \(text.count), and the payload has \(payload.count.bytes): a character "
          + "may have several.",
        "count the bytes, `text.utf8.count`.")
    }
    return mistake(
      "wrongResult", "With \(telling.what), client \(telling.to) is sent this.",
      "the payload is `client \(telling.by): ` and the text, sent once, behind a header of 64 bytes."
    )
  }

  private func blames(_ number: Int, _ what: String, _ lost: [Int]) -> Mistake {
    Mistake(
      "blamesTheLiving",
      "With \(what): client \(number) has taken all that it was sent, and it is "
        + (lost.contains(number)
          ? "among those that you return as lost." : "shut down, or half-closed."),
      drawing: ["returned: \(lost)"],
      advice: "shut down, and return, those whose own send has thrown, and nobody else.")
  }

  // MARK: Those who are gone

  private func loses(
    _ dead: Set<Int>, _ departure: ScriptedStream.Departure, _ text: String
  ) throws {
    let numbers = [1, 2, 3, 4, 5, 6]
    let names = dead.sorted().map { "client \($0)" }.joined(separator: " and ")
    let how = departure == .stuck ? "takes no byte for 5 s" : "is gone"
    let what = "six clients, of whom \(names) \(dead.count > 1 ? "are gone" : how)"
    let room = Dictionary(
      uniqueKeysWithValues: numbers.map { number in
        (number, ScriptedStream(sending: dead.contains(number) ? [.takes(5), departure] : []))
      })
    let outcome = try tell(text, by: 3, room, what)
    let expected = Conversation.frame("client 3: \(text)")
    let deaf = numbers.filter { $0 != 3 && !dead.contains($0) && room[$0]?.sent != expected }
    let fates = numbers.map { number in
      let state =
        number == 3
        ? "has said it"
        : dead.contains(number) ? how : deaf.contains(number) ? "hears nothing" : "has the message"
      return "client \(number)  \(state)"
    }
    if !deaf.isEmpty {
      throw Mistake(
        "stopsAtDeadClient",
        "With \(what): the send to one of them throws, and the rest of the room does not hear what was "
          + "said. One client's trouble must not be everyone's.",
        drawing: fates,
        advice: "`do { try … } catch { … }` inside of the loop, around the one send.")
    }
    if case .failure(let error) = outcome {
      throw Mistake(
        "stopsAtDeadClient",
        "With \(what): all the others have the message, and then it throws: \(error) Whoever spoke has "
          + "done nothing wrong, and would be thrown out.",
        drawing: fates, advice: "catch the error; remember the number, and return it.")
    }
    let lost = (try? outcome.get()) ?? []
    if let retried = dead.sorted().first(where: { (room[$0]?.failedSends ?? 0) > 1 }) {
      throw Mistake(
        "triesAgain",
        "With \(what): client \(retried) is sent to again after a send has failed. It has half a "
          + "message, and everyone waits for the second try as well.",
        drawing: fates, advice: "give a client up at its first error.")
    }
    for number in dead.sorted() where room[number]?.wasShutDown == false || !lost.contains(number) {
      let isShutDown = room[number]?.wasShutDown == true
      throw Mistake(
        "keepsTheDead",
        "With \(what): client \(number) is "
          + (isShutDown
            ? "shut down, and you do not return its number: it stays in the room for ever."
            : "not shut down. Its other thread waits for it, and it may have half a message."),
        drawing: fates + ["returned: \(lost.sorted())"],
        advice: "in the catch: shutdown(), and the number into what you return.")
    }
    if let blamed = lost.first(where: { !dead.contains($0) })
      ?? numbers.first(where: { !dead.contains($0) && room[$0]?.wasShutDown == true })
    {
      throw blames(blamed, what, lost)
    }
  }
}
