import Foundation
import Tape
import Workbook

/// The examination of exercise 6.2: one payload after the other, from right to hostile.
struct AnswerExamination<Work: Lesson06Workbook> {
  let work: Work

  /// What an answer was given, what it asked for, and what it said.
  private struct Outcome {
    var reply: [UInt8] = []
    var isLast = false
    var error: (any Error)?
    /// The readings that it handed to `add`.
    var added: [(celsius: Double, sensor: String)] = []

    var object: [String: JSONValue] { Lesson06Checks.object(in: reply) ?? [:] }
    var kind: String? { object["kind"]?.text }
    var reason: String { object["reason"]?.text ?? "" }
  }

  func run(_ trial: inout Trial) throws {
    let celsius = Lesson06Checks.temperature(&trial)
    let sensor = trial.text(6)
    let reading = #"{"kind":"reading","sensor":"\#(sensor)","celsius":\#(celsius)}"#
    try examine("a reading", reading, sensor, celsius)
    try examineGoodbye(#"{"kind":"goodbye"}"#)
    try examine(
      "a reading with a space in front and a line end in it",
      " {\"kind\": \"reading\",\n \"sensor\": \"\(sensor)\", \"celsius\": 21}", sensor, 21)
    try examine(
      "a reading of a sensor whose name has an é (two bytes of UTF-8)",
      #"{"kind":"reading","sensor":"café","celsius":-3.25}"#, "café", -3.25)
    try examine(
      "a reading of a sensor whose name has the character U+FEFF in it (the bytes EF BB BF)",
      "{\"kind\":\"reading\",\"sensor\":\"a\u{FEFF}b\",\"celsius\":4}", "a\u{FEFF}b", 4)
    try examine(
      "a reading with a field that nobody knows",
      #"{"kind":"reading","sensor":"hall","celsius":-3.25,"unit":["C"]}"#, "hall", -3.25)
    try examineRefusals()
    try examineDuplicates(sensor)
    try examineAdd(reading)
    // Nothing of what came before may have left a trace.
    try examine("a reading after all that was wrong", reading, sensor, celsius)
  }

  /// Has one payload answered; a crash is told by the name that it has here.
  private func answer(
    _ what: String, _ payload: [UInt8], crash: String = "crashes",
    add: ((Double, String) throws -> Summary)? = nil
  ) -> Outcome {
    Judgement.isGiven([what] + TextRuler.show("payload", payload), crashing: crash)
    var outcome = Outcome()
    do {
      (outcome.reply, outcome.isLast) = try work.answer(to: payload) { celsius, sensor in
        outcome.added.append((celsius, sensor))
        return try add?(celsius, sensor) ?? summary(celsius, sensor)
      }
    } catch {
      outcome.error = error
    }
    return outcome
  }

  /// Not the summary of these readings: whoever answers with it has asked for it.
  private func summary(_ celsius: Double, _ sensor: String) -> Summary {
    Summary(
      sensor: sensor, count: 17, minimum: celsius - 4, maximum: celsius + 8, mean: celsius + 2)
  }

  // MARK: What is right

  private func examine(
    _ what: String, _ json: String, _ sensor: String, _ celsius: Double
  ) throws {
    let outcome = answer(what, Array(json.utf8))
    let drawing = TextRuler.show("payload", Array(json.utf8))
    try expectNoError(outcome, what, drawing)
    let seen = drawing + TextRuler.show("reply", outcome.reply)
    guard outcome.kind == "summary" else { throw notASummary(outcome, what, seen) }
    if outcome.isLast {
      throw Mistake(
        "wrongResult", "After \(what) it says that this was the last answer. It goes on.",
        drawing: seen, advice: "return true with the answer to a goodbye, and false otherwise.")
    }
    let object = outcome.object
    guard outcome.added.count == 1, let added = outcome.added.first else {
      throw Mistake(
        "wrongResult", "Of \(what) it calls `add` \(outcome.added.count) times, not once.",
        drawing: seen, advice: "call add(celsius, sensor) once for each reading.")
    }
    let right = summary(celsius, sensor)
    guard added == (celsius, sensor), object["count"] == .number(Double(right.count)),
      object["sensor"] == .text(sensor), object["mean"] == .number(right.mean),
      object["minimum"] == .number(right.minimum), object["maximum"] == .number(right.maximum)
    else {
      throw Mistake(
        "wrongResult",
        "It calls add(\(added.celsius), \"\(added.sensor)\"), and its reply is not the summary "
          + "that `add` returned: \(right.count) readings, mean \(right.mean).",
        drawing: seen, advice: "hand on what was decoded, and encode what `add` returns.")
    }
  }

  private func notASummary(_ outcome: Outcome, _ what: String, _ drawing: [String]) -> Mistake {
    if outcome.kind == "error" {
      return Mistake(
        "refusesGoodInput", "It answers \(what) with an error: \(outcome.reason)",
        drawing: drawing,
        advice: "decode the payload as your Request of exercise 6.1; and refuse only what "
          + "String(validating:as:) refuses, a zero byte, and EF BB BF in front.")
    }
    return Mistake(
      "wrongResult", "Its answer to \(what) is not an object of the kind summary.",
      drawing: drawing, advice: "return the payload(of:) a summary, the one that `add` returns.")
  }

  private func examineGoodbye(_ json: String) throws {
    let outcome = answer("a goodbye", Array(json.utf8))
    let drawing =
      TextRuler.show("payload", Array(json.utf8)) + TextRuler.show("reply", outcome.reply)
    try expectNoError(outcome, "a goodbye", drawing)
    guard outcome.kind == "goodbye", outcome.added.isEmpty else {
      throw Mistake(
        "wrongResult", "Its answer to a goodbye is no goodbye.", drawing: drawing,
        advice: "return the payload(of: .goodbye), and true.")
    }
    if outcome.isLast { return }
    throw Mistake(
      "staysAfterGoodbye",
      "It answers a goodbye, and says that more answers will follow. The client waits for the end, "
        + "and the server for the client.",
      drawing: drawing, advice: "return true with the answer to a goodbye.")
  }

  /// An error where there is no reason for one; or the place of what was not started.
  private func expectNoError(_ outcome: Outcome, _ what: String, _ drawing: [String]) throws {
    if let unsolved = outcome.error as? NotStarted { throw unsolved }
    if let error = outcome.error { throw Mistake.refusal(error, of: what, drawing: drawing) }
    guard outcome.kind == "error" else { return }
    // Who answers with 6.1's Request before that is written has caught its `notStarted()`.
    do {
      _ = try JSONDecoder().decode(Work.Request.self, from: Data(#"{"kind":"goodbye"}"#.utf8))
    } catch let unsolved as NotStarted {
      throw unsolved
    } catch {}
  }

  // MARK: What is wrong

  private func examineRefusals() throws {
    var reasons: [String: BadPayload] = [:]
    for bad in BadPayload.all {
      let outcome = answer(bad.what, bad.bytes, crash: "crashesOnBadInput")
      let drawing = TextRuler.show("payload", bad.bytes)
      try expectErrorReply(outcome, bad, drawing)
      let reason = outcome.reason
      if reason.isEmpty { throw saysNothing("the error has no reason.", bad, drawing) }
      if let field = bad.field, !reason.contains(field) {
        throw saysNothing(
          "the reason says \"\(reason.prefix(200))\", and not that it is about `\(field)`.",
          bad, drawing)
      }
      if let field = bad.field, let other = reasons[reason], other.field != field {
        throw saysNothing(
          "the reason says \"\(reason)\", as it does given \(other.what). Whoever reads it must look "
            + "through every field.", bad, drawing)
      }
      reasons[reason] = bad
    }
  }

  private func expectErrorReply(
    _ outcome: Outcome, _ bad: BadPayload, _ drawing: [String]
  ) throws {
    if let unsolved = outcome.error as? NotStarted { throw unsolved }
    if let error = outcome.error {
      throw closes("it throws. (\(error))", bad, drawing)
    }
    let drawing = drawing + TextRuler.show("reply", outcome.reply)
    if ["summary", "goodbye"].contains(outcome.kind) { throw accepts(outcome, bad, drawing) }
    if outcome.isLast { throw closes("it says that this was the last answer.", bad, drawing) }
    guard outcome.kind != "error" else { return }
    let isJSON = Lesson06Checks.object(in: outcome.reply) != nil
    throw Mistake(
      "wrongResult",
      "Its answer to \(bad.what) is "
        + (outcome.reply.isEmpty
          ? "an empty payload, and no object of the kind error."
          : isJSON
            ? "not an object of the kind error."
            : "not a JSON object. Is there a quote in the reason?"),
      drawing: drawing, advice: "return the payload(of:) an error with a reason.")
  }

  private func closes(_ symptom: String, _ bad: BadPayload, _ drawing: [String]) -> Mistake {
    Mistake(
      "closesOnBadInput",
      "Given \(bad.what), \(symptom) The server would close the connection, though the frame was "
        + "whole and the next message can be read.",
      drawing: drawing,
      advice: "catch every error and answer it: an object of the kind error, and false.")
  }

  private func accepts(_ outcome: Outcome, _ bad: BadPayload, _ drawing: [String]) -> Mistake {
    let kind = outcome.kind ?? ""
    if bad.acceptance == "trustsTheEncoding" {
      let isText = String(validating: bad.bytes, as: UTF8.self) != nil
      return Mistake(
        bad.acceptance,
        "Given \(bad.what), it answers with a \(kind). "
          + (isText
            ? "JSONDecoder guesses the encoding from the first bytes; the protocol has UTF-8 only, "
              + "in which JSON has no zero byte and no mark."
            : "JSONDecoder says nothing of such a byte in a field that nobody decodes, and "
              + "String(decoding:as:) repairs it; the protocol has UTF-8 only."),
        drawing: ByteRuler.show("payload", bad.bytes, caret: place(of: bad.bytes))
          + TextRuler.show("reply", outcome.reply),
        advice:
          "refuse what is not UTF-8, what has a zero byte in it, and what begins with EF BB BF.")
    }
    return Mistake(
      "acceptsBadInput", "Given \(bad.what), it answers with a \(kind). That is no request.",
      drawing: drawing,
      advice: "let JSONDecoder decide: what it refuses is answered with an error.")
  }

  /// The first byte that JSON in UTF-8 cannot have.
  private func place(of bytes: [UInt8]) -> Int? {
    bytes.firstIndex { $0 == 0 || $0 == 0xFF || $0 == 0xC3 || $0 == 0xEF }
  }

  private func saysNothing(_ what: String, _ bad: BadPayload, _ drawing: [String]) -> Mistake {
    Mistake(
      "reasonSaysNothing", "Given \(bad.what), \(what)", drawing: drawing,
      advice: bad.what == "an unknown kind"
        ? "an error of your own says itself what is wrong: throw BadField(\"kind\", …), and answer "
          + "with \"\\(error)\"."
        : "switch over DecodingError: keyNotFound has the key; typeMismatch and valueNotFound have "
          + "a codingPath, whose last key is the field.")
  }

  /// Of a key that stands twice the first counts.
  private func examineDuplicates(_ sensor: String) throws {
    let json = #"{"kind":"reading","sensor":"\#(sensor)","celsius":1.5,"celsius":9.5}"#
    let outcome = answer("a key that stands twice", Array(json.utf8))
    guard outcome.added.first?.celsius != 1.5 else { return }
    throw Mistake(
      "lastDuplicateCounts",
      "Of a key that stands twice the first counts; it "
        + (outcome.added.isEmpty ? "refuses the payload." : "takes the last."),
      drawing: TextRuler.show("payload", Array(json.utf8)),
      advice: "decode with JSONDecoder, which takes the first; JSONSerialization takes the last.")
  }

  /// A reading that `add` cannot take.
  private func examineAdd(_ reading: String) throws {
    let what = "a reading for which `add` throws"
    let bad = BadPayload(what, reading)
    let outcome = answer(what, bad.bytes, crash: "crashesOnBadInput") { _, _ in
      throw BadField("celsius", "makes the sum infinite")
    }
    let drawing = TextRuler.show("payload", bad.bytes)
    try expectErrorReply(outcome, bad, drawing)
    if outcome.reason.contains("celsius") { return }
    throw Mistake(
      "reasonSaysNothing",
      "`add` throws \"celsius makes the sum infinite\", and the reason in the reply is "
        + "\"\(outcome.reason)\".",
      drawing: drawing,
      advice: "an error that is no DecodingError says itself what is wrong: \"\\(error)\".")
  }
}
