import Foundation

/// Why a payload is not taken, in words that name the field: `kind is unknown`.
struct Invalid: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// What the peer is told: which field is wrong, where JSONDecoder says that it is one.
func reason(for error: any Error) -> String {
  switch error {
  case DecodingError.keyNotFound(let key, _):
    return "\(key.stringValue) is missing"
  case DecodingError.typeMismatch(_, let place), DecodingError.valueNotFound(_, let place):
    // The path is empty when it is the whole payload: an array, say.
    if let field = place.codingPath.last { return "\(field.stringValue) is of the wrong type" }
  case let error as Invalid:
    return "\(error)"
  default: break
  }
  return "the payload cannot be read as a JSON object"
}

/// The payload as JSONDecoder may have it: UTF-8, and nothing that it would take for another
/// encoding. It guesses UTF-16 and UTF-32 from zero bytes, which JSON in UTF-8 does not have, and
/// skips a byte order mark.
func checkedText(_ payload: [UInt8]) throws -> Data {
  let isText = String(validating: payload, as: UTF8.self) != nil && !payload.contains(0)
  guard isText, !payload.starts(with: [0xEF, 0xBB, 0xBF]) else {
    throw Invalid("the payload is not UTF-8")
  }
  return Data(payload)
}
