import Workbook

/// The checks of lesson 11: packets of integers, a broadcast, and an outbox for a slow reader.
public enum Lesson11Checks {
  public static let exercises = [packets, broadcast, outbox]

  public static func checks<Work: Lesson11Workbook>(for _: Work.Type) -> [Check<Work>] {
    [
      Check(packets) { try PositionExamination(work: $0).run(&$1) },
      Check(broadcast) { _, trial in try BroadcastExamination<Work.World>().run(&trial) },
      Check(outbox) { _, trial in try LatestOutboxExamination<Work.Outbox>().run(&trial) },
    ]
  }

  private static let packets = Exercise(
    "11.1", "the position packets", "func positionPacket(",
    mistakes: [
      "wrongWidth", "bigEndian", "swapsXY", "unsignedOperands", "countsFromZero", "wrongDeparture",
      "missesDepartures", "halfIsNowhere", "acceptsNowhere",
    ])

  private static let broadcast = Exercise(
    "11.2", "broadcast, dropping the dead", "struct World",
    mistakes: [
      "forgetsTheSender", "startsEmpty", "replaysThePast", "inventsPositions", "showsTheDead",
      "reusesNumbers", "indexIsNumber", "forgetsTheSilent", "leavesGhosts", "stopsAtTheDead",
      "skipsAfterRemoval", "keepsTheDead", "leavesItOpen", "raisesTheDead", "saysItTwice",
    ])

  private static let outbox = Exercise(
    "11.3", "latest position only, for slow readers", "struct Outbox",
    mistakes: [
      "keepsTheOldest", "onlyTheNewest", "sendsAgain", "sendsOnlyOnce", "queuesEverything",
      "losesDepartures", "movesTheDeparted",
    ])
}
