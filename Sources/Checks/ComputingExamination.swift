import LessonKit
import Workbook

/// The examination of exercise 10.3: one request after the other, from small numbers to hostile
/// bytes.
struct ComputingExamination<Work: Exercise10_3> {
  let work: Work

  func run(_ trial: inout Trial) throws {
    try expect("SUMA", 7, 2, 9)
    try expect("RESTA", 7, 2, 5)
    try expect("MULTIPLICACION", 7, 2, 14)
    try expect("DIVISION", 8, 2, 4)
    try expect("RESTA", 2, 7, -5)
    try expect("SUMA", -9, 2, -7)
    try expect("MULTIPLICACION", -3, 5, -15)
    for (first, second) in [(7, 2), (1, 4), (-7, 2), (1, 3), (2, 7)] as [(Int16, Int16)] {
      try expect("DIVISION", first, second, Double(first) / Double(second))
    }
    for _ in 1...3 {
      let (first, second) = (trial.number(in: 1...170), trial.number(in: -150 ... -1))
      let (one, other) = (Int16(first), Int16(second))
      try expect("SUMA", one, other, Double(first + second))
      try expect("RESTA", one, other, Double(first - second))
      try expect("MULTIPLICACION", one, other, Double(first * second))
      try expect("DIVISION", one, other, Double(first) / Double(second))
    }
    for (command, result) in [("SUMA", 5), ("RESTA", 5), ("MULTIPLICACION", 0)] {
      try expect(command, 5, 0, Double(result), zero: true)
    }
    for command in ["SUMA", "MULTIPLICACION", "DIVISION"] {
      try expect(command, 0, 5, command == "SUMA" ? 5 : 0, zero: true)
    }
    for first in [7, 0, -7, 32767] as [Int16] { try expectDivisionByZero(first) }
    try examineEdges()
    try examineUnknown(&trial)
  }

  // MARK: Asking

  private func ask(_ request: MathRequest, crash: String) throws -> MathReply {
    Judgement.isGiven([call(request)], crashing: crash)
    do {
      return try work.compute(request)
    } catch let error where !(error is NotStarted) {
      throw Mistake(
        "closesOnBadInput",
        "Given \(request.shown), it throws: \(error) The server would close the connection, though "
          + "the packet was whole and the next one can be read.",
        advice: "return a reply with the status that says what was wrong; throw nothing.")
    }
  }

  private func call(_ request: MathRequest) -> String { "compute: \(request.shown)" }

  private func say(_ reply: MathReply) -> String {
    "status \(reply.status), result \(reply.result)"
  }

  private func drawing(
    _ request: MathRequest, _ expected: MathReply, _ yours: MathReply
  ) -> [String] {
    [call(request), "", "expected  \(say(expected))", "yours     \(say(yours))"]
  }

  private func request(_ command: String, _ first: Int16, _ second: Int16) -> MathRequest {
    MathRequest(command: Array(command.utf8), first: first, second: second)
  }

  // MARK: What has a result

  /// - Parameter zero: whether it is a zero that could be taken for a divisor.
  private func expect(
    _ command: String, _ first: Int16, _ second: Int16, _ result: Double, zero: Bool = false
  ) throws {
    let asked = request(command, first, second)
    let yours = try ask(asked, crash: zero && second == 0 ? "trapsOnZero" : "crashes")
    let expected = MathReply(result: result)
    guard yours != expected else { return }
    let finding = finding(yours, command, Double(first), Double(second), result, zero)
    throw Mistake(
      finding.id, finding.sentence, drawing: drawing(asked, expected, yours), advice: finding.advice
    )
  }

  private func finding(
    _ yours: MathReply, _ command: String, _ first: Double, _ second: Double, _ result: Double,
    _ zero: Bool
  ) -> (id: String, sentence: String, advice: String) {
    if yours.status != 0 {
      return zero
        ? (
          "refusesEveryZero", "There is a 0 in it, and nobody divides by it.",
          "only a DIVISION whose second operand is 0 has no result."
        )
        : (
          yours.result == result ? "mixesStatuses" : "wrongResult",
          "This can be computed, and the status says \(yours.status).",
          "status 0 says that all is well."
        )
    }
    if command == "DIVISION", yours.result == result.rounded(.towardZero), result != yours.result {
      return (
        "integerDivision",
        "The quotient has lost its fraction: between whole numbers, `/` divides without one.",
        "make Doubles of both operands first: Double(request.first) / Double(request.second)."
      )
    }
    if result < 0, yours.result == -result {
      return (
        "wrongResult", "The result is negative, and it has lost its sign.",
        "leave the sign as it is: no `abs`, no `magnitude`."
      )
    }
    let turned = command == "RESTA" ? second - first : second / first
    if ["RESTA", "DIVISION"].contains(command), yours.result == turned {
      return (
        "swapsOperands", "First and second operand have changed places.",
        "it is the first one from which is subtracted, and which is divided."
      )
    }
    if yours.result == Double(Float(result)) {
      return (
        "floatForDouble", "The result has the seven digits of a Float, and a Double keeps sixteen.",
        "compute with Doubles."
      )
    }
    return (
      "wrongResult", "This is not what \(command) asks for.",
      "SUMA adds, RESTA subtracts, MULTIPLICACION multiplies, DIVISION divides; nothing is rounded."
    )
  }

