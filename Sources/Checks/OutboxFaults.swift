/// What can be wrong with an outbox, in words.
enum OutboxFaults {
  /// A mistake for a call that does not return, given what was done.
  typealias Blocked = @Sendable ([String]) -> Mistake

  // MARK: Calls that do not return

  static let blocks: Blocked = {
    Mistake(
      "blocksOnSlowReader",
      "put waits until there is room. Who waits there is the thread of somebody who has said "
        + "something; as long as one client does not read, nobody in the room hears anything.",
      drawing: $0, advice: "put never waits: when there is no room, return false.")
  }

  static let locksTwice: Blocked = {
    Mistake(
      "locksTwice",
      "put does not return, and there is room: a thread waits for a lock that it holds itself. Is "
        + "something called inside of change or withLock that asks for the same lock, a property of "
        + "yours perhaps?",
      drawing: $0,
      advice: "inside of the closure use what it is handed, and nothing that locks again.")
  }

  static let holdsTheLock: Blocked = {
    Mistake(
      "holdsTheLock",
      "A call that should return at once waits for the lock, and who holds it waits for a message that "
        + "can only come when the lock is free.",
      drawing: $0,
      advice:
        "wait with Monitor's wait(until:), which gives the lock back while it waits; do not wait "
        + "inside of change or withLock.")
  }

  static let waitsForNothing: Blocked = {
    .init(
      "waitsForBytes", "A message is in the queue, and next waits for another one.", drawing: $0,
      advice: "wait only while the queue is empty, and ask for no lock that you hold.")
  }

  static func joins(_ events: [String]) -> Mistake {
    Mistake(
      "joinsMessages",
      "next gives several messages as if they were one. The lesson's own outbox does so, to send them "
        + "in one call; here whoever calls next counts messages, and would wait for the others.",
      drawing: events,
      advice: "take one message out in each next, the oldest, and return it as it is.")
  }

  static let waitsAfterTheEnd: Blocked = {
    .init(
      "waitsAfterTheEnd",
      "The outbox is closed, and next waits for a message that nobody can put in any more.",
      drawing: $0, advice: "wait until there is a message or the outbox is closed.")
  }

  // MARK: Waiting

  static func wakesNobody(_ events: [String]) -> Mistake {
    Mistake(
      "wakesNobody",
      "A thread waits in next, a message is put in, and the thread sleeps on.", drawing: events,
      advice:
        "change what lies in the monitor with change { … }, which wakes whoever waits for it; a "
        + "condition of your own needs a signal.")
  }

  static func sleepsAfterTheEnd(_ events: [String]) -> Mistake {
    Mistake(
      "waitsAfterTheEnd",
      "A thread waits in next, the outbox is closed, and the thread sleeps on: for every client that "
        + "leaves, one thread would stay behind.",
      drawing: events + ["next() still waits"],
      advice:
        "wait until there is a message *or* the outbox is closed; closing is a change like any "
        + "other, and wakes.")
  }

  static func doesNotWait(_ events: [String]) -> Mistake {
    Mistake(
      "doesNotWait",
      "Nothing is in the queue, and next returns. Whoever sends would take nil for the end, or ask "
        + "again and again.",
      drawing: events,
      advice:
        "wait in next, with wait(until:), as long as there is no message and it is not closed.")
  }

  static func busyWaits(_ events: [String]) -> Mistake {
    Mistake(
      "busyWaits",
      "While nothing is in the queue, next looks again and again, as fast as it can. Two hundred "
        + "clients that say nothing would take every processor there is.",
      drawing: events + ["next() keeps a processor busy"],
      advice: "let the thread sleep until something changes: Monitor's wait(until:) does.")
  }

  static func polls(_ events: [String]) -> Mistake {
    Mistake(
      "polls",
      "While nothing is in the queue, next sleeps a little and looks, again and again. A short sleep is "
        + "work for nothing, all day; with a long one every line comes late.",
      drawing: events + ["next() wakes up, though nothing has happened"],
      advice: "let the thread sleep until something changes: Monitor's wait(until:) does.")
  }

  // MARK: Bounds

  static func count(
    accepted: Int, taken: Int, isRight: Bool, most: Int, _ events: [String]
  ) -> Mistake {
    if accepted > most, taken > most {
      return Mistake(
        "unboundedQueue",
        "The queue grows: \(taken) messages wait for a client who does not read. A room full of such "
          + "clients fills the memory.",
        drawing: events, advice: "when \(most) messages are in it, put nothing in and return false."
      )
    }
    if accepted > taken {
      return Mistake(
        "dropsQuietly",
        "put says true \(accepted) times, and \(taken) messages come out: the others are gone, and "
          + "nobody knows. A client would miss lines without being told.",
        drawing: events,
        advice: "return false when there is no room; whoever called shuts that client down.")
    }
    if taken > accepted || accepted == most && !isRight {
      return Mistake(
        "putsAnyway", "put returns false, and has changed the queue all the same.", drawing: events,
        advice: "look whether there is room before anything is changed.")
    }
    return Mistake(
      "wrongResult", "There is room for \(most) messages; yours has room for \(accepted).",
      drawing: events, advice: "refuse the \(most + 1)th, and no earlier one.")
  }

  static func forgetsTheBytes(_ events: [String]) -> Mistake {
    Mistake(
      "forgetsTheBytes",
      "More than 4 MiB are in the queue. Counted in messages it looks nearly empty: 256 of them may "
        + "have 256 MiB.",
      drawing: events,
      advice:
        "add up the bytes of what is in it, and refuse what would make them more than 4 << 20.")
  }

  static func neverGetsRoomAgain(_ what: String, _ events: [String]) -> Mistake {
    Mistake(
      "neverGetsRoomAgain",
      "\(what), though the queue is not full. A client who has read everything would be thrown out in "
        + "the end.",
      drawing: events,
      advice:
        "what is taken out does not count any more, in messages and in bytes; and a message that is "
        + "refused changes nothing.")
  }

  // MARK: Several threads

  static func sharesWithoutLock(_ story: [String]) -> Mistake {
    Mistake(
      "sharesWithoutLock",
      "Several threads put messages in at once, and not all of them come out, once each and in order: "
        + "two have changed the queue at the same time.",
      drawing: story, advice: lockAdvice)
  }

  static func changesBare(_ property: String, in call: String) -> Mistake {
    Mistake(
      "sharesWithoutLock",
      "\(call) changes your property `\(property)` while it holds no lock. Two threads that do so in the "
        + "same moment leave half of each change behind: messages vanish, or the server crashes.",
      drawing: ["\(call) changes \(property), outside of change and wait(until:)"],
      advice: lockAdvice)
  }

  static let lockAdvice =
    "make a struct of all that the threads share, put it into one Monitor, and touch it only inside "
    + "of change { … } and wait(until:) { … }."

  static func looksTwice(_ story: [String]) -> Mistake {
    Mistake(
      "looksTwice",
      "put visits what is shared more than once, and between two visits the lock is free. Here another "
        + "thread comes in there: what put had looked at is not so any more.",
      drawing: story,
      advice:
        "messages, bytes and whether it is closed belong together: all three in one Monitor, looked at "
        + "and changed in one closure.")
  }
}
