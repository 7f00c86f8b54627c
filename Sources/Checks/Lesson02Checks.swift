import LessonKit
import Sockets
import Tape
import Workbook

/// The checks of lesson 2: headers, and messages out of pieces.
public enum Lesson02Checks {
  public static let exercises = [header, length, decoder, sending]

  public static func checks<Work: Lesson02Workbook>(for _: Work.Type) -> [Check<Work>] {
    [
      Check(header) { try examineHeader($0, &$1) },
      Check(length) { try examineLength($0, &$1) },
      Check(decoder) { work, trial in try DecoderExamination<Work.Decoder>().run(&trial) },
      Check(sending) { try examineSending($0, &$1) },
    ]
  }

  // MARK: 2.1

  private static let header = Exercise(
    "2.1", "the header of a message", "func header(",
    mistakes: ["countsCharacters", "rightAligned", "overflowsTheWidth"])

  private static func examineHeader(_ work: some Exercise2_1, _ trial: inout Trial) throws {
    let cases = [
      ("hello", 10), ("héllo", 10), ("", 10), (trial.text(99), 2), (trial.text(345), 64),
      ("😀" + trial.text(trial.number(in: 1...30)), 10),
    ]
    for (text, width) in cases {
      let expected = right(text.utf8.count, width)
      let yours: [UInt8]
      Judgement.isGiven(["a text of \(text.utf8.count) bytes, width \(width)"])
      do {
        yours = try work.header(for: text, width: width)
      } catch let error where !(error is NotStarted) {
        throw Mistake.refusal(error, of: "a text of \(text.utf8.count) bytes, width \(width)")
      }
      if yours != expected { throw wrongHeader(yours, expected, text, width) }
    }
    for (length, width) in [(100, 2), (10, 1), (1000, 3)] {
      Judgement.isGiven(["a text of \(length) bytes, width \(width)"])
      guard let yours = try? work.header(for: trial.text(length), width: width) else { continue }
      throw Mistake(
        "overflowsTheWidth",
        "A text of \(length) bytes cannot be announced in a header of \(width), and it returns "
          + "\(yours.count) bytes all the same. The peer will take the wrong ones for the header.",
        drawing: ByteRuler.show("yours", yours, caret: yours.count > width ? width : nil),
        advice: "throw an error, HeaderProblem.overflow for instance, when the digits are more "
          + "than the width.")
    }
  }

  private static func wrongHeader(
    _ yours: [UInt8], _ expected: [UInt8], _ text: String, _ width: Int
  ) -> Mistake {
    let drawing = ByteRuler.compare(expected: expected, yours: yours)
    if text.count != text.utf8.count, yours == right(text.count, width) {
      return Mistake(
        "countsCharacters",
        "The header of \"\(Readable.text(text.utf8.prefix(24)))\" says \(text.count), its "
          + "characters. A length on the wire counts bytes, and these are \(text.utf8.count).",
        drawing: drawing, advice: "count `text.utf8`, not `text`.")
    }
    if yours.first == UInt8(ascii: " "), yours.count == width {
      return Mistake(
        "rightAligned", "The digits stand at the right end of the header; they belong at the left.",
        drawing: drawing, advice: "put the spaces behind the digits.")
    }
    return Mistake(
      "wrongResult",
      "This is not the header of a text of \(text.utf8.count) bytes, width \(width).",
      drawing: drawing, advice: "digits first, then spaces, \(width) bytes in all.")
  }

  /// The header that announces `length` bytes.
  static func right(_ length: Int, _ width: Int) -> [UInt8] {
    let digits = Array(String(length).utf8)
    return digits + Array(repeating: 0x20, count: max(0, width - digits.count))
  }

  // MARK: 2.2

  private static let length = Exercise(
    "2.2", "the length in a header", "func payloadLength(",
    mistakes: ["acceptsGarbage", "acceptsNegative", "trustsHugeLength"])

  private static func examineLength(_ work: some Exercise2_2, _ trial: inout Trial) throws {
    let limit = 1 << 20
    let random = trial.number(in: 1...999_999)
    let good = [
      ("22        ", 22), ("0         ", 0), ("1048576   ", limit), ("007       ", 7),
      ("9 ", 9), ("1048576", limit), ("\(random)".padding(10), random),
    ]
    for (text, expected) in good {
      let drawing = ByteRuler.show("header", Array(text.utf8))
      let yours: Int
      Judgement.isGiven(drawing)
      do {
        yours = try work.payloadLength(in: Array(text.utf8), limit: limit)
      } catch let error where !(error is NotStarted) {
        throw Mistake.refusal(error, of: "a header that is right", drawing: drawing)
      }
      guard yours != expected else { continue }
      throw Mistake(
        "wrongResult", "This header announces \(expected) bytes; it says \(yours).",
        drawing: drawing, advice: "read all digits, up to the first space.")
    }
    for text in ["-5        ", "-0        ", "-1048576  "] {
      try refuses(work, text, limit, "acceptsNegative", "There is no negative length", caret: 0)
    }
    let garbage: [(String, Int)] = [
      ("          ", 0), ("+5        ", 0), (" 5        ", 0), ("5x        ", 1),
      ("x5        ", 0), ("5 5       ", 2), ("5.0       ", 1), ("1e3       ", 1),
      ("0x10      ", 1), ("5\t        ", 1), ("5\u{0}        ", 1), ("٥        ", 0),
      ("5         5", 10), ("hello wide", 0),
    ]
    for (text, caret) in garbage {
      try refuses(work, text, limit, "acceptsGarbage", "This is not a header", caret: caret)
    }
    try refuses(work, "", limit, "acceptsGarbage", "An empty header is none", caret: nil)
    for text in ["1048577   ", "999999999 ", "9999999999", "99999999999999999999"] {
      try refuses(
        work, text, limit, "trustsHugeLength",
        "This header announces more than the limit of \(limit)",
        caret: 0)
    }
    try refuses(
      work, "101       ", 100, "trustsHugeLength",
      "This header announces more than the limit of 100",
      caret: 0)
  }

