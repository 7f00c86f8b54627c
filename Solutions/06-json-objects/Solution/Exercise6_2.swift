// Exercise 6.2 · A payload, whatever it is: one answer among many.

import Foundation
import Workbook

extension Exercises: Exercise6_2 {
  func answer(
    to bytes: [UInt8], add: (_ celsius: Double, _ sensor: String) throws -> Summary
  ) throws -> (reply: [UInt8], isLast: Bool) {
    let reply: Reply
    do {
      guard isUTF8(bytes) else { throw BadField("the payload", "is not UTF-8") }
      switch try JSONDecoder().decode(Request.self, from: Data(bytes)) {
      case .reading(let sensor, let celsius): reply = .summary(try add(celsius, sensor))
      case .goodbye: return (try payload(of: .goodbye), true)
      }
    } catch {
      reply = .error(reason: reason(for: error))
    }
    return (try payload(of: reply), false)
  }

  /// JSONDecoder guesses UTF-16 from zero bytes and skips a byte order mark; JSON in UTF-8 has
  /// neither.
  private func isUTF8(_ payload: [UInt8]) -> Bool {
    String(validating: payload, as: UTF8.self) != nil && !payload.contains(0)
      && !payload.starts(with: [0xEF, 0xBB, 0xBF])
  }

  private func reason(for error: any Error) -> String {
    let unreadable = "the payload cannot be read as a JSON object"
    switch error {
    case DecodingError.keyNotFound(let key, _):
      return "\(key.stringValue) is missing"
    case DecodingError.typeMismatch(_, let place), DecodingError.valueNotFound(_, let place):
      // The path is empty when it is the whole payload: an array, say.
      return place.codingPath.last.map { "\($0.stringValue) is of the wrong type" } ?? unreadable
    case is DecodingError:
      return unreadable
    default:
      return "\(error)"
    }
  }
}
