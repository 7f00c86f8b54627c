import Workbook

/// The examination of exercise 11.3: updates are put in and taken out; nothing may wait that is
/// overtaken, and no departure may be lost.
struct LatestOutboxExamination<Outbox: LatestOutbox> {
  private enum Event {
    case put(Int32, Position?)
    case take
  }

  func run(_ trial: inout Trial) throws {
    let (first, second) = (Int32(trial.number(in: 2...9)), Int32(trial.number(in: 10...99)))
    let place = Position(x: Int16(trial.number(in: 1...99)), y: -3)
    let next = Position(x: place.x, y: -2)
    try play([.put(first, place), .take, .take])
    try isAlone(Update(number: first, position: place))
    try play([.put(first, place), .put(second, next), .take])
    try play([.put(first, place), .put(first, next), .take, .take])
    try play([.put(first, place), .take, .put(first, next), .take, .put(first, place), .take])
    // And back to where the reader has seen it last.
    try play([.put(first, place), .take, .put(first, next), .put(first, place), .take])
    try play([
      .put(first, place), .put(second, place), .put(first, next), .put(second, next), .take,
    ])
    // Departures: of somebody who has been sent, who waits, and of whom nobody has heard.
    try play([.put(first, place), .take, .put(first, nil), .take, .take])
    try play([.put(second, nil), .take])
    try play([.put(first, place), .put(first, nil), .take, .take])
    try play([.put(first, nil), .put(second, place), .put(second, next), .take])
    try play([
      .put(first, place), .put(second, place), .take, .put(second, nil), .put(first, next), .take,
    ])
    try play((1...30).map { .put($0, $0 % 3 == 0 ? nil : place) } + [.take, .take])
    try fill()
  }

  private func isAlone(_ update: Update) throws {
    var (one, other) = (Outbox(), Outbox())
    try Mistake.examineSharing(
      "outboxes", steps: ["first.put: \(update)", "second.takeAll()"], expected: "nothing",
      yours: "\(update)"
    ) {
      try? one.put(update)
      return (try? other.takeAll()) == [update]
    }
  }

  private func play(_ events: [Event]) throws {
    var outbox = Outbox()
    /// What waits; what was sent; what happened.
    var (waiting, taken, happened): ([Int32: Update], [Update], [String]) = ([:], [], [])
    for event in events {
      switch event {
      case .put(let number, let position):
        let update = Update(number: number, position: position)
        happened.append("put: \(update)")
        Judgement.isGiven(happened)
        try answering(happened) { try outbox.put(update) }
        waiting[number] = update
      case .take:
        happened.append("takeAll()")
        Judgement.isGiven(happened)
        let yours = try answering(happened) { try outbox.takeAll() }
        try compare(yours, Array(waiting.values), taken, happened)
        taken += yours
        waiting = [:]
      }
    }
  }

  private func answering<Result>(_ happened: [String], _ body: () throws -> Result) throws -> Result
  {
    do {
      return try body()
    } catch let error where !(error is NotStarted) {
      throw Mistake.refusal(
        error, of: "what happens to every outbox", drawing: Array(happened.suffix(12)))
    }
  }

  // MARK: What was wrong

  private func compare(
    _ yours: [Update], _ expected: [Update], _ taken: [Update], _ happened: [String]
  ) throws {
    let (yours, expected) = (yours.map(\.description), expected.map(\.description).sorted())
    if yours.sorted() == expected { return }
    func list(_ updates: [String]) -> String {
      let shown = updates.prefix(3).joined(separator: ", ") + (updates.count > 3 ? ", …" : "")
      return updates.isEmpty ? "nothing" : shown
    }
    let (id, sentence, advice) = explain(yours, expected, taken.map(\.description), happened)
    throw Mistake(
      id, sentence,
      drawing: Array(happened.suffix(8)) + [
        "", "expected  \(list(expected))", "yours     \(list(yours))",
      ],
      advice: advice)
  }

  private func explain(
    _ yours: [String], _ expected: [String], _ taken: [String], _ happened: [String]
  ) -> (String, String, String) {
    let missing = expected.first { !yours.contains($0) }
    let surplus = yours.first { !expected.contains($0) }
    func client(_ update: String) -> String { update.split(separator: " ")[1].description }
    let clients = yours.map(client)
    let repeated = Set(clients).first { name in clients.count { $0 == name } > 1 }
    if let surplus, taken.contains(surplus) {
      return (
        "sendsAgain", "\"\(surplus)\" has been taken out already, and comes a second time.",
        "leave nothing behind in `takeAll`: put an empty dictionary in the old one's place."
      )
    }
    if let surplus, expected.contains("client \(client(surplus)) has left") {
      return (
        "movesTheDeparted",
        "Client \(client(surplus)) has left, and \"\(surplus)\" is sent all the same. Who reads it "
          + "last goes on showing somebody who is not there.",
        "let a departure take the place of the position that waits."
      )
    }
    if let missing, missing.hasSuffix("has left") {
      return (
        "losesDepartures",
        "Nobody is told that client \(client(missing)) has left: on this reader's grid it stands "
          + "there for ever. A position is overtaken by the next one; nothing comes after this.",
        "keep a departure as an update like any other, whether or not something about that client "
          + "waits. (`latest[number] = nil` takes it out of a dictionary.)"
      )
    }
    if let repeated {
      return (
        "queuesEverything",
        "Client \(repeated) is there more than once. Only the last of it is worth anything; the others "
          + "make a slow reader slower still.",
        "keep one update for each client: a dictionary, by the number."
      )
    }
    if let missing, let surplus, client(missing) == client(surplus) {
      return (
        "keepsTheOldest",
        "Two updates of client \(client(missing)) were put in, and it is the older one that is sent.",
        "let the newer one take the place of the older one."
      )
    }
    if let missing, yours.isEmpty, taken.contains(where: { client($0) == client(missing) }) {
      return (
        "sendsOnlyOnce",
        "Client \(client(missing)) has been sent before, and moves again: the reader is not told.",
        "what has been taken out is forgotten; whatever is put in afterwards waits anew."
      )
    }
    if yours.isEmpty {
      return (
        "wrongResult", "Something waits, and nothing is handed out.",
        "return all that has been put in since the last `takeAll`."
      )
    }
    if let missing, surplus == nil {
      return (
        "onlyTheNewest",
        "What was put in about client \(client(missing)) is gone, though nothing newer about it has "
          + "come.",
        "only an update of the same client takes its place: keep one for each number."
      )
    }
    return (
      "wrongResult", "This is not what waits.",
      "keep one update for each client, the latest; hand all of them out, and forget them."
    )
  }

  // MARK: How much it keeps

  /// A reader that takes nothing, and clients that move all the time.
  private func fill() throws {
    let (clients, rounds): (Int32, Int) = (3, 400)
    let story = [
      "a reader takes nothing for a while",
      "put: \(clients) clients move \(rounds) times each",
    ]
    Judgement.isGiven(story)
    var outbox = Outbox()
    for round in 1...rounds {
      for number in 1...clients {
        let position = Position(x: Int16(round), y: 0)
        try answering(story) { try outbox.put(Update(number: number, position: position)) }
      }
    }
    let kept = Kept.elements(in: outbox)
    if kept <= Int(clients) * 10 { return }
    throw Mistake(
      "queuesEverything",
      "It sends the right thing, and it keeps everything until then: \(kept) values, for "
        + "\(clients) clients. A reader that never reads would fill the server's memory.",
      drawing: story,
      advice: "replace what is overtaken in `put`, not in `takeAll`.")
  }
}
