/// A payload that is no request of lesson 6, and what its answer must say: for the check of
/// exercise 6.2, and for the tests of every server.
public struct BadPayload: Sendable {
  /// In words: `a reading without celsius`.
  public let what: String
  public let bytes: [UInt8]
  /// The field that the reason must name; nil when it is none in particular.
  public private(set) var field: String?
  /// The mistake of an answer that takes it for a request.
  var acceptance = "acceptsBadInput"

  init(_ what: String, _ json: String, field: String? = nil) {
    (self.what, bytes, self.field) = (what, Array(json.utf8), field)
  }

  init(_ what: String, bytes: [UInt8], acceptance: String = "acceptsBadInput") {
    (self.what, self.bytes, self.acceptance) = (what, bytes, acceptance)
  }

  /// From what a client forgets to what an attacker tries.
  public static var all: [BadPayload] { fields + shapes + texts + encodings }

  private static let fields = [
    BadPayload(
      "a reading without celsius", #"{"kind":"reading","sensor":"hall"}"#, field: "celsius"),
    BadPayload("a reading without a sensor", #"{"kind":"reading","celsius":2.5}"#, field: "sensor"),
    BadPayload("an object without a kind", #"{"sensor":"hall","celsius":2.5}"#, field: "kind"),
    BadPayload("an empty object", "{}", field: "kind"),
    BadPayload("an unknown kind", #"{"kind":"weather","celsius":2.5}"#, field: "kind"),
    BadPayload(
      "degrees in a text", #"{"kind":"reading","sensor":"hall","celsius":"2.5"}"#, field: "celsius"),
    BadPayload(
      "true for degrees", #"{"kind":"reading","sensor":"hall","celsius":true}"#, field: "celsius"),
    BadPayload(
      "null for degrees", #"{"kind":"reading","sensor":"hall","celsius":null}"#, field: "celsius"),
    BadPayload(
      "a number for a sensor", #"{"kind":"reading","sensor":7,"celsius":2.5}"#, field: "sensor"),
    BadPayload(
      "an object for a sensor", #"{"kind":"reading","sensor":{"name":"hall"},"celsius":2.5}"#,
      field: "sensor"),
    BadPayload("a number for a kind", #"{"kind":7}"#, field: "kind"),
  ]

  private static let shapes = [
    BadPayload("no bytes at all", ""),
    BadPayload("text that is no JSON", "hello"),
    BadPayload("half an object", #"{"kind":"reading","sensor":"ha"#),
    BadPayload("an array with a request in it", #"[{"kind":"goodbye"}]"#),
    BadPayload("an empty array", "[]"),
    BadPayload("a text", #""goodbye""#),
    BadPayload("a number", "21.5"),
    BadPayload("null", "null"),
    BadPayload("two objects", #"{"kind":"goodbye"}{"kind":"goodbye"}"#),
    BadPayload("quotes that are no quotes", "{'kind':'goodbye'}"),
  ]

  private static let texts = [
    BadPayload("NaN for degrees", #"{"kind":"reading","sensor":"hall","celsius":NaN}"#),
    BadPayload("more than a Double holds", #"{"kind":"reading","sensor":"hall","celsius":1e999}"#),
    BadPayload("100 000 arrays, none of which ends", String(repeating: "[", count: 100_000)),
    BadPayload(
      "100 000 arrays in each other",
      String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)),
    BadPayload(
      "100 000 objects in each other",
      String(repeating: #"{"kind":"#, count: 100_000) + "1"
        + String(repeating: "}", count: 100_000)),
  ]

  private static let goodbye = Array(#"{"kind":"goodbye"}"#.utf8)
  /// A goodbye with a text that has just begun.
  private static let signed = Array(#"{"kind":"goodbye","by":""#.utf8)

  private static let encodings = [
    BadPayload(
      "a byte that is not UTF-8", bytes: signed + [0xFF, 0x22, 0x7D],
      acceptance: "trustsTheEncoding"),
    BadPayload(
      "half a character", bytes: signed + [0xC3, 0x22, 0x7D], acceptance: "trustsTheEncoding"),
    BadPayload(
      "UTF-16 with a byte order mark", bytes: [0xFF, 0xFE] + goodbye.flatMap { [$0, 0] },
      acceptance: "trustsTheEncoding"),
    BadPayload(
      "UTF-16, high bytes first", bytes: goodbye.flatMap { [0, $0] },
      acceptance: "trustsTheEncoding"),
    BadPayload(
      "UTF-16, low bytes first", bytes: goodbye.flatMap { [$0, 0] },
      acceptance: "trustsTheEncoding"),
    BadPayload(
      "UTF-32", bytes: goodbye.flatMap { [$0, 0, 0, 0] }, acceptance: "trustsTheEncoding"),
    BadPayload(
      "a byte order mark in front", bytes: [0xEF, 0xBB, 0xBF] + goodbye,
      acceptance: "trustsTheEncoding"),
  ]
}
