import LessonKit
import Tape
import Workbook

/// The examination of exercise 7.1: names into fields, and out of them.
struct TargetFieldExamination<Work: Exercise7_1> {
  private static var width: Int { 64 }
  let work: Work

  func run(_ trial: inout Trial) throws {
    let names = [
      "127.0.0.1:\(trial.number(in: 50_000...59_999))", "[::1]:50002",
      "kitchen sensor:50003", "küche:\(trial.number(in: 50_000...59_999))", trial.text(64),
      trial.text(63), "",
    ]
    for name in names { try examineField(of: name) }
    try examineTooLong(&trial)
    for name in names { try examineName(name) }
    // A space in front is a byte like any other; so is what only looks like a space.
    for name in [" 127.0.0.1:50004", "127.0.0.1:50004\t", "127.0.0.1:50004\u{0}", "a\u{A0}"] {
      try examineName(name)
    }
    try examineOtherBytes()
  }

  private static func right(_ name: String) -> [UInt8] {
    Array(name.utf8) + Array(repeating: 0x20, count: max(0, width - name.utf8.count))
  }

  private static func shown(_ name: String) -> String {
    let text = Readable.text(name.prefix(24).utf8)
    return name.count > 24 ? "\"\(text)…\" of \(name.utf8.count.bytes)" : "\"\(text)\""
  }

  // MARK: Writing

  private func examineField(of name: String) throws {
    Judgement.isGiven(["targetField(naming: \(Self.shown(name)))"])
    let yours: [UInt8]
    do {
      yours = try work.targetField(naming: name)
    } catch let error where !(error is NotStarted) {
      throw Mistake.refusal(error, of: "the name \(Self.shown(name)), which fits into 64 bytes")
    }
    let expected = Self.right(name)
    guard yours != expected else { return }
    let drawing = ByteRuler.compare(expected: expected, yours: yours)
    let bytes = Array(name.utf8)
    let padding = yours.dropFirst(bytes.count)
    if yours.count > Self.width, yours.suffix(bytes.count) == bytes[...] || yours.count == 128,
      let first = yours.first, (0x30...0x39).contains(first), !yours.starts(with: bytes + [0x20])
    {
      throw Mistake(
        "headerInFront",
        "It puts a header in front, as if the name were a message. A target field has none: both "
          + "sides know that it has 64 bytes.",
        drawing: drawing, advice: "return the name and the spaces behind it, and nothing else.")
    }
    if yours.starts(with: bytes), padding.allSatisfy({ $0 == 0x20 }), yours.count > Self.width,
      name.count < bytes.count
    {
      throw Mistake(
        "countsCharacters",
        "The field of \(Self.shown(name)) has \(yours.count) bytes. The name has \(name.count) "
          + "characters and \(bytes.count) bytes, and it is bytes that are filled up to 64.",
        drawing: drawing, advice: "count the bytes of `name.utf8`, not the characters of `name`.")
    }
    if yours.starts(with: bytes), yours.count < Self.width || !padding.contains(0x20) {
      throw Mistake(
        "unpadded",
        yours.count == Self.width
          ? "It fills the field up, but not with spaces: whoever reads it takes away spaces only."
          : "The field of \(Self.shown(name)) has \(yours.count.bytes). The relay reads 64, always: "
            + "what you send next would be taken for the rest of the name.",
        drawing: drawing,
        advice: "fill up with spaces, UInt8(ascii: \" \"), to 64 bytes. (In the drawing bytes are "
          + "hexadecimal: a space is 20 there, and 32 in decimal.)")
    }
    throw Mistake(
      "wrongResult", "This is not the target field of \(Self.shown(name)).", drawing: drawing,
      advice: "the bytes of the name first, then spaces, 64 bytes in all.")
  }

  private func examineTooLong(_ trial: inout Trial) throws {
    // The first is cut inside a character when it is cut after 64 bytes.
    let names = [
      trial.text(1) + String(repeating: "é", count: 40), trial.text(65),
      trial.text(100),
    ]
    for name in names {
      Judgement.isGiven(["targetField(naming: \(Self.shown(name)))"])
      let yours: [UInt8]
      do {
        yours = try work.targetField(naming: name)
      } catch let unsolved as NotStarted {
        throw unsolved
      } catch {
        continue
      }
      throw tooLong(yours, name)
    }
  }

  private func tooLong(_ yours: [UInt8], _ name: String) -> Mistake {
    let bytes = Array(name.utf8)
    let advice =
      "throw an error, TargetProblem.tooLong for instance, when the name has more than 64 bytes."
    let kept = yours.count - yours.reversed().prefix { $0 == 0x20 }.count
    if yours.count > Self.width {
      return Mistake(
        "overflowsTheField",
        "A name of \(bytes.count.bytes) does not fit into the field, and it returns \(yours.count). "
          + "The relay reads 64 of them, and takes the others for what follows.",
        drawing: ByteRuler.show(
          "yours", yours, caret: Self.width, label: "the 65th byte"), advice: advice)
    }
    if kept > 0, bytes.starts(with: yours.prefix(kept)) {
      let isHalf = bytes.count > kept && bytes[kept] & 0xC0 == 0x80
      return Mistake(
        isHalf ? "cutsACharacter" : "cutsTheName",
        "A name of \(bytes.count.bytes) does not fit into the field, and it cuts it after \(kept)"
          + (isHalf ? ", in the middle of a character: what is left is no text." : ".")
          + " Whoever reads the field takes a beginning for the whole: it may be another device's "
          + "name.",
        drawing: ByteRuler.show("name", bytes, caret: kept, label: "cut here"), advice: advice)
    }
    return Mistake(
      "wrongResult",
      "A name of \(bytes.count.bytes) does not fit into the field, and it returns "
        + "\(yours.count.bytes) as if it did.",
      drawing: ByteRuler.show("yours", yours), advice: advice)
  }

