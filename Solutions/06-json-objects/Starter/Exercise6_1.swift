// Exercise 6.1 · The objects as Codable types
//
// Write how a request is read out of JSON, how a reply is written, and the payload of a reply:
// compact, keys sorted, slashes as they are.
//
//   {"kind":"reading","sensor":"kitchen","celsius":21.5}
//   {"kind":"goodbye"}
//
//   {"count":1,"kind":"summary","maximum":21.5,"mean":21.5,"minimum":21.5,"sensor":"kitchen"}
//   {"kind":"goodbye"}
//   {"kind":"error","reason":"celsius is missing"}
//
// Throw (BadField("kind", "is unknown"), say) for a kind that is none of the two; a missing field
// and one of the wrong type throw by themselves. Other fields are ignored.
//
// Check it: swift run exercise06 check 6.1
// Hints:    Lessons/06-json-objects/README.md

import Foundation
import Workbook

extension Exercises: Exercise6_1 {
  enum Request: RequestObject {
    case reading(sensor: String, celsius: Double)
    case goodbye

    init(from decoder: any Decoder) throws {
      self = try notStarted()
    }
  }

  enum Reply: ReplyObject {
    case summary(Summary)
    case goodbye
    case error(reason: String)

    func encode(to encoder: any Encoder) throws {
      try notStarted()
    }
  }

  func payload(of reply: Reply) throws -> [UInt8] {
    try notStarted()
  }
}
