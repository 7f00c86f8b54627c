import Framing
import LessonKit
import Sockets

let raw = Option.flag("--raw", help: "send each line as a payload, as it is typed")

/// Sends a reading for each line that is typed, and prints the answers; at the end says goodbye.
func runClient(_ context: Context) throws {
  let server = try context.connect()
  let header = LengthHeader(width: width, limit: context.limit)
  var answers = MessageReader(server, header: header)

  func ask(_ payload: [UInt8]) throws {
    try server.sendAll(header.frame(payload))
    guard let answer = try answers.nextText() else {
      throw CutOff(missing: width, of: "the answer")
    }
    context.print(context.readable(answer.utf8))
  }

  while let line = context.readLine() {
    if context[raw] {
      try ask(Array(line.utf8))
    } else if let reading = Reading(line) {
      try ask(payload(of: reading))
    } else {
      context.print("not sent: type a sensor and its degrees, like kitchen 21.5")
    }
  }
  try ask(payload(of: Goodbye()))
}

extension Reading {
  /// A reading as it is typed: `kitchen 21.5`. The name may have spaces, the degrees come last.
  init?(_ line: String) {
    let words = line.split(separator: " ")
    guard words.count > 1, let celsius = words.last.flatMap({ Double($0) }), celsius.isFinite
    else { return nil }
    self.init(sensor: words.dropLast().joined(separator: " "), celsius: celsius)
  }
}
