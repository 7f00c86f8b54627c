import Foundation

/// Why a payload is not taken, in words that name the field.
struct Invalid: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }

  /// - Parameter error: what JSONDecoder threw.
  init(_ error: DecodingError) {
    var reason = "the payload is not a JSON object"
    switch error {
    case .keyNotFound(let key, _):
      reason = "\(key.stringValue) is missing"
    case .typeMismatch(_, let place), .valueNotFound(_, let place):
      // The path is empty when it is the whole payload: an array, say.
      if let field = place.codingPath.last { reason = "\(field.stringValue) is of the wrong type" }
    default: break
    }
    self.init(reason)
  }
}

/// The payload as JSONDecoder may have it: UTF-8, and nothing that it would take for another
/// encoding. It guesses UTF-16 and UTF-32 from zero bytes, which JSON in UTF-8 does not have, and
/// skips a byte order mark.
func checkedText(_ payload: [UInt8]) throws(Invalid) -> Data {
  let isText = String(validating: payload, as: UTF8.self) != nil && !payload.contains(0)
  guard isText, !payload.starts(with: [0xEF, 0xBB, 0xBF]) else {
    throw Invalid("the payload is not UTF-8")
  }
  return Data(payload)
}
