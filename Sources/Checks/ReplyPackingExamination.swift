import LessonKit
import Workbook

/// The examination of exercise 10.1, second half: replies into bytes.
struct ReplyPackingExamination<Work: Exercise10_1> {
  let work: Work

  func run(_ trial: inout Trial) throws {
    let quotient = Double(trial.number(in: -999...999)) + 0.375
    for (status, result) in [
      (0, 0.1), (0, 5), (1, 0), (2, 0), (0, -0.25), (0, 1_073_676_289), (0, quotient),
    ] as [(Int32, Double)] {
      try examine(status, result)
    }
  }

  private func examine(_ status: Int32, _ result: Double) throws {
    let call = "reply(status: \(status), result: \(result))"
    Judgement.isGiven([call])
    let yours: [UInt8]
    do {
      yours = try work.reply(status: status, result: result)
    } catch let error where !(error is NotStarted) {
      throw Mistake.refusal(error, of: call)
    }
    let first = Lesson10Checks.lowestFirst(Int(status), 4)
    let last = bits(result.bitPattern)
    guard yours != first + last else { return }
    let finding = finding(yours, status, result, first, last)
    throw Mistake(
      finding.id, finding.sentence,
      drawing: ["\(call)", ""] + ByteRuler.compare(expected: first + last, yours: yours),
      advice: finding.advice)
  }

  private func bits(_ number: some FixedWidthInteger) -> [UInt8] {
    (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private func finding(
    _ yours: [UInt8], _ status: Int32, _ result: Double, _ first: [UInt8], _ last: [UInt8]
  ) -> (id: String, sentence: String, advice: String) {
    let tail = Array(yours.dropFirst(4))
    if !yours.isEmpty, yours.allSatisfy({ (0x20...0x7E).contains($0) }) {
      return (
        "textForNumbers", "It writes the digits of the numbers, as text.",
        "write the bytes of the numbers themselves: four of the status, eight of result.bitPattern."
      )
    }
    if yours.count == 12, yours.prefix(4) == first[...] || yours.prefix(4) == first.reversed()[...],
      tail == last || tail == last.reversed()
    {
      return (
        "hostOrder",
        "The highest byte stands first (big-endian). This protocol has the lowest byte first, in the "
          + "result as well as in the status.",
        "begin with the lowest byte. Not `.bigEndian`."
      )
    }
    if yours.count == 16, yours.prefix(4) == first[...], yours.suffix(8) == last[...] {
      return (
        "paddedStruct",
        "Between status and result are four bytes that belong to neither. In memory a Double stands "
          + "at a multiple of eight, and the gap in front of it is padding; or is the status an Int?",
        "put four bytes of the Int32 and eight of the Double together yourself: 12 in all."
      )
    }
    if yours == last + first {
      return (
        "mixesFields", "The result stands in front of the status.",
        "the status first, then the result."
      )
    }
    if [bits(Int64(result)), bits(Int64(result.rounded()))].contains(tail), tail.count == 8 {
      return (
        "convertsTheResult",
        "These eight bytes are the whole number \(Int64(result)), and not the Double \(result): to "
          + "convert a Double is to lose its fraction, and its bits.",
        "take result.bitPattern, a UInt64 with the same bits."
      )
    }
    let float = Float(result)
    if tail == bits(float.bitPattern) || tail == bits(Double(float).bitPattern) {
      return (
        "floatForDouble",
        "This is a Float, of four bytes and seven digits; the result is a Double, of eight bytes.",
        "take the bitPattern of the Double as it is."
      )
    }
    for width in [1, 2, 8] where yours == Lesson10Checks.lowestFirst(Int(status), width) + last {
      return (
        "wrongWidth", "The status has \(width.bytes), and should have 4.",
        "write an Int32: four bytes."
      )
    }
    if yours == last || yours == first {
      return (
        "forgetsAField", "Only the \(yours == last ? "result" : "status") is there.",
        "the status first, then the result: 12 bytes in all."
      )
    }
    return (
      "wrongResult", "This is not that reply.",
      "four bytes of the status, eight of result.bitPattern, both with the lowest byte first."
    )
  }
}
