import LessonKit
import Tape
import Workbook

/// The checks of lesson 7: a field, a list, and a relay between two streams.
public enum Lesson07Checks {
  public static let exercises = [field, list, relay]

  public static func checks<Work: Lesson07Workbook>(for _: Work.Type) -> [Check<Work>] {
    [
      Check(field) { try TargetFieldExamination(work: $0).run(&$1) },
      Check(list) { _, trial in try DeviceListExamination<Work.Devices>().run(&trial) },
      Check(relay) { try RelayExamination(work: $0).run(&$1) },
    ]
  }

  private static let field = Exercise(
    "7.1", "the target field", "func targetField(",
    mistakes: [
      "unpadded", "headerInFront", "countsCharacters", "cutsACharacter", "cutsTheName",
      "overflowsTheField", "keepsTheSpaces", "trimsInside", "trimsTooMuch", "replacesBadBytes",
    ])

  private static let list = Exercise(
    "7.2", "the list of devices", "struct Devices",
    mistakes: [
      "sendsAnEmptyList", "trailingComma", "forgetsArduinos", "bareIPv6", "listsControllers",
      "losesTheOrder", "listsTheDead", "ordersByAnnouncement", "removesTheNamesake",
    ])

  private static let relay = Exercise(
    "7.3", "relay one request", "func relay(",
    mistakes: [
      "answersTheDevice", "forgetsTheHeader", "sendsToOthers", "oneReceive", "leavesDataUnread",
      "swallowsTheNextRequest", "reframesAsText", "mixesFrames", "ignoresShortSend",
      "diesWithTheDevice", "saysSentAnyway", "keepsTheStuck", "stallsOnStuckDevice",
      "waitsWhileLocked", "locksTwice", "looksTwice", "forwardsHalfAMessage", "hidesTheCut",
      "blamesTheDevice", "forgetsTheDevice",
      "closesTheController", "loopsOnZero",
      "trustsHugeLength",
      "acceptsGarbage",
    ])
}
