import Checks
import Foundation
import Workbook

// MARK: The pieces that a wrong program may replace; what it does not replace is right.

/// A request that is read by a function; by which one, is said by the program that is running.
enum WiredRequest: RequestObject {
  case reading(sensor: String, celsius: Double)
  case goodbye

  enum Key: CodingKey { case kind, sensor, celsius }
  nonisolated(unsafe) static var read: (any Decoder) throws -> WiredRequest = { try right($0) }

  init(from decoder: any Decoder) throws { self = try Self.read(decoder) }

  static func right(
    _ decoder: any Decoder, celsius: (KeyedDecodingContainer<Key>) throws -> Double
  ) throws -> WiredRequest {
    let object = try decoder.container(keyedBy: Key.self)
    switch try object.decode(String.self, forKey: .kind) {
    case "reading":
      let sensor = try object.decode(String.self, forKey: .sensor)
      return .reading(sensor: sensor, celsius: try celsius(object))
    case "goodbye": return .goodbye
    default: throw BadField("kind", "is unknown")
    }
  }

  static func right(_ decoder: any Decoder) throws -> WiredRequest {
    try right(decoder) { try $0.decode(Double.self, forKey: .celsius) }
  }
}

/// A reply that is written in the right way.
enum WiredReply: ReplyObject {
  case summary(Summary)
  case goodbye
  case error(reason: String)

  func encode(to encoder: any Encoder) throws {
    try RightReply(self).encode(to: encoder)
  }

  var payload: [UInt8] {
    get throws { try json(RightReply(self), [.sortedKeys, .withoutEscapingSlashes]) }
  }
}

/// The fields of a reply in JSON; a program may change them before they are written.
private struct RightReply: Encodable {
  var kind: String?
  var sensor: String?
  var count: Int?
  var minimum: Double?
  var maximum: Double?
  var mean: Double?
  var reason: String?

  init(_ reply: WiredReply) {
    switch reply {
    case .summary(let summary):
      (kind, sensor, count) = ("summary", summary.sensor, summary.count)
      (minimum, maximum, mean) = (summary.minimum, summary.maximum, summary.mean)
    case .goodbye: kind = "goodbye"
    case .error(let why): (kind, reason) = ("error", why)
    }
  }
}

private func json(
  _ object: some Encodable, _ formatting: JSONEncoder.OutputFormatting
) throws -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = formatting
  return Array(try encoder.encode(object))
}

/// Readings that are summed up by a function.
struct WiredReadings: SensorReadings {
  struct Tally {
    var count = 0
    var sum = 0.0
    var minimum = Double.infinity
    var maximum = -Double.infinity

    mutating func take(_ celsius: Double) {
      count += 1
      sum += celsius
      minimum = min(minimum, celsius)
      maximum = max(maximum, celsius)
    }

    func summary(_ sensor: String) -> Summary {
      Summary(
        sensor: sensor, count: count, minimum: minimum, maximum: maximum,
        mean: sum / Double(count))
    }
  }
  struct State {
    var sensors: [String: Tally] = [:]
    var last = ""
  }
  nonisolated(unsafe) static var answer: (inout State, Double, String) throws -> Summary = {
    try right(&$0, $1, $2)
  }
  private var state = State()

  init() {}

  mutating func add(_ celsius: Double, of sensor: String) throws -> Summary {
    try Self.answer(&state, celsius, sensor)
  }

  /// - Parameter change: what the program makes of what would be right.
  static func right(
    _ state: inout State, _ celsius: Double, _ sensor: String,
    _ change: (inout Tally) -> Void = { _ in }
  ) throws -> Summary {
    var tally = state.sensors[sensor] ?? Tally()
    change(&tally)
    tally.take(celsius)
    guard tally.sum.isFinite else { throw BadField("celsius", "makes the sum infinite") }
    state.sensors[sensor] = tally
    return tally.summary(sensor)
  }
}

private typealias Add = (Double, String) throws -> Summary