  // MARK: Reading

  private func examineName(_ name: String) throws {
    let field = Self.right(name)
    let yours = try reading(field, "the field of \(Self.shown(name))")
    guard yours.map({ Array($0.utf8) }) != Array(name.utf8) else { return }
    guard let yours else {
      throw Mistake(
        "wrongResult",
        "This is the field of \(Self.shown(name)), and it returns nil."
          + (name.isEmpty ? " The empty name is a name, though nobody has it." : ""),
        drawing: drawing(field),
        advice: "return nil only for bytes that are not UTF-8.")
    }
    let (id, sentence, advice) = explain(yours, name)
    throw Mistake(
      id, sentence,
      drawing: ByteRuler.show("field", field, caret: caret(id, name))
        + [
          "", "expected  \(quoted(name, ifLong: yours))",
          "yours     \(quoted(yours, ifLong: name))",
        ],
      advice: advice)
  }

  /// The byte of the field that was taken for what it is not.
  private func caret(_ id: String, _ name: String) -> Int? {
    switch id {
    case "trimsTooMuch": name.hasPrefix(" ") ? 0 : name.utf8.count - 1
    case "keepsTheSpaces": name.utf8.count
    default: nil
    }
  }

  private func explain(_ yours: String, _ name: String) -> (String, String, String) {
    let (bytes, mine) = (Array(name.utf8), Array(yours.utf8))
    let surplus = mine.count - bytes.count
    let spaces = surplus == 1 ? "a space" : "\(surplus) spaces"
    if mine.count > bytes.count, mine.starts(with: bytes),
      mine.dropFirst(bytes.count).allSatisfy({ $0 == 0x20 })
    {
      return (
        "keepsTheSpaces",
        "The name comes back with \(spaces) behind it. No device is called that.",
        "take the spaces at the end away before you make a text of the rest."
      )
    }
    let inside = name.hasPrefix(" ") ? [] : bytes.split(separator: 0x20)
    if inside.count > 1, mine == Array(inside.joined()) || mine == Array(inside[0]) {
      return (
        "trimsInside",
        "The name has a space in it, and that is a part of it. Only the spaces behind the last "
          + "other byte fill the field up.",
        "take spaces away from the end, and stop at the first byte that is none."
      )
    }
    let first = name.prefix(1) == " "
    if !mine.isEmpty, bytes.count > mine.count, bytes.filter({ $0 > 0x20 }).starts(with: mine) {
      return (
        "trimsTooMuch",
        first
          ? "The name begins with a space, and it takes it away. A name with a space in front is "
            + "another name."
          : "It takes away more than spaces: the last byte of the name is "
            + "\(Readable.hex(bytes.last ?? 0)), and a space is 20 (both hexadecimal).",
        "take away the spaces at the end, UInt8(ascii: \" \"), and nothing else."
      )
    }
    return (
      "wrongResult", "This is not the name in that field.",
      "take the spaces at the end away, and make a text of the other bytes: String(validating:as:)."
    )
  }

  private func examineOtherBytes() throws {
    for bytes in [[0xFF, 0xFE, 0x41], Array("caf".utf8) + [0xC3], [0x80]] as [[UInt8]] {
      let field = bytes + Array(repeating: 0x20, count: Self.width - bytes.count)
      guard let yours = try reading(field, "a field that is not UTF-8") else { continue }
      throw Mistake(
        "replacesBadBytes",
        "These bytes are not UTF-8, and it returns a repaired text, \(quoted(yours)). Nobody sent "
          + "that name.",
        drawing: drawing(field),
        advice: "String(validating:as:) is nil for such bytes; return that.")
    }
  }

  private func reading(_ field: [UInt8], _ what: String) throws -> String? {
    Judgement.isGiven(["targetName(in: \(what))"] + drawing(field))
    do {
      return try work.targetName(in: field)
    } catch let error where !(error is NotStarted) {
      throw Mistake(
        "refusesGoodInput",
        "It throws an error on \(what): \(error) A name that is nobody's is no error: its sender is "
          + "told that there is no such target.",
        drawing: drawing(field), advice: "return nil for bytes that are not UTF-8; throw nothing.")
    }
  }

  private func drawing(_ field: [UInt8]) -> [String] { ByteRuler.show("field", field) }

  /// - Parameter other: what it is compared with; of two long texts that begin in the same way the
  ///   ends are shown.
  private func quoted(_ text: String, ifLong other: String = "") -> String {
    let shown = Readable.text(text.utf8)
    if shown.count > 40, shown.hasPrefix(Readable.text(other.utf8).prefix(40)) {
      return "\"…\(shown.dropFirst(40))\""
    }
    return shown.count > 60 ? "\"\(shown.prefix(60))…\"" : "\"\(shown)\""
  }
}
