import Workbook

/// What can be wrong with a broadcast.
extension BroadcastStage {
  func examineNumber(_ yours: Int32) throws {
    let expected = readers.count
    if yours == expected { return }
    let isUsed = yours > 0 && yours < expected
    throw Mistake(
      isUsed ? "reusesNumbers" : "wrongResult",
      isUsed
        ? "Client \(expected) is given the number \(yours), which another has had. Who still has that "
          + "one on his grid takes the two for one."
        : "Client \(expected) is given the number \(yours).",
      drawing: steps,
      advice: "keep the last number that you gave away, from 0, and add 1 for each newcomer.")
  }

  func threw(_ error: any Error) -> Mistake {
    if found.isEmpty { return .refusal(error, of: "what happens to every server", drawing: steps) }
    return Mistake(
      "stopsAtTheDead",
      "A send to \(names(found)) throws, and so does the whole function: \(error)", drawing: steps,
      advice: isMove || isLeave
        ? "catch the error of each `send`, and go on with the next reader."
        : "a newcomer that is gone already is dropped like any other; join returns its number all the "
          + "same.")
  }

  /// Looks at what everyone has been told since the last time.
  func examine() throws {
    var told: [Int: [Update]] = [:]
    for reader in readers { told[reader.place] = reader.hear() }
    try examineTheGone(told)
    for place in present.keys.sorted() { try examineSurplus(told[place] ?? [], place) }
    // First what has happened, and then what has come of it.
    for isConsequence in [false, true] {
      for place in present.keys.sorted() { try examineMissing(told, place, isConsequence) }
    }
    if let open = found.sorted().first(where: { !readers[$0 - 1].wasShutDown }) {
      throw Mistake(
        "leavesItOpen",
        "Client \(open) is struck off, and not shut down: its own thread waits in a receive, perhaps "
          + "for ever.",
        drawing: steps, advice: "call shutdown() on a reader whose `send` has thrown.")
    }
  }

  // MARK: Those who are not there any more

  private func examineTheGone(_ told: [Int: [Update]]) throws {
    let isSentTo = gone.sorted().first { place in
      !(told[place] ?? []).isEmpty || readers[place - 1].failedSends > failedSends[place] ?? 0
    }
    guard let isSentTo else { return }
    let isMissed = present.keys.sorted().first {
      !(expected[$0] ?? []).isEmpty && (told[$0] ?? []).isEmpty
    }
    if let isMissed {
      throw Mistake(
        "indexIsNumber",
        "Client \(isSentTo) has gone and is sent to; client \(isMissed) is there and hears nothing. "
          + "The wrong one was struck off: when one leaves, the others move up in an array, and keep "
          + "their numbers.",
        drawing: steps, advice: "keep the readers in a dictionary by their numbers.")
    }
    if told[isSentTo] == [Update(number: Int32(isSentTo), position: nil)] {
      throw Mistake(
        "wrongResult",
        "Client \(isSentTo) has left, and is told so itself. It is not there any more.",
        drawing: steps, advice: "strike it off first, and tell all who are left then.")
    }
    throw Mistake(
      "keepsTheDead",
      "Client \(isSentTo) has gone, and is sent to all the same. Nobody strikes it off, so that goes "
        + "on for ever, with every client that ever was.",
      drawing: steps,
      advice: "strike a reader off when it leaves, and when a send to it has thrown.")
  }

  // MARK: Those who are

  private func examineSurplus(_ told: [Update], _ place: Int) throws {
    let wanted = expected[place] ?? []
    for (index, update) in told.enumerated() {
      if told.prefix(index).contains(update) { throw twice(update, place) }
      let isGone = gone.contains(Int(update.number)) || found.contains(Int(update.number))
      let hasLeft = told.prefix(index).contains(Update(number: update.number, position: nil))
      if wanted.contains(update), !hasLeft { continue }
      let other = wanted.first { $0.position == update.position && $0.number != update.number }
      if let other, other.position != nil, !told.contains(other) {
        throw otherNumber(update, place, other)
      }
      if isGone {
        // The one who died may or may not have been heard before.
        if update.position != nil, !hasLeft, found.contains(Int(update.number)) { continue }
        throw update.position == nil ? twice(update, place) : raised(update, place)
      }
      throw surplus(update, place, wanted, told)
    }
  }

  private func examineMissing(
    _ told: [Int: [Update]], _ place: Int, _ isConsequence: Bool
  ) throws {
    let missing = (expected[place] ?? []).first { update in
      let isDead = found.contains(Int(update.number))
      return isDead == isConsequence && !(told[place] ?? []).contains(update)
        && !(isDead && update.position != nil)
    }
    if let missing { throw self.missing(missing, place, told[place] ?? [], told) }
  }

  private func otherNumber(_ update: Update, _ place: Int, _ other: Update) -> Mistake {
    Mistake(
      "indexIsNumber",
      "Client \(place) is told \"\(update)\", and it is client \(other.number). When one leaves, the "
        + "others move up in an array, and keep their numbers.",
      drawing: steps + ["", "expected  \(other)", "yours     \(update)"],
      advice: "keep readers and positions in dictionaries by number.")
  }

  private func twice(_ update: Update, _ place: Int) -> Mistake {
    Mistake(
      "saysItTwice", "Client \(place) is told \"\(update)\", and has been told so already.",
      drawing: steps,
      advice: update.position == nil
        ? "do nothing in `leave` when that number is not there any more. Who was dropped is reported by "
          + "its own thread, too, when that finds the connection shut down."
        : "send each update once to each reader.")
  }

