import LessonKit
import Tape
import Workbook

/// The checks of lesson 10: numbers into bytes, out of them, and what is computed of them.
public enum Lesson10Checks {
  public static let exercises = [packing, unpacking, computing]

  public static func checks<Work: Lesson10Workbook>(for _: Work.Type) -> [Check<Work>] {
    [
      Check(packing) { work, trial in
        try RequestPackingExamination(work: work).run(&trial)
        try ReplyPackingExamination(work: work).run(&trial)
      },
      Check(unpacking) { _, trial in try UnpackingExamination<Work.Requests>().run(&trial) },
      Check(computing) { try ComputingExamination(work: $0).run(&$1) },
    ]
  }

  private static let packing = Exercise(
    "10.1", "pack a request, and a reply", "func request(",
    mistakes: [
      "hostOrder", "paddedStruct", "countsCharacters", "wrongWidth", "swapsOperands", "mixesFields",
      "textForNumbers", "unsignedOperands", "countsTheFields", "forgetsAField", "acceptsAnyLength",
      "convertsTheResult", "floatForDouble",
    ])

  private static let unpacking = Exercise(
    "10.2", "unpack requests, in any pieces", "struct Requests",
    mistakes: [
      "hostOrder", "unsignedOperands", "swapsOperands", "wrongWidth", "wrongPlace",
      "replacesBadBytes", "oneReceive", "dropsSurplus", "firstPacketOnly", "deliversLate",
      "unalignedLoad", "acceptsAnyLength", "repeatsAPacket",
    ])

  private static let computing = Exercise(
    "10.3", "compute, whatever is asked", "func compute(",
    mistakes: [
      "trapsOnOverflow", "cutsTheResult", "trapsOnZero", "infiniteResult", "integerDivision",
      "floatForDouble", "swapsOperands", "mixesStatuses", "resultBesideAnError", "refusesEveryZero",
      "zeroBeforeCommand", "acceptsOtherCommands", "closesOnBadInput", "crashesOnBadInput",
    ])

  /// The bytes of a number in so many of them, the lowest first.
  static func lowestFirst(_ number: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// The packet of a request.
  static func packet(_ command: [UInt8], _ first: Int16, _ second: Int16) -> [UInt8] {
    packet(command.count, first, second) + command
  }

  static func packet(_ request: MathRequest) -> [UInt8] {
    packet(request.command, request.first, request.second)
  }

  /// The eight bytes in front of a command of that length.
  static func packet(_ length: Int, _ first: Int16, _ second: Int16) -> [UInt8] {
    lowestFirst(length, 4) + lowestFirst(Int(first), 2) + lowestFirst(Int(second), 2)
  }

  /// A command as it is shown: `SUMA`, `"SUMA "`, `"\xFF\xFE"`, and of a long one the beginning.
  static func shown(_ command: [UInt8]) -> String {
    let text = Readable.text(command.prefix(20))
    if command.count > 20 { return "\(text)… (\(command.count.bytes))" }
    return !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber } ? text : "\"\(text)\""
  }
}

extension MathRequest {
  /// As it is shown in a verdict: `SUMA 7 -2`.
  var shown: String { "\(Lesson10Checks.shown(command)) \(first) \(second)" }
}
