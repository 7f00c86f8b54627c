import Foundation
import Workbook

/// The examination of exercise 6.1, first half: a request out of JSON.
struct RequestExamination<Request: RequestObject> {
  func run(_ trial: inout Trial) throws {
    try accept("a goodbye", #"{"kind":"goodbye"}"#, .goodbye)
    let sensor = trial.text(6)
    try accept("a reading", sensor, Lesson06Checks.temperature(&trial)) {
      #"{"kind":"reading","sensor":"\#(sensor)","celsius":\#($0)}"#
    }
    try accept("a reading of whole degrees", sensor, 21) { _ in
      #"{"kind":"reading","sensor":"\#(sensor)","celsius":21}"#
    }
    try accept("a reading whose fields stand in another order", "hall/2", -3.25) {
      #"{"celsius":\#($0),"sensor":"hall/2","kind":"reading"}"#
    }
    try accept("a reading with a field that nobody knows", "café", 19.1) {
      #"{"kind":"reading","sensor":"café","celsius":\#($0),"battery":{"volts":3}}"#
    }
    try accept(
      "a goodbye with a field of readings in it", #"{"kind":"goodbye","celsius":"warm"}"#,
      .goodbye, ifRefused: looksBeforeTheKind)
    try refuse(sensor)
  }

  // MARK: What must be taken

  /// A reading; what else might have been made of its degrees is known by name.
  ///
  /// - Parameter json: the object, for degrees written in this way.
  private func accept(
    _ what: String, _ sensor: String, _ celsius: Double, json: (String) -> String
  ) throws {
    let text = json("\(celsius)")
    let drawing = TextRuler.show("object", Array(text.utf8))
    try accept(
      what, text, .reading(sensor: sensor, celsius: celsius),
      ifRefused: (try? decode(json("\(Int(celsius))"))) == nil ? nil : intForDouble("throws")
    ) { yours in
      for whole in [celsius.rounded(), celsius.rounded(.towardZero)]
      where yours == .reading(sensor: sensor, celsius: whole) {
        return intForDouble("makes \(yours)")
      }
      guard yours == .reading(sensor: sensor, celsius: Double(Float(celsius))) else { return nil }
      return Mistake(
        "floatForDouble",
        "Of \(celsius) degrees it makes \(yours): a Float keeps seven digits, and a Double sixteen.",
        drawing: drawing, advice: "decode celsius as a Double.")
    }
  }

  private func accept(
    _ what: String, _ json: String, _ expected: Request, ifRefused: Mistake? = nil,
    ifWrong: (Request) -> Mistake? = { _ in nil }
  ) throws {
    let drawing = TextRuler.show("object", Array(json.utf8))
    Judgement.isGiven(drawing)
    let yours: Request
    do {
      yours = try decode(json)
    } catch let error where !(error is NotStarted) {
      if wantsSynthesisedShape { throw synthesised(error, drawing) }
      if expected == .goodbye, case DecodingError.keyNotFound(let key, _) = error,
        key.stringValue != "kind"
      {
        throw wantsAllFields(key.stringValue, drawing)
      }
      throw ifRefused.map { with(drawing, $0) }
        ?? Mistake(
          "refusesGoodInput", "It throws an error on \(what): \(error)", drawing: drawing,
          advice: "decode `kind` and `sensor` as a String and `celsius` as a Double, each by that "
            + "name, and look at no other field.")
    }
    guard yours != expected else { return }
    if let mistake = ifWrong(yours) { throw with(drawing, mistake) }
    throw Mistake(
      "wrongResult", "This is \(expected), and it returns \(yours).", drawing: drawing,
      advice: "decode each field by its own key, and make the case of them that the kind names.")
  }

  private func decode(_ json: String) throws -> Request {
    try JSONDecoder().decode(Request.self, from: Data(json.utf8))
  }

  /// Whether it reads the shape that Swift makes up for an enum that has no `init(from:)`.
  private var wantsSynthesisedShape: Bool { (try? decode(#"{"goodbye":{}}"#)) == .goodbye }

  private func synthesised(_ error: any Error, _ drawing: [String]) -> Mistake {
    Mistake(
      "kindMissing",
      "It throws, for it looks for {\"goodbye\":{}}: that is the shape that Swift makes up for an "
        + "enum without an `init(from:)`. The protocol has a `kind` in every object.",
      drawing: drawing,
      advice: "write `init(from:)`: decode the kind as a String, and switch over it.")
  }

  private func intForDouble(_ symptom: String) -> Mistake {
    Mistake(
      "intForDouble",
      "Given degrees with a fraction it \(symptom), and whole degrees it takes. A temperature is no "
        + "whole number.",
      advice: "decode celsius as a Double. It takes 21 as well as 21.5.")
  }

  private var looksBeforeTheKind: Mistake {
    Mistake(
      "looksBeforeTheKind",
      "It refuses a goodbye for its `celsius`. A goodbye has no such field: to it this is one that "
        + "nobody knows, and such fields are ignored.",
      advice: "decode the kind first, and then only the fields that this kind has.")
  }

  private func wantsAllFields(_ field: String, _ drawing: [String]) -> Mistake {
    Mistake(
      "looksBeforeTheKind",
      "It throws on a goodbye, for it finds no `\(field)` there. A goodbye has none.",
      drawing: drawing,
      advice: "decode the kind first, and sensor and celsius only in the case of a reading.")
  }

  private func with(_ drawing: [String], _ mistake: Mistake) -> Mistake {
    Mistake(mistake.id, mistake.sentence, drawing: drawing, advice: mistake.advice)
  }

  // MARK: What must be refused

  private func refuse(_ sensor: String) throws {
    let fields = #""sensor":"\#(sensor)","celsius":21.5"#
    for json in ["{}", "{\(fields)}", #"{"type":"reading",\#(fields)}"#] {
      try refuse(
        json, "kindMissing", "This object has no kind",
        "decode the kind with `decode`, which throws when it is missing, and not with "
          + "`decodeIfPresent` or `try?`.")
    }
    for kind in ["weather", "", "Reading", "READING", "readings", "summary", "goodbye "] {
      try refuse(
        #"{"kind":"\#(kind)",\#(fields)}"#, "acceptsUnknownKind",
        "There is no kind \"\(kind)\"",
        "compare the kind with the two that there are, letter by letter, and throw for all others.")
    }
    for (json, field) in [
      (#"{"kind":"reading","celsius":21.5}"#, "sensor"),
      (#"{"kind":"reading","sensor":"\#(sensor)"}"#, "celsius"),
      (#"{"kind":"reading"}"#, "sensor"),
    ] {
      try refuse(
        json, "inventsFields", "This reading has no \(field)",
        "decode each field with `try` and `decode`; no `try?`, no `decodeIfPresent`, no `??`.")
    }
    for (json, what) in [
      (#"{"kind":"reading","sensor":"\#(sensor)","celsius":"21.5"}"#, "celsius is a text"),
      (#"{"kind":"reading","sensor":"\#(sensor)","celsius":true}"#, "celsius is true"),
      (#"{"kind":"reading","sensor":"\#(sensor)","celsius":null}"#, "celsius is null"),
      (#"{"kind":"reading","sensor":"\#(sensor)","celsius":[21.5]}"#, "celsius is an array"),
      (#"{"kind":"reading","sensor":7,"celsius":21.5}"#, "sensor is a number"),
      (#"{"kind":"reading","sensor":null,"celsius":21.5}"#, "sensor is null"),
      (#"{"kind":7,\#(fields)}"#, "kind is a number"),
      (#"{"kind":["reading"],\#(fields)}"#, "kind is an array"),
    ] {
      try refuse(
        json, "acceptsOtherTypes", "In this object \(what)",
        "decode celsius as a Double, sensor and kind as a String, each with `try`, and nothing "
          + "else when that throws.")
    }
  }

  private func refuse(_ json: String, _ id: String, _ what: String, _ advice: String) throws {
    let drawing = TextRuler.show("object", Array(json.utf8))
    Judgement.isGiven(drawing)
    let yours: Request
    do {
      yours = try decode(json)
    } catch let unsolved as NotStarted {
      throw unsolved
    } catch {
      return
    }
    throw Mistake(
      id, "\(what), and it returns \(yours). What the client meant is a guess.", drawing: drawing,
      advice: advice)
  }
}