private struct Wired: Lesson06Workbook {
  typealias Request = WiredRequest
  typealias Reply = WiredReply
  typealias Readings = WiredReadings
  var write: @Sendable (WiredReply) throws -> [UInt8] = { try $0.payload }
  var reply: @Sendable ([UInt8], Add) throws -> (reply: [UInt8], isLast: Bool) = {
    try answerRightly($0, $1)
  }

  func payload(of reply: WiredReply) throws -> [UInt8] { try write(reply) }
  func answer(
    to payload: [UInt8], add: (Double, String) throws -> Summary
  ) throws -> (reply: [UInt8], isLast: Bool) {
    try reply(payload, add)
  }
}

/// Leaves both conformances to the compiler.
private struct Synthesised: Lesson06Workbook {
  typealias Readings = WiredReadings
  enum Request: RequestObject {
    case reading(sensor: String, celsius: Double)
    case goodbye
  }
  enum Reply: ReplyObject {
    case summary(Summary)
    case goodbye
    case error(reason: String)

    func encode(to encoder: any Encoder) throws { try WiredReply.goodbye.encode(to: encoder) }
  }
  func payload(of reply: Reply) throws -> [UInt8] { try json(reply, []) }
  func answer(to payload: [UInt8], add: Add) throws -> (reply: [UInt8], isLast: Bool) {
    try notStarted()
  }
}

// MARK: The catalogue's grammar

private func request(
  _ name: String, _ summary: String, _ read: @escaping (any Decoder) throws -> WiredRequest
) -> WrongProgram {
  nonisolated(unsafe) let read = read
  return WrongProgram(exercise: "6.1", name: name, summary: summary) {
    // Sound: set once, before anything else runs, in a process of one thread.
    WiredRequest.read = read
    ExerciseProgram.lesson06(Wired(), $0)
  }
}

private func reply(
  _ name: String, _ summary: String,
  _ write: @escaping @Sendable (WiredReply) throws -> [UInt8]
) -> WrongProgram {
  WrongProgram(exercise: "6.1", name: name, summary: summary) {
    ExerciseProgram.lesson06(Wired(write: write), $0)
  }
}

private func answer(
  _ name: String, _ summary: String,
  _ answer: @escaping @Sendable ([UInt8], Add) throws -> (reply: [UInt8], isLast: Bool)
) -> WrongProgram {
  WrongProgram(exercise: "6.2", name: name, summary: summary) {
    ExerciseProgram.lesson06(Wired(reply: answer), $0)
  }
}

private func readings(
  _ name: String, _ summary: String,
  _ answer: @escaping (inout WiredReadings.State, Double, String) throws -> Summary
) -> WrongProgram {
  nonisolated(unsafe) let answer = answer
  return WrongProgram(exercise: "6.3", name: name, summary: summary) {
    // Sound: as above.
    WiredReadings.answer = answer
    ExerciseProgram.lesson06(Wired(), $0)
  }
}

/// A right answer, but for what its parameters change.
private func answerRightly(
  _ payload: [UInt8], _ add: Add,
  isUTF8: ([UInt8]) -> Bool = { bytes in
    String(validating: bytes, as: UTF8.self) != nil && !bytes.contains(0)
      && !bytes.starts(with: [0xEF, 0xBB, 0xBF])
  },
  decode: ([UInt8]) throws -> WiredRequest = {
    try JSONDecoder().decode(WiredRequest.self, from: Data($0))
  },
  reason: (any Error) -> String = { "\($0)" },
  wrap: (String) throws -> [UInt8] = { try WiredReply.error(reason: $0).payload },
  goodbyeIsLast: Bool = true,
  errorIsLast: Bool = false
) throws -> (reply: [UInt8], isLast: Bool) {
  do {
    guard isUTF8(payload) else { throw BadField("the payload", "is not UTF-8") }
    switch try decode(payload) {
    case .reading(let sensor, let celsius):
      return (try WiredReply.summary(try add(celsius, sensor)).payload, false)
    case .goodbye: return (try WiredReply.goodbye.payload, goodbyeIsLast)
    }
  } catch {
    return (try wrap(reason(error)), errorIsLast)
  }
}