  private static func refuses(
    _ work: some Exercise2_2, _ text: String, _ limit: Int, _ id: String, _ what: String,
    caret: Int?
  ) throws {
    let yours: Int
    Judgement.isGiven(ByteRuler.show("header", Array(text.utf8)))
    do {
      yours = try work.payloadLength(in: Array(text.utf8), limit: limit)
    } catch let unsolved as NotStarted {
      throw unsolved
    } catch {
      return
    }
    let advice = [
      "acceptsNegative": "accept digits only; a sign is none.",
      "trustsHugeLength":
        "compare with `limit` before you believe a peer; Int(_:) is nil for digits beyond Int.",
    ]
    // Who returns 5 for "-5" has accepted no negative length, but overlooked a byte.
    let overlooks = id == "acceptsNegative" && yours > 0
    let (id, what) = overlooks ? ("acceptsGarbage", "This is not a header") : (id, what)
    throw Mistake(
      id,
      "\(what), and it returns \(yours). Whoever believes that reads the wrong bytes from here on.",
      drawing: ByteRuler.show("header", Array(text.utf8), caret: caret),
      advice: advice[id] ?? "accept one or more digits 0 to 9, then only spaces; refuse the rest.")
  }

  // MARK: 2.3

  private static let decoder = Exercise(
    "2.3", "pieces in, messages out", "struct Decoder",
    mistakes: DecoderExamination<NoDecoder>.mistakes)

  private struct NoDecoder: PieceDecoder {
    init(width: Int, limit: Int) {}
    func feed(_ piece: [UInt8]) throws -> [String] { [] }
  }

  // MARK: 2.4

  private static let sending = Exercise(
    "2.4", "send all of it", "func sendAll(",
    mistakes: ["ignoresShortSend", "resendsFromStart", "hidesTheReset"])

  private static func examineSending(_ work: some Exercise2_4, _ trial: inout Trial) throws {
    let bytes = trial.bytes(12)
    let scripts: [[Int]] =
      [[]] + (1..<12).map { [$0] } + (1..<11).flatMap { a in (1..<(12 - a)).map { [a, $0] } }
      + [Array(repeating: 1, count: 12)]
    for taken in scripts {
      // A signal before the first send must not show.
      let stream = ScriptedStream(
        sending: [.interruption] + taken.map { ScriptedStream.Departure.takes($0) })
      Judgement.isGiven(["12 bytes, and a stream that takes \(sentence(taken))"])
      try stream.showingCalls {
        let outcome = Result { try work.sendAll(bytes, to: stream) }
        if case .failure(let error) = outcome {
          if error is NotStarted { throw error }
          throw Mistake.refusal(error, of: "a stream that takes \(sentence(taken))")
        }
        if stream.sent != bytes { throw wrongSend(stream.sent, bytes, taken) }
      }
    }
    let gone = ScriptedStream(sending: [.takes(5), .reset])
    if (try? work.sendAll(bytes, to: gone)) != nil {
      throw Mistake(
        "hidesTheReset",
        "The peer resets the connection after 5 of 12 bytes, and it returns as if all were sent.",
        advice: "let the error of send pass: `try`, without a `catch` and without `try?`."
      ).after(gone.calls)
    }
  }

  private static func wrongSend(_ sent: [UInt8], _ bytes: [UInt8], _ taken: [Int]) -> Mistake {
    let resends =
      !taken.isEmpty && sent.count > bytes.count
      && sent.dropFirst(taken.first ?? 0).starts(with: bytes.prefix(3))
    let short = bytes.starts(with: sent)
    return Mistake(
      resends ? "resendsFromStart" : short ? "ignoresShortSend" : "wrongResult",
      (resends
        ? "After a short send it begins again with the first byte"
        : short
          ? "It does not send the rest after a short send"
          : "What it sends is not what it was given")
        + ": the stream takes \(sentence(taken)), and has got \(sent.count.bytes) in the end.",
      drawing: ByteRuler.compare(expected: bytes, yours: sent),
      advice: resends
        ? "drop the bytes that were taken before you send again."
        : "send returns how many bytes it took: send the others again, until none is left.")
  }

  private static func sentence(_ taken: [Int]) -> String {
    taken.isEmpty
      ? "all 12 bytes at once"
      : taken.map(String.init).joined(separator: ", then ") + ", then all the rest"
  }
}

extension String {
  fileprivate func padding(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
