import Foundation
import Workbook

/// The checks of lesson 6: typed objects, validated at the door.
public enum Lesson06Checks {
  public static let exercises = [objects, answer, summary]

  public static func checks<Work: Lesson06Workbook>(for _: Work.Type) -> [Check<Work>] {
    [
      Check(objects) { work, trial in
        try RequestExamination<Work.Request>().run(&trial)
        try ReplyExamination(work: work).run(&trial)
      },
      Check(answer) { work, trial in try AnswerExamination(work: work).run(&trial) },
      Check(summary) { work, trial in try SummaryExamination<Work.Readings>().run(&trial) },
    ]
  }

  private static let objects = Exercise(
    "6.1", "the objects as Codable types", "enum Request",
    mistakes: [
      "kindMissing", "intForDouble", "floatForDouble", "looksBeforeTheKind", "acceptsUnknownKind",
      "inventsFields",
      "acceptsOtherTypes", "unsortedKeys", "escapesSlashes", "prettyPrints", "textForNumber",
      "pastesText", "writesPointZero",
    ])

  private static let answer = Exercise(
    "6.2", "a payload, whatever it is", "func answer(",
    mistakes: [
      "crashesOnBadInput", "closesOnBadInput", "reasonSaysNothing", "acceptsBadInput",
      "trustsTheEncoding", "lastDuplicateCounts", "staysAfterGoodbye",
    ], leansOn: "6.1")

  private static let summary = Exercise(
    "6.3", "the summary of each sensor", "struct Readings",
    mistakes: [
      "mixesSensors", "meanOfMeans", "forgetsMinimum", "forgetsMaximum", "forgetsReadings",
      "integerMean", "sumsToInfinity", "countsTheRefused",
    ])

  /// The fields of a JSON object; nil when the bytes are none.
  static func object(in bytes: [UInt8]) -> [String: JSONValue]? {
    try? JSONDecoder().decode([String: JSONValue].self, from: Data(bytes))
  }

  /// A number with a fraction that a Double holds exactly.
  static func temperature(_ trial: inout Trial) -> Double {
    Double(trial.number(in: -20...40)) + Double(trial.number(in: 1...3)) / 4
  }
}