  /// Results that no Int16 holds.
  private func examineEdges() throws {
    let (least, most) = (Int16.min, Int16.max)
    for (command, first, second, result) in [
      ("SUMA", most, most, 65534), ("SUMA", least, least, -65536), ("SUMA", most, 1, 32768),
      ("RESTA", least, most, -65535), ("RESTA", most, least, 65535), ("RESTA", 0, least, 32768),
      ("MULTIPLICACION", most, most, 1_073_676_289),
      ("MULTIPLICACION", least, least, 1_073_741_824),
      ("MULTIPLICACION", least, -1, 32768), ("MULTIPLICACION", least, most, -1_073_709_056),
      ("DIVISION", least, -1, 32768), ("DIVISION", least, 1, -32768),
    ] as [(String, Int16, Int16, Double)] {
      let asked = request(command, first, second)
      let yours = try ask(asked, crash: "trapsOnOverflow")
      let expected = MathReply(result: result)
      guard yours != expected else { continue }
      guard yours.status == 0, (-32768...32767).contains(yours.result) else {
        let finding = finding(yours, command, Double(first), Double(second), result, false)
        throw Mistake(
          finding.id, finding.sentence, drawing: drawing(asked, expected, yours),
          advice: finding.advice)
      }
      throw Mistake(
        "cutsTheResult",
        "The exact result is \(Int(result)), which is more than an Int16 holds: it ends at 32767. What "
          + "does not fit was cut off.",
        drawing: drawing(asked, expected, yours),
        advice: "make larger numbers of the operands before you compute: Int(request.first).")
    }
  }

  // MARK: What has none

  private func expectDivisionByZero(_ first: Int16) throws {
    let asked = request("DIVISION", first, 0)
    let yours = try ask(asked, crash: "trapsOnZero")
    try expectStatus(1, "a division by zero", asked, yours)
  }

  private func expectStatus(
    _ status: Int32, _ what: String, _ asked: MathRequest, _ yours: MathReply
  ) throws {
    let expected = MathReply(status: status)
    guard yours != expected else { return }
    let drawing = drawing(asked, expected, yours)
    if yours.status == status {
      throw Mistake(
        "resultBesideAnError",
        "Where the status is not 0 there is no result, and its eight bytes are those of 0.",
        drawing: drawing, advice: "return a result of 0 with every other status than 0.")
    }
    if yours.status == 0, !yours.result.isFinite {
      throw Mistake(
        "infiniteResult",
        "It divides by zero, and sends \(yours.result) as if that were a result. A Double divides by "
          + "zero without a word.",
        drawing: drawing, advice: "compare the second operand with 0 first, and return status 1.")
    }
    if yours.status != 0 {
      throw Mistake(
        "mixesStatuses", "This is \(what): status \(status). It says \(yours.status).",
        drawing: drawing,
        advice: "1 is a division by zero, 2 an unknown command, 0 says that all is well.")
    }
    throw Mistake(
      status == 1 ? "wrongResult" : "acceptsOtherCommands",
      status == 1
        ? "Nothing can be divided by zero, and it says that all is well."
        : "There is no such command, and it says that all is well.",
      drawing: drawing,
      advice: status == 1
        ? "compare the second operand with 0 first, and return status 1."
        : "compare the whole command with the four that there are; all else is status 2.")
  }

  private func examineUnknown(_ trial: inout Trial) throws {
    let texts = [
      "MODULO", "suma", "Division", "SUMA ", " SUMA", "SUMA\0", "SUM", "SUMAR", "RESTAR", "D", "+",
      "MULTIPLICACIÓN", "DIVISIÓN", "", trial.text(9), trial.text(64), "\u{1B}[2J",
    ]
    let bytes: [[UInt8]] = [[0xFF, 0xFE], [0xC3], Array("SUMA".utf8) + [0xC3], [0]]
    for command in texts.map({ Array($0.utf8) }) + bytes {
      let asked = MathRequest(command: command, first: 8, second: 2)
      try expectStatus(
        2, "an unknown command", asked, try ask(asked, crash: "crashesOnBadInput"))
    }
    let asked = request("MODULO", 5, 0)
    let yours = try ask(asked, crash: "crashesOnBadInput")
    if yours.status == 1 {
      throw Mistake(
        "zeroBeforeCommand",
        "Nobody knows that command, and so nobody can say that it divides.",
        drawing: drawing(asked, MathReply(status: 2), yours),
        advice: "look at the command first, and at the divisor where the command is DIVISION.")
    }
    try expectStatus(2, "an unknown command", asked, yours)
  }
}