  private func raised(_ update: Update, _ place: Int) -> Mistake {
    if case .comes = event {
      return Mistake(
        "showsTheDead",
        "The newcomer is told \"\(update)\". Client \(update.number) is not there any more, and "
          + "nobody will ever say so again.",
        drawing: steps, advice: "forget the position of whoever leaves or is dropped.")
    }
    return Mistake(
      "raisesTheDead",
      "Client \(place) is told \"\(update)\" after client \(update.number) has left. It stays on the "
        + "grid for ever: nobody will say again that it has left.",
      drawing: steps,
      advice: found.contains(Int(update.number))
        ? "tell everyone the position first; drop the dead, and say that they have left, afterwards."
        : "do nothing in `move` when that number is not there any more.")
  }

  private func surplus(
    _ update: Update, _ place: Int, _ wanted: [Update], _ told: [Update]
  ) -> Mistake {
    if place == readers.count, !isMove, !isLeave {
      if past.contains(update) {
        return Mistake(
          "replaysThePast",
          "The newcomer is told \"\(update)\". That is over: client \(update.number) has moved on.",
          drawing: steps, advice: "keep one position for each client, the latest.")
      }
      return Mistake(
        "inventsPositions",
        "The newcomer is told \"\(update)\". Client \(update.number) has never said where it is.",
        drawing: steps, advice: "tell a newcomer only of those who have sent a position.")
    }
    return Mistake(
      "wrongResult", "Client \(place) is told \"\(update)\", which is not what has happened.",
      drawing: steps + ["", "expected  \(list(wanted))", "yours     \(list(told))"],
      advice: "tell everyone what has happened, once, and nothing else.")
  }

  private func missing(
    _ update: Update, _ place: Int, _ told: [Update], _ all: [Int: [Update]]
  ) -> Mistake {
    let drawing =
      steps + ["", "client \(place) is told  \(list(told))", "missing  \(list([update]))"]
    let deaf = present.keys.filter {
      (expected[$0] ?? []).contains(update) && !(all[$0] ?? []).contains(update)
    }
    if update.position == nil {
      let number = Int(update.number)
      if !found.isEmpty, deaf.count < present.count, !isLeave || found.contains(number) {
        return skips(deaf, "that client \(number) has left", drawing)
      }
      let isSilent = !found.contains(number) && !past.contains { $0.number == update.number }
      return Mistake(
        isSilent ? "forgetsTheSilent" : "leavesGhosts",
        isSilent
          ? "Client \(number) has left without ever having moved, and client \(place) is not told. The "
            + "protocol says that it is: it need not remember who has moved."
          : (found.contains(number)
            ? "A send to client \(number) has thrown: it is gone" : "Client \(number) has left")
            + ", and client \(place) is not told. It will show it for ever, where it was last.",
        drawing: drawing,
        advice: found.contains(number)
          ? "whoever is dropped has left: tell all the others, as `leave` does."
          : "tell the others in `leave`, whether or not there was a position.")
    }
    if place == readers.count, !isMove {
      return Mistake(
        "startsEmpty",
        "The newcomer is not told \"\(update)\". It would not see that client before its next step.",
        drawing: drawing, advice: "send a newcomer the latest position of everyone who has one.")
    }
    if deaf == [Int(update.number)] {
      return Mistake(
        "forgetsTheSender",
        "Client \(place) has moved, and everybody is told but itself. It does not know its own number; "
          + "this is how it sees itself on its grid.",
        drawing: drawing, advice: "send to everyone, the sender too.")
    }
    if !found.isEmpty { return skips(deaf, "\"\(update)\"", drawing) }
    return Mistake(
      "wrongResult", "Client \(place) is not told \"\(update)\".", drawing: drawing,
      advice: "tell everyone who is there.")
  }

  /// Some have been told, and others have not: the dead were in the way.
  private func skips(_ deaf: [Int], _ what: String, _ drawing: [String]) -> Mistake {
    let first = found.min() ?? 0
    let afterwards = present.keys.filter { $0 > first }
    let isAll = afterwards.count > 1 && Set(deaf) == Set(afterwards)
    let isStop = isAll || deaf.count == present.count
    return Mistake(
      isStop ? "stopsAtTheDead" : "skipsAfterRemoval",
      isStop
        ? "A send to \(names(found)) throws, and those who come after it are not told \(what)."
        : "A send to \(names(found)) throws, and \(names(Set(deaf))) is not told \(what): whoever takes "
          + "one out of an array while he walks through it skips the next, or falls off its end.",
      drawing: drawing,
      advice: isStop
        ? "catch the error of each `send`, and go on with the next reader."
        : "note who is dead while you tell everyone; strike them off when the loop is over.")
  }

  // MARK: Words

  private var isMove: Bool { if case .moves = event { true } else { false } }
  private var isLeave: Bool {
    switch event {
    case .leaves, .isReportedGone: true
    default: false
    }
  }

  private var steps: [String] { Array(happened.suffix(12)) }

  private func names(_ places: Set<Int>) -> String {
    places.isEmpty ? "nobody" : places.sorted().map { "client \($0)" }.joined(separator: " and ")
  }

  private func list(_ updates: [Update]) -> String {
    updates.isEmpty ? "nothing" : updates.map(\.description).joined(separator: ", ")
  }
}
