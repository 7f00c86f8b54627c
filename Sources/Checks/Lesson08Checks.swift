import Workbook

/// The checks of lesson 8: fan-out, a history, and a queue with an end that waits.
public enum Lesson08Checks {
  public static let exercises = [telling, history, outbox]

  public static func checks<Work: Lesson08Workbook>(for _: Work.Type) -> [Check<Work>] {
    [
      Check(telling) { try TellingExamination(work: $0).run(&$1) },
      Check(history) { _, trial in try HistoryExamination<Work.History>().run(&trial) },
      Check(outbox) { _, trial in try OutboxExamination<Work.Outbox>().run(&trial) },
    ]
  }

  private static let telling = Exercise(
    "8.1", "everyone but the sender", "func tell(",
    mistakes: [
      "echoesToSender", "forgetsTheName", "namesTheReceiver", "forgetsTheHeader",
      "countsCharacters", "missesSome", "ignoresShortSend", "stopsAtDeadClient", "keepsTheDead",
      "blamesTheLiving", "triesAgain",
    ])

  private static let history = Exercise(
    "8.2", "history for newcomers", "struct History",
    mistakes: [
      "wrongOrder", "growsForEver", "ignoresTheBytes", "forgetsTooMuch", "forgetsTheNewest",
      "forgetsWhenRead",
    ])

  private static let outbox = Exercise(
    "8.3", "a queue for each client", "class Outbox",
    mistakes: [
      "blocksOnSlowReader", "unboundedQueue", "forgetsTheBytes", "dropsQuietly", "putsAnyway",
      "neverGetsRoomAgain", "wrongOrder", "doesNotWait", "busyWaits", "polls", "locksTwice",
      "holdsTheLock", "wakesNobody", "waitsAfterTheEnd", "losesTheRest", "takesAfterTheEnd",
      "joinsMessages", "sharesWithoutLock", "looksTwice",
    ])
}
