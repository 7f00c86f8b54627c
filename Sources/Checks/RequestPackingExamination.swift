import LessonKit
import Workbook

/// The examination of exercise 10.1, first half: requests into bytes.
struct RequestPackingExamination<Work: Exercise10_1> {
  let work: Work

  func run(_ trial: inout Trial) throws {
    // Numbers whose bytes are all different show an order; negative ones a sign.
    try examine("SUMA", 258, 772)
    try examine("SUMA", 7, -2)
    try examine("RESTA", -32768, 32767)
    for _ in 1...3 {
      try examine(
        trial.text(trial.number(in: 5...12)), Int16(trial.number(in: -32768 ... -256)),
        Int16(trial.number(in: 256...32767)))
    }
    try examine("RAÍZ", 1, 16)
    try examine("÷", 7, -2)
    try examine(trial.text(64), -1, 0)
    try examine("X", 0, -1)
    for command in ["", trial.text(65), String(repeating: "é", count: 33), trial.text(300)] {
      try refuse(command)
    }
  }

  private func call(_ command: String, _ first: Int16, _ second: Int16) -> String {
    let shown = Lesson10Checks.shown(Array(command.utf8))
    return "request(\(shown.hasPrefix("\"") ? shown : "\"\(shown)\""), \(first), \(second))"
  }

  private func examine(_ command: String, _ first: Int16, _ second: Int16) throws {
    let call = call(command, first, second)
    Judgement.isGiven(
      [call], crashing: min(first, second) < 0 ? "unsignedOperands" : "crashes")
    let yours: [UInt8]
    do {
      yours = try work.request(command, first, second)
    } catch let error where !(error is NotStarted) {
      throw Mistake.refusal(error, of: "\(call), a command of \(command.utf8.count.bytes)")
    }
    let name = Array(command.utf8)
    let expected = Lesson10Checks.packet(name, first, second)
    guard yours != expected else { return }
    let guess = RequestGuess(
      yours: yours, expected: expected, command: command, first: first, second: second)
    let finding = guess.finding
    throw Mistake(
      finding.id, finding.sentence,
      drawing: ["\(call)", ""] + ByteRuler.compare(expected: expected, yours: yours),
      advice: finding.advice)
  }

  private func refuse(_ command: String) throws {
    let size = command.utf8.count
    Judgement.isGiven([call(command, 7, -2)], crashing: "acceptsAnyLength")
    let yours: [UInt8]
    do {
      yours = try work.request(command, 7, -2)
    } catch let unsolved as NotStarted {
      throw unsolved
    } catch {
      return
    }
    throw Mistake(
      "acceptsAnyLength",
      "A command has from 1 to 64 bytes, and this one has \(size). It returns \(yours.count.bytes) all "
        + "the same: a packet that the server closes the connection for, or another one than was meant.",
      drawing: ByteRuler.show("yours", yours),
      advice:
        "throw PacketProblem.commandLength(\(size)), or another error, when command.utf8.count "
        + "is not from 1 to 64.")
  }
}

/// What a packet is that is not the right one.
private struct RequestGuess {
  let yours: [UInt8]
  let expected: [UInt8]
  let command: String
  let first: Int16
  let second: Int16

  typealias Finding = (id: String, sentence: String, advice: String)

  var finding: Finding {
    textForNumbers ?? order ?? characters ?? operands ?? length ?? width ?? memory ?? fields
      ?? (
        "wrongResult",
        "This is not the packet of that request.",
        "four bytes for the length, two for each operand, the lowest first; then the command."
      )
  }

  private var name: [UInt8] { Array(command.utf8) }

  private func packet(
    length: Int? = nil, _ first: Int? = nil, _ second: Int? = nil, widths: (Int, Int) = (4, 2)
  ) -> [UInt8] {
    Lesson10Checks.lowestFirst(length ?? name.count, widths.0)
      + Lesson10Checks.lowestFirst(first ?? Int(self.first), widths.1)
      + Lesson10Checks.lowestFirst(second ?? Int(self.second), widths.1) + name
  }

  private var textForNumbers: Finding? {
    let digits = Array("\(first)".utf8)
    let hasOperand =
      yours.count >= digits.count && !yours.contains(0)
      && (0...yours.count - digits.count).contains { yours[$0...].starts(with: digits) }
    guard hasOperand || yours.starts(with: Array("\(name.count)".utf8)) else { return nil }
    return (
      "textForNumbers",
      "It writes the digits of the numbers, as text. A number of this packet is as many bytes as its "
        + "type has, whatever its value.",
      "make bytes of the number itself: the lowest is UInt8(truncatingIfNeeded: number), the next one "
        + "that of number >> 8."
    )
  }

  /// One number or all of them with the highest byte first.
  private var order: Finding? {
    guard yours.count == expected.count, yours.dropFirst(8) == expected.dropFirst(8) else {
      return nil
    }
    for range in [0..<4, 4..<6, 6..<8] {
      let (mine, right) = (yours[range], Array(expected[range]))
      guard Array(mine) == right || Array(mine) == right.reversed() else { return nil }
    }
    return (
      "hostOrder",
      "The highest byte stands first (big-endian). Hosts differ in their order, and so do protocols; "
        + "this one has the lowest byte first, on every machine.",
      "begin with UInt8(truncatingIfNeeded: number), then number >> 8, and so on. Not `.bigEndian`."
    )
  }

