import Foundation
import LessonKit
import Workbook

/// The examination of exercise 6.1, second half: a reply as JSON.
struct ReplyExamination<Work: Exercise6_1> {
  let work: Work

  func run(_ trial: inout Trial) throws {
    let celsius = Lesson06Checks.temperature(&trial)
    let sensor = trial.text(6)
    try examine(.goodbye, Wanted(kind: "goodbye"), "a goodbye")
    let reason = "\(trial.text(5)) is missing"
    try examine(.error(reason: reason), Wanted(kind: "error", reason: reason), "an error")
    let one = Summary(
      sensor: sensor, count: 1, minimum: celsius, maximum: celsius, mean: celsius)
    let whole = Summary(
      sensor: sensor, count: trial.number(in: 2...9), minimum: 19, maximum: 23, mean: 21)
    let cold = Summary(
      sensor: "hall/\(trial.text(2))", count: 1200, minimum: -273.15, maximum: -0.5,
      mean: -17.099999999999998)
    let huge = Summary(sensor: "café 😀", count: 2, minimum: 1e-7, maximum: 1e21, mean: 5e20)
    for (summary, what) in [
      (one, "a summary"), (whole, "a summary with whole numbers"),
      (cold, "a summary of a sensor with a slash in its name"), (huge, "a summary of extremes"),
    ] {
      try examine(.summary(summary), Wanted(summary), what)
    }
    for reason in [#"the kind "weather" is unknown"#, "a \\ and a / and\na line"] {
      try examine(
        .error(reason: reason), Wanted(kind: "error", reason: reason),
        "an error whose reason has a quote, a backslash or a line end in it")
    }
  }

  /// The right object, whose fields Swift writes by itself.
  private struct Wanted: Encodable {
    var count: Int?
    let kind: String
    var maximum: Double?
    var mean: Double?
    var minimum: Double?
    var reason: String?
    var sensor: String?

    init(kind: String, reason: String? = nil) {
      self.kind = kind
      self.reason = reason
    }

    init(_ summary: Summary) {
      self.init(kind: "summary")
      (count, sensor) = (summary.count, summary.sensor)
      (minimum, maximum, mean) = (summary.minimum, summary.maximum, summary.mean)
    }
  }

  private func examine(_ reply: Work.Reply, _ wanted: Wanted, _ what: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let expected = Array(try encoder.encode(wanted))
    Judgement.isGiven([what] + TextRuler.show("expected", expected))
    let yours: [UInt8]
    do {
      yours = try work.payload(of: reply)
    } catch let error where !(error is NotStarted) {
      throw Mistake.refusal(error, of: what, drawing: TextRuler.show("expected", expected))
    }
    if yours == expected { return }
    let drawing = TextRuler.compare(expected: expected, yours: yours)
    guard let right = Lesson06Checks.object(in: expected) else { return }
    guard let object = Lesson06Checks.object(in: yours) else {
      let prefix = yours.count - expected.count
      throw prefix > 0 && yours.suffix(expected.count) == expected[...]
        ? hasHeader(prefix, what, drawing) : noObject(what, drawing)
    }
    throw wrongFields(object, right, what, drawing) ?? wrongForm(yours, expected, what, drawing)
  }

  private func hasHeader(_ prefix: Int, _ what: String, _ drawing: [String]) -> Mistake {
    Mistake(
      "wrongResult",
      "The payload of \(what) has \(prefix.bytes) in front that do not belong to it. The header is "
        + "added when it is sent.",
      drawing: drawing, advice: "return the JSON, and nothing else.")
  }

  private func noObject(_ what: String, _ drawing: [String]) -> Mistake {
    if what.contains("quote") {
      return Mistake(
        "pastesText",
        "The JSON of \(what) is none: a text that is pasted between two quotes ends at the first "
          + "quote in it.",
        drawing: drawing,
        advice: "encode the reason through the container; JSONEncoder knows what must be escaped.")
    }
    return Mistake(
      "wrongResult", "The payload of \(what) is not a JSON object.", drawing: drawing,
      advice: "return the bytes of JSONEncoder's Data: Array(try encoder.encode(reply)).")
  }

