// Exercise 6.1 · The objects as Codable types: one answer among many.

import Foundation
import Workbook

extension Exercises: Exercise6_1 {
  enum Request: RequestObject {
    case reading(sensor: String, celsius: Double)
    case goodbye

    private enum Key: CodingKey {
      case kind, sensor, celsius
    }

    init(from decoder: any Decoder) throws {
      let object = try decoder.container(keyedBy: Key.self)
      switch try object.decode(String.self, forKey: .kind) {
      case "reading":
        self = .reading(
          sensor: try object.decode(String.self, forKey: .sensor),
          celsius: try object.decode(Double.self, forKey: .celsius))
      case "goodbye": self = .goodbye
      default: throw BadField("kind", "is unknown")
      }
    }
  }

  enum Reply: ReplyObject {
    case summary(Summary)
    case goodbye
    case error(reason: String)

    private enum Key: CodingKey {
      case kind, sensor, count, minimum, maximum, mean, reason
    }

    func encode(to encoder: any Encoder) throws {
      var object = encoder.container(keyedBy: Key.self)
      switch self {
      case .summary(let summary):
        try object.encode("summary", forKey: .kind)
        try object.encode(summary.sensor, forKey: .sensor)
        try object.encode(summary.count, forKey: .count)
        try object.encode(summary.minimum, forKey: .minimum)
        try object.encode(summary.maximum, forKey: .maximum)
        try object.encode(summary.mean, forKey: .mean)
      case .goodbye:
        try object.encode("goodbye", forKey: .kind)
      case .error(let reason):
        try object.encode("error", forKey: .kind)
        try object.encode(reason, forKey: .reason)
      }
    }
  }

  func payload(of reply: Reply) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(reply))
  }
}