  private var characters: Finding? {
    guard command.count != name.count, yours == packet(length: command.count) else { return nil }
    return (
      "countsCharacters",
      "The length says \(command.count), the characters of the command. It has \(name.count) bytes, "
        + "and bytes are what a length on the wire counts.",
      "count `command.utf8`, not `command`."
    )
  }

  private var operands: Finding? {
    if yours == packet(Int(second), Int(first)) {
      return (
        "swapsOperands", "The second operand stands in front of the first.",
        "length, first, second, command: in this order."
      )
    }
    if yours == packet(abs(Int(first)), abs(Int(second))) {
      return (
        "unsignedOperands",
        "The sign is lost. In two's complement a negative number needs no sign of its own: -2 is "
          + "FE FF.",
        "take the bytes of the Int16 as it is; UInt8(truncatingIfNeeded:) asks for no sign."
      )
    }
    return nil
  }

  private var length: Finding? {
    let counted = [8, 4, 12].first { yours == packet(length: name.count + $0) }
    guard counted != nil || yours == packet(length: name.count + 1) else { return nil }
    return (
      "countsTheFields",
      "The length says \(yours[0]), and the command has \(name.count) bytes. Nothing else counts: "
        + "neither the fields in front nor an end that nobody sends.",
      "write command.utf8.count into the first four bytes."
    )
  }

  private var width: Finding? {
    if yours == packet(Int(first) & 0xFF, Int(second) & 0xFF) {
      return (
        "wrongWidth", "Only the lowest byte of each operand is there, and the second one is 0.",
        "take the next eight bits, too: UInt8(truncatingIfNeeded: number >> 8)."
      )
    }
    for lengthWidth in [1, 2, 4, 8] {
      for operandWidth in [1, 2, 4, 8] where (lengthWidth, operandWidth) != (4, 2) {
        let right = packet(widths: (lengthWidth, operandWidth))
        guard yours == right || yours == bigEndian(lengthWidth, operandWidth) else { continue }
        return (
          "wrongWidth",
          lengthWidth == 4
            ? "Each operand has \(operandWidth.bytes), and should have 2."
            : "The length has \(lengthWidth.bytes), and should have 4"
              + (operandWidth == 2 ? "." : "; each operand has \(operandWidth), and should have 2.")
              + (lengthWidth == 8 ? " An Int has eight." : ""),
          "say the width: Int32(command.utf8.count), and Int16 for the operands. `count` is an Int."
        )
      }
    }
    return nil
  }

  private func bigEndian(_ lengthWidth: Int, _ operandWidth: Int) -> [UInt8] {
    Lesson10Checks.lowestFirst(name.count, lengthWidth).reversed()
      + Lesson10Checks.lowestFirst(Int(first), operandWidth).reversed()
      + Lesson10Checks.lowestFirst(Int(second), operandWidth).reversed() + name
  }

  /// The packet with bytes in it that belong to no field.
  private var memory: Finding? {
    let surplus = yours.count - expected.count
    if yours.starts(with: expected.prefix(8)), [16, 24].contains(yours.count), surplus != 0,
      yours[8] != name.first
    {
      return (
        "paddedStruct",
        "Behind the numbers stand \(yours.count - 8) bytes that are no command, but an address: in "
          + "memory an array, and a text of more than 15 bytes, lie somewhere else.",
        "put the bytes of the numbers together, and then add those of the command itself."
      )
    }
    guard surplus > 0 else { return nil }
    let isBehind = yours.starts(with: expected.prefix(8 + min(name.count, 15)))
    let withoutZeros =
      yours.suffix(name.count) == name[...]
      && yours.filter { $0 != 0 } == expected.filter { $0 != 0 }
    guard isBehind || withoutZeros else { return nil }
    return (
      "paddedStruct",
      "It returns \(yours.count) bytes, and the packet has \(expected.count): "
        + (isBehind
          ? "the command is followed by \(surplus.bytes) that are none of it."
          : "between the fields are bytes that belong to none.")
        + " The memory of a struct, or a text of fixed size, is no wire format.",
      "put the bytes of the fields together one after the other, and the command as long as it is."
    )
  }

  private var fields: Finding? {
    let length = Array(expected[0..<4])
    let parts = [length, Array(expected[4..<6]), Array(expected[6..<8]), name]
    let without = parts.indices.first { missing in
      yours == parts.indices.filter { $0 != missing }.flatMap { parts[$0] }
    }
    let names = ["the length", "the first operand", "the second operand", "the command"]
    if let without {
      return (
        "forgetsAField", "In the packet \(names[without]) is missing.",
        "length, first, second, command: in this order, and all four."
      )
    }
    guard yours.count == expected.count, yours.sorted() == expected.sorted() else { return nil }
    return (
      "mixesFields", "The fields stand in another order.",
      "length, first, second, command: in this order."
    )
  }
}