  /// A mistake in what the object says; nil when every field is right.
  private func wrongFields(
    _ object: [String: JSONValue], _ right: [String: JSONValue], _ what: String, _ drawing: [String]
  ) -> Mistake? {
    if object["kind"] == nil {
      return Mistake(
        "kindMissing",
        "The payload of \(what) has no field `kind`"
          + (object.isEmpty ? ", and no other. " : ", but \(list(object.keys)). ")
          + "Whoever gets it cannot know what it is.",
        drawing: drawing,
        advice: "write `encode(to:)`, and encode the kind as a field beside the others.")
    }
    for key in right.keys.sorted() where object[key] == nil {
      return Mistake(
        "wrongResult", "In the payload of \(what) the field \(key) is missing.", drawing: drawing,
        advice: "encode every field under the name that the protocol gives it.")
    }
    if let extra = object.keys.sorted().first(where: { right[$0] == nil }) {
      return Mistake(
        "wrongResult", "The payload of \(what) has a field too many: \(extra).", drawing: drawing,
        advice: "encode the fields of this kind, and no others.")
    }
    for (key, value) in right.sorted(by: { $0.key < $1.key }) {
      guard let yours = object[key], yours != value else { continue }
      return wrongValue(yours, value, key, what, drawing)
    }
    return nil
  }

  private func wrongValue(
    _ yours: JSONValue, _ right: JSONValue, _ key: String, _ what: String, _ drawing: [String]
  ) -> Mistake {
    switch (yours, right) {
    case (.number(let yours), .number(let number)):
      let isWhole = yours == yours.rounded() && abs(yours - number) <= 1
      return Mistake(
        isWhole ? "intForDouble" : "wrongResult",
        "In the payload of \(what) the \(key) is \(yours)"
          + (isWhole ? ": the fraction of \(number) is lost." : ", not \(number)."),
        drawing: drawing, advice: "encode the Double as it is, under its own name.")
    case (.text, .number):
      return Mistake(
        "textForNumber", "In the payload of \(what) the \(key) is a text, not a number.",
        drawing: drawing, advice: "encode the number itself, and no String made of it.")
    default:
      return Mistake(
        "wrongResult",
        "In the payload of \(what) the \(key) is not \"\(right.text ?? "")\".", drawing: drawing,
        advice: "the kind is summary, goodbye or error; a text stands there as it is.")
    }
  }

  /// A mistake in how the object is written, all of whose fields are right.
  private func wrongForm(
    _ yours: [UInt8], _ expected: [UInt8], _ what: String, _ drawing: [String]
  ) -> Mistake {
    let text = String(decoding: yours, as: UTF8.self)
    let bare = yours.filter { ![0x20, 0x0A, 0x09].contains($0) }
    let (id, sentence, advice): (String, String, String)
    if bare.count == expected.filter({ $0 != 0x20 }).count, yours.count > expected.count {
      (id, sentence, advice) = (
        "prettyPrints", "has spaces or line ends around its parts; on the wire it is compact.",
        "leave .prettyPrinted out of outputFormatting, and add nothing to what JSONEncoder writes."
      )
    } else if text.contains("\\/") {
      (id, sentence, advice) = (
        "escapesSlashes", "has \\/ for a slash. JSON allows it; the protocol has the slash itself.",
        "put .withoutEscapingSlashes into outputFormatting."
      )
    } else if text.contains(/\.0[,}]/) {
      (id, sentence, advice) = (
        "writesPointZero", "has a .0 behind a whole number.",
        "encode the Double through the container: JSONEncoder leaves the .0 out."
      )
    } else if bare.count == expected.filter({ $0 != 0x20 }).count {
      (id, sentence, advice) = (
        "unsortedKeys",
        "has its keys in another order. Without an order the same reply is other bytes each time, "
          + "and nobody can compare, sign or cache it.",
        "put .sortedKeys into outputFormatting."
      )
    } else {
      (id, sentence, advice) = (
        "wrongResult", "says the right thing in other bytes.",
        "let JSONEncoder write it, with .sortedKeys and .withoutEscapingSlashes."
      )
    }
    return Mistake(id, "The payload of \(what) \(sentence)", drawing: drawing, advice: advice)
  }

  private func list(_ keys: some Collection<String>) -> String {
    keys.sorted().joined(separator: ", ")
  }
}
