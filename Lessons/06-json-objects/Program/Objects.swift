import Foundation

/// What every object has: it says which other fields there are.
struct Tagged: Decodable {
  let kind: String
}

struct Reading: Codable {
  var kind = "reading"
  let sensor: String
  let celsius: Double
}

struct Goodbye: Codable {
  var kind = "goodbye"
}

struct Summary: Encodable {
  let kind = "summary"
  let sensor: String
  let count: Int
  let minimum: Double
  let maximum: Double
  let mean: Double
}

struct Problem: Encodable {
  let kind = "error"
  let reason: String
}

/// An object as it stands on the wire: compact, keys sorted, slashes as they are, so that the
/// same object is always the same bytes.
func payload(of object: any Encodable) throws -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return Array(try encoder.encode(object))
}