/// Through a dictionary of anything, as one does without Codable.
private func decodeLoosely(_ payload: [UInt8]) throws -> WiredRequest {
  let object = try JSONSerialization.jsonObject(with: Data(payload))
  guard let object = object as? [String: Any] else { throw BadField("the payload", "is no object") }
  guard let kind = object["kind"] as? String else { throw BadField("kind", "is missing") }
  if kind == "goodbye" { return .goodbye }
  guard kind == "reading" else { throw BadField("kind", "is unknown") }
  guard let sensor = object["sensor"] as? String else { throw BadField("sensor", "is missing") }
  guard let celsius = object["celsius"] as? Double else { throw BadField("celsius", "is wrong") }
  return .reading(sensor: sensor, celsius: celsius)
}

extension WrongProgram {
  static let lesson06: [WrongProgram] = [
    // MARK: 6.1, requests
    WrongProgram(
      exercise: "6.1", name: "kindMissing", summary: "leaves `init(from:)` to the compiler"
    ) { ExerciseProgram.lesson06(Synthesised(), $0) },
    request("kindMissing-guessing", "tells the kinds apart by the fields that are there") {
      decoder in
      let object = try decoder.container(keyedBy: WiredRequest.Key.self)
      guard object.contains(.sensor) else { return .goodbye }
      return .reading(
        sensor: try object.decode(String.self, forKey: .sensor),
        celsius: try object.decode(Double.self, forKey: .celsius))
    },
    request("kindMissing-optional", "takes an object without a kind for a reading") { decoder in
      let object = try decoder.container(keyedBy: WiredRequest.Key.self)
      let kind = try object.decodeIfPresent(String.self, forKey: .kind) ?? "goodbye"
      return kind == "goodbye" ? .goodbye : try .right(decoder)
    },
    request("intForDouble", "decodes whole degrees") { decoder in
      try .right(decoder) { Double(try $0.decode(Int.self, forKey: .celsius)) }
    },
    request("intForDouble-rounding", "rounds the degrees") { decoder in
      try .right(decoder) { try $0.decode(Double.self, forKey: .celsius).rounded() }
    },
    request("floatForDouble", "decodes seven digits") { decoder in
      try .right(decoder) { Double(try $0.decode(Float.self, forKey: .celsius)) }
    },
    request("looksBeforeTheKind", "decodes every field that is there, whatever the kind") {
      decoder in
      let object = try decoder.container(keyedBy: WiredRequest.Key.self)
      _ = try object.decodeIfPresent(Double.self, forKey: .celsius)
      return try .right(decoder)
    },
    request("looksBeforeTheKind-ofAll", "decodes all fields first, and the kind then") { decoder in
      let object = try decoder.container(keyedBy: WiredRequest.Key.self)
      let sensor = try object.decode(String.self, forKey: .sensor)
      let celsius = try object.decode(Double.self, forKey: .celsius)
      let request = try WiredRequest.right(decoder)
      return request == .goodbye ? .goodbye : .reading(sensor: sensor, celsius: celsius)
    },
    request("acceptsUnknownKind", "takes every other kind for a goodbye") { decoder in
      let object = try decoder.container(keyedBy: WiredRequest.Key.self)
      let kind = try object.decode(String.self, forKey: .kind)
      return kind == "reading" ? try .right(decoder) : .goodbye
    },
    request("acceptsUnknownKind-anyCase", "takes capitals for small letters") { decoder in
      let object = try decoder.container(keyedBy: WiredRequest.Key.self)
      let kind = try object.decode(String.self, forKey: .kind)
      guard kind == "Reading" else { return try .right(decoder) }
      return .reading(
        sensor: try object.decode(String.self, forKey: .sensor),
        celsius: try object.decode(Double.self, forKey: .celsius))
    },
    request("inventsFields", "takes 0 for a temperature that is missing") { decoder in
      try .right(decoder) { try $0.decodeIfPresent(Double.self, forKey: .celsius) ?? 0 }
    },
    request("acceptsOtherTypes", "makes a number of a text") { decoder in
      try .right(decoder) { object in
        if let text = try? object.decode(String.self, forKey: .celsius) {
          return Double(text) ?? 0
        }
        return try object.decode(Double.self, forKey: .celsius)
      }
    },
    request("refusesGoodInput", "wants no field that it does not know") { decoder in
      struct AnyKey: CodingKey {
        var stringValue: String
        var intValue: Int?
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
      }
      let keys = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
      guard Set(keys).isSubset(of: ["kind", "sensor", "celsius"]) else {
        throw BadField(keys.sorted()[0], "is unknown")
      }
      return try .right(decoder)
    },
    request("wrongResult", "hears every sensor in capitals") { decoder in
      let request = try WiredRequest.right(decoder)
      guard case .reading(let sensor, let celsius) = request else { return request }
      return .reading(sensor: sensor.uppercased(), celsius: celsius)
    },
    request("crashes", "takes for granted that there is a kind") { decoder in
      let object = try decoder.container(keyedBy: WiredRequest.Key.self)
      let first = object.allKeys.filter { $0 == .kind }[0]
      _ = try object.decode(String.self, forKey: first)
      return try .right(decoder)
    },
    // MARK: 6.1, replies
    reply("kindMissing-inReplies", "writes the fields and no kind") { reply in
      var object = RightReply(reply)
      object.kind = nil
      return try json(object, [.sortedKeys, .withoutEscapingSlashes])
    },
    reply("kindMissing-synthesised", "leaves `encode(to:)` to the compiler") { reply in
      enum Reply: Encodable {
        case goodbye
        case error(reason: String)
      }
      return try json(Reply.goodbye, [.sortedKeys])
    },
    reply("intForDouble-inReplies", "writes whole degrees") { reply in
      var object = RightReply(reply)
      object.mean = object.mean?.rounded(.down)
      return try json(object, [.sortedKeys, .withoutEscapingSlashes])
    },
    reply("unsortedKeys", "leaves the order of the keys to chance") { reply in
      try json(RightReply(reply), [.withoutEscapingSlashes])
    },
    reply("unsortedKeys-noFormat", "says nothing about the format") { reply in
      try json(RightReply(reply), [])
    },
    reply("escapesSlashes", "writes a backslash before a slash") { reply in
      try json(RightReply(reply), [.sortedKeys])
    },
    reply("prettyPrints", "writes for the eye") { reply in
      try json(RightReply(reply), [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted])
    },
    reply("textForNumber", "writes numbers as texts") { reply in
      guard case .summary(let summary) = reply else { return try reply.payload }
      let object = [
        "kind": "summary", "sensor": summary.sensor, "count": "\(summary.count)",
        "minimum": "\(summary.minimum)", "maximum": "\(summary.maximum)",
        "mean": "\(summary.mean)",
      ]
      return try json(object, [.sortedKeys, .withoutEscapingSlashes])
    },
    reply("pastesText", "pastes the reason between two quotes") { reply in
      guard case .error(let reason) = reply else { return try reply.payload }
      return Array(#"{"kind":"error","reason":"\#(reason)"}"#.utf8)
    },
    reply("writesPointZero", "pastes numbers as Swift prints them") { reply in
      guard case .summary(let summary) = reply else { return try reply.payload }
      let name = try json(summary.sensor, [.withoutEscapingSlashes])
      return Array(
        (#"{"count":\#(summary.count),"kind":"summary","maximum":\#(summary.maximum),"#
          + #""mean":\#(summary.mean),"minimum":\#(summary.minimum),"sensor":"#).utf8)
        + name + [0x7D]
    },
    reply("wrongResult-inReplies", "calls the extremes min and max") { reply in
      guard case .summary(let summary) = reply else { return try reply.payload }
      return Array(
        #"{"count":\#(summary.count),"kind":"summary","max":\#(summary.maximum)}"#.utf8)
    },
    reply("wrongResult-withHeader", "puts the header in front") { reply in
      let payload = try reply.payload
      let digits = Array("\(payload.count)".utf8)
      return digits + Array(repeating: 0x20, count: 64 - digits.count) + payload
    },
    reply("refusesGoodInput-inReplies", "cannot write an error") { reply in
      if case .error(let reason) = reply { throw BadField("reason", reason) }
      return try reply.payload
    },
    // MARK: 6.2
    answer("crashesOnBadInput", "takes for granted that a payload can be decoded") {
      payload, add in
      let object = try JSONSerialization.jsonObject(with: Data(payload)) as? [String: Any] ?? [:]
      let found = ["kind", "sensor", "celsius"].map { object[$0] }
      if found[0] as? String == "goodbye" { return (try WiredReply.goodbye.payload, true) }
      let values = found.compactMap { $0 }
      let summary = try add(values[2] as? Double ?? 0, values[1] as? String ?? "")
      return (try WiredReply.summary(summary).payload, false)
    },
    answer("crashesOnBadInput-unwrapping", "crashes on what is not UTF-8") { payload, add in
      try answerRightly(
        payload, add,
        isUTF8: { bytes in
          let texts = [String(validating: bytes, as: UTF8.self)].compactMap { $0 }
          return texts[0].utf8.count == bytes.count
        })
    },
    answer("closesOnBadInput", "lets the error out") { payload, add in
      switch try JSONDecoder().decode(WiredRequest.self, from: Data(payload)) {
      case .reading(let sensor, let celsius):
        return (try WiredReply.summary(try add(celsius, sensor)).payload, false)
      case .goodbye: return (try WiredReply.goodbye.payload, true)
      }
    },
    answer("closesOnBadInput-afterAnswering", "takes an error for the last answer") {
      try answerRightly($0, $1, errorIsLast: true)
    },
    answer("closesOnBadInput-ofAdd", "lets out the errors of `add`") { payload, add in
      var failure: (any Error)?
      let answered = try answerRightly(
        payload,
        { celsius, sensor in
          do { return try add(celsius, sensor) } catch {
            failure = error
            throw error
          }
        })
      if let failure { throw failure }
      return answered
    },
    answer("reasonSaysNothing", "answers with the localized description") {
      try answerRightly($0, $1, reason: { $0.localizedDescription })
    },
    answer("reasonSaysNothing-always", "names all fields, whichever it is") {
      try answerRightly($0, $1, reason: { _ in "kind, sensor or celsius is missing or wrong" })
    },
    answer("reasonSaysNothing-empty", "gives no reason") {
      try answerRightly($0, $1, reason: { error in error is BadField ? "\(error)" : "" })
    },
    answer("reasonSaysNothing-ofAdd", "knows no errors but those of decoding") {
      try answerRightly(
        $0, $1,
        reason: { error in
          if (error as? BadField)?.field == "celsius" { return "something went wrong" }
          return "\(error)"
        })
    },
    answer("wrongResult-pasted", "pastes the reason between two quotes") { payload, add in
      try answerRightly(payload, add, wrap: { Array(#"{"kind":"error","reason":"\#($0)"}"#.utf8) })
    },
    answer("acceptsBadInput", "casts what JSONSerialization makes of it") {
      try answerRightly($0, $1, decode: decodeLoosely)
    },
    answer("acceptsBadInput-firstOfArray", "takes the first object of an array") {
      try answerRightly(
        $0, $1,
        decode: { payload in
          if let array = try? JSONDecoder().decode([WiredRequest].self, from: Data(payload)),
            let first = array.first
          {
            return first
          }
          return try JSONDecoder().decode(WiredRequest.self, from: Data(payload))
        })
    },
    answer("trustsTheEncoding", "decodes without looking at the encoding") {
      try answerRightly($0, $1, isUTF8: { _ in true })
    },
    answer("trustsTheEncoding-validating", "looks only whether it could be UTF-8") {
      try answerRightly($0, $1, isUTF8: { String(validating: $0, as: UTF8.self) != nil })
    },
    answer("lastDuplicateCounts", "reads a dictionary, strictly") {
      try answerRightly(
        $0, $1,
        decode: { payload in
          let strict = try JSONDecoder().decode(WiredRequest.self, from: Data(payload))
          return strict == .goodbye ? strict : try decodeLoosely(payload)
        })
    },
    answer("staysAfterGoodbye", "never says that it was the last answer") {
      try answerRightly($0, $1, goodbyeIsLast: false)
    },
    answer("wrongResult", "answers with a summary of its own") { payload, add in
      try answerRightly(
        payload,
        { celsius, sensor in
          Summary(sensor: sensor, count: 1, minimum: celsius, maximum: celsius, mean: celsius)
        })
    },
    answer("wrongResult-always", "answers everything with a goodbye") { _, _ in
      (try WiredReply.goodbye.payload, true)
    },
    answer("refusesGoodInput", "wants no spaces in JSON") { payload, add in
      try answerRightly(payload, add, isUTF8: { !$0.contains(0x20) })
    },
    answer("refusesGoodInput-asciiOnly", "takes no byte from 128 on") { payload, add in
      try answerRightly(payload, add, isUTF8: { $0.allSatisfy { $0 > 0 && $0 < 128 } })
    },
    answer("refusesGoodInput-markAnywhere", "takes a byte order mark in a name for one in front") {
      payload, add in
      try answerRightly(
        payload, add,
        isUTF8: { bytes in
          guard let text = String(validating: bytes, as: UTF8.self) else { return false }
          return !bytes.contains(0) && !text.unicodeScalars.contains("\u{FEFF}")
        })
    },
    // MARK: 6.3
    readings("mixesSensors", "keeps one tally for all") { state, celsius, sensor in
      var summary = try WiredReadings.right(&state, celsius, "all")
      summary.sensor = sensor
      return summary
    },
    readings("mixesSensors-oneMinimum", "keeps one minimum for all") { state, celsius, sensor in
      var summary = try WiredReadings.right(&state, celsius, sensor)
      summary.minimum = state.sensors.values.map(\.minimum).min() ?? celsius
      return summary
    },
    readings("meanOfMeans", "takes the mean of the last mean and the newest") {
      state, celsius, sensor in
      let before = state.sensors[sensor].map { $0.summary(sensor).mean }
      var summary = try WiredReadings.right(&state, celsius, sensor)
      let mean = before.map { ($0 + celsius) / 2 } ?? celsius
      summary.mean = mean
      state.sensors[sensor]?.sum = mean * Double(summary.count)
      return summary
    },
    readings("forgetsMinimum", "begins with a minimum of 0") { state, celsius, sensor in
      try WiredReadings.right(&state, celsius, sensor) { $0.minimum = min($0.minimum, 0) }
    },
    readings("forgetsMinimum-newest", "takes the newest for the smallest") {
      state, celsius, sensor in
      var summary = try WiredReadings.right(&state, celsius, sensor)
      summary.minimum = celsius
      return summary
    },
    readings("forgetsMaximum", "begins with a maximum of 0") { state, celsius, sensor in
      try WiredReadings.right(&state, celsius, sensor) { $0.maximum = max($0.maximum, 0) }
    },
    readings("forgetsReadings", "does not store what it has changed") { state, celsius, sensor in
      var copy = state
      return try WiredReadings.right(&copy, celsius, sensor)
    },
    readings("forgetsReadings-ofOthers", "starts anew when another sensor reports") {
      state, celsius, sensor in
      if state.last != sensor { state = WiredReadings.State() }
      state.last = sensor
      return try WiredReadings.right(&state, celsius, sensor)
    },
    readings("forgetsMaximum-leastNormal", "begins with the smallest positive number") {
      state, celsius, sensor in
      try WiredReadings.right(&state, celsius, sensor) {
        $0.maximum = max($0.maximum, .leastNormalMagnitude)
      }
    },
    readings("forgetsMinimum-hundred", "begins with a minimum of 100") { state, celsius, sensor in
      try WiredReadings.right(&state, celsius, sensor) { $0.minimum = min($0.minimum, 100) }
    },
    readings("wrongResult-middle", "takes the middle for the mean") { state, celsius, sensor in
      var summary = try WiredReadings.right(&state, celsius, sensor)
      summary.mean = (summary.minimum + summary.maximum) / 2
      return summary
    },
    readings("mixesSensors-anyCase", "takes capitals for small letters") {
      state, celsius, sensor in
      var summary = try WiredReadings.right(&state, celsius, sensor.lowercased())
      summary.sensor = sensor
      return summary
    },
    readings("sumsToInfinity-below", "looks for one of the two infinities") {
      state, celsius, sensor in
      var tally = state.sensors[sensor] ?? WiredReadings.Tally()
      tally.take(celsius)
      guard tally.sum != .infinity else { throw BadField("celsius", "makes the sum infinite") }
      state.sensors[sensor] = tally
      return tally.summary(sensor)
    },
    readings("integerMean", "divides whole numbers") { state, celsius, sensor in
      var summary = try WiredReadings.right(&state, celsius, sensor)
      summary.mean = summary.mean.rounded(.towardZero)
      return summary
    },
    readings("sumsToInfinity", "adds up without a look") { state, celsius, sensor in
      var tally = state.sensors[sensor] ?? WiredReadings.Tally()
      tally.take(celsius)
      state.sensors[sensor] = tally
      return tally.summary(sensor)
    },
    readings("countsTheRefused", "stores before it looks") { state, celsius, sensor in
      var tally = state.sensors[sensor] ?? WiredReadings.Tally()
      tally.take(celsius)
      state.sensors[sensor] = tally
      guard tally.sum.isFinite else { throw BadField("celsius", "makes the sum infinite") }
      return tally.summary(sensor)
    },
    readings("wrongResult", "names no sensor") { state, celsius, sensor in
      var summary = try WiredReadings.right(&state, celsius, sensor)
      summary.sensor = ""
      return summary
    },
    readings("wrongResult-swapped", "takes the largest for the minimum") {
      state, celsius, sensor in
      var summary = try WiredReadings.right(&state, celsius, sensor)
      (summary.minimum, summary.maximum) = (summary.maximum, summary.minimum)
      return summary
    },
    readings("mixesSensors-firstName", "names the first sensor for ever") {
      state, celsius, sensor in
      if state.last.isEmpty { state.last = sensor }
      var summary = try WiredReadings.right(&state, celsius, sensor)
      summary.sensor = state.last
      return summary
    },
    readings("forgetsMaximum-elseIf", "looks at the maximum when it is no new minimum") {
      state, celsius, sensor in
      let before = state.sensors[sensor] ?? WiredReadings.Tally()
      var summary = try WiredReadings.right(&state, celsius, sensor)
      if celsius < before.minimum { summary.maximum = before.maximum }
      state.sensors[sensor]?.maximum = summary.maximum
      return summary
    },
    readings("refusesGoodInput", "believes in no frost") { state, celsius, sensor in
      guard celsius >= 0 else { throw BadField("celsius", "is negative") }
      return try WiredReadings.right(&state, celsius, sensor)
    },
    readings("refusesGoodInput-absoluteZero", "believes in nothing colder than there is") {
      state, celsius, sensor in
      var tally = state.sensors[sensor] ?? WiredReadings.Tally()
      tally.take(celsius)
      guard tally.sum.isFinite, celsius >= -273.15 else {
        throw BadField("celsius", "is no reading")
      }
      state.sensors[sensor] = tally
      return tally.summary(sensor)
    },
    readings("wrongResult-before", "sums up what was there before the reading") {
      state, celsius, sensor in
      let before = state.sensors[sensor] ?? WiredReadings.Tally()
      _ = try WiredReadings.right(&state, celsius, sensor)
      return before.summary(sensor)
    },
    readings("crashes-onTheSum", "is sure that the sum is finite") { state, celsius, sensor in
      var tally = state.sensors[sensor] ?? WiredReadings.Tally()
      tally.take(celsius)
      precondition(tally.sum.isFinite)
      state.sensors[sensor] = tally
      return tally.summary(sensor)
    },
    readings("crashes", "reads a sensor that is not there yet") { state, celsius, sensor in
      let known = state.sensors.keys.filter { $0 == sensor }
      if !state.sensors.isEmpty { _ = known[0] }
      return try WiredReadings.right(&state, celsius, sensor)
    },
  ]
}
