import Tape
import Workbook

/// What can be wrong with the integers of a packet.
struct PacketFaults {
  private let call: String
  private let expected: [UInt8]
  private let position: Position?

  /// - Parameters:
  ///   - call: what was asked for.
  ///   - expected: the right bytes.
  ///   - position: the one in them; nil for a departure.
  init(_ call: String, expected: [UInt8], position: Position?) {
    self.call = call
    self.expected = expected
    self.position = position
  }

  static func drawing(_ bytes: [UInt8]) -> [String] { ByteRuler.show("packet", bytes) }

  // MARK: Written

  func examine(_ yours: [UInt8]) throws {
    if yours == expected { return }
    let drawing = [call, ""] + ByteRuler.compare(expected: expected, yours: yours)
    if position == nil {
      throw Mistake(
        "wrongDeparture",
        "\(call) says that a client has left, and these are not the bytes for it.",
        drawing: drawing,
        advice: "write the number, and −32768 (`Int16.min`) for x and for y.")
    }
    if yours.count != expected.count {
      let parts =
        expected.count == 4
        ? "Int16 for x and Int16 for y, two bytes each"
        : "Int32 for the number, Int16 for x and for y"
      throw Mistake(
        "wrongWidth",
        "The packet has \(yours.count == 1 ? "1 byte" : "\(yours.count) bytes") instead of "
          + "\(expected.count). Nothing in the stream says where one ends, so the reader takes "
          + "\(expected.count), always, and would read every later one askew.",
        drawing: drawing,
        advice: "\(parts); no Int, which has eight, no header, and nothing in between.")
    }
    let swapped = Self.swapped(expected)
    if [expected, swapped].contains(where: { isTurned(yours, from: $0) }) {
      throw Mistake(
        "bigEndian",
        "The highest byte comes first. Here it is the lowest: both sides must mean the same order, "
          + "and the packet does not say which it is.",
        drawing: drawing, advice: "write every integer with `.packed(.littleEndian)`.")
    }
    if yours == swapped { throw swapsXY(drawing) }
    if let position, min(position.x, position.y) < 0, isRight(yours, but: position) {
      throw unsigned(drawing)
    }
    throw Mistake(
      "wrongResult", "\(call) is not what these bytes say.", drawing: drawing,
      advice: expected.count == 4
        ? "x in two bytes, then y in two bytes."
        : "the number in four bytes, then x in two, then y in two.")
  }

  /// Whether some of the integers have their bytes the other way round, and the others are right.
  private func isTurned(_ yours: [UInt8], from right: [UInt8]) -> Bool {
    Self.fields(yours) != Self.fields(right)
      && zip(Self.fields(yours), Self.fields(right)).allSatisfy { $0 == $1 || $0 == $1.reversed() }
  }

  /// Whether only negative coordinates are wrong.
  private func isRight(_ yours: [UInt8], but position: Position) -> Bool {
    zip([position.x, position.y], [expected.count - 4, expected.count - 2]).allSatisfy {
      $0 < 0 || yours[$1...($1 + 1)] == expected[$1...($1 + 1)]
    } && yours.prefix(expected.count - 4) == expected.prefix(expected.count - 4)
  }

  // MARK: Read

  func misread(_ yours: Position, expected right: String) -> Mistake {
    let drawing =
      [call, ""] + Self.drawing(expected) + ["", "expected  \(right)", "yours     \(yours)"]
    guard let position else {
      return Mistake(
        "missesDepartures", "These bytes say that a client has left, and it reads \(yours).",
        drawing: drawing, advice: "return nil for the position when x and y are both −32768.")
    }
    func turned(_ value: Int16) -> Int16 { value.byteSwapped }
    if yours == Position(x: turned(position.x), y: turned(position.y))
      || yours == Position(x: turned(position.y), y: turned(position.x))
    {
      return Mistake(
        "bigEndian", "It reads the highest byte first. In these packets it is the lowest.",
        drawing: drawing,
        advice: "read every integer with `.littleEndian`: the first byte counts 1, the second 256.")
    }
    if yours == Position(x: position.y, y: position.x) { return swapsXY(drawing) }
    let isSigned =
      (yours.x == position.x || position.x < 0) && (yours.y == position.y || position.y < 0)
    if min(position.x, position.y) < 0, isSigned { return unsigned(drawing) }
    return Mistake(
      "wrongResult", "\(call) is not the position in these bytes.", drawing: drawing,
      advice: expected.count == 4
        ? "x stands 0 bytes from the front, y 2."
        : "the number stands 0 bytes from the front, x 4, y 6.")
  }

  func misread(_ yours: Update, expected right: Update) -> Mistake {
    let drawing =
      [call, ""] + Self.drawing(expected) + [
        "", "expected  \(right)", "yours     \(yours)",
      ]
    if yours.number == right.number.byteSwapped {
      return Mistake(
        "bigEndian", "It reads the number's highest byte first. In these packets it is the lowest.",
        drawing: drawing, advice: "read the number as an Int32 with `.littleEndian`.")
    }
    let narrow = [
      Int32(Int16(truncatingIfNeeded: right.number)),
      Int32(UInt16(truncatingIfNeeded: right.number)),
      Int32(UInt8(truncatingIfNeeded: right.number)), Int32(Int8(truncatingIfNeeded: right.number)),
    ]
    if narrow.contains(yours.number) {
      return Mistake(
        "wrongWidth", "The number has four bytes, and it reads fewer of them.", drawing: drawing,
        advice: "read the number as an Int32, which takes all four.")
    }
    return Mistake(
      "wrongResult", "\(call) is not the update in these bytes.", drawing: drawing,
      advice: "the number stands 0 bytes from the front, x 4, y 6.")
  }

  // MARK: Both

  private func swapsXY(_ drawing: [String]) -> Mistake {
    Mistake(
      "swapsXY",
      "x and y have changed places. Nothing in the packet tells them apart but their order.",
      drawing: drawing, advice: "x comes first, then y, in writing as in reading.")
  }

  private func unsigned(_ drawing: [String]) -> Mistake {
    Mistake(
      "unsignedOperands",
      "Positive numbers are right, and negative ones are not: the same two bytes are 65534 without a "
        + "sign, and −2 with one.",
      drawing: drawing,
      advice: "use Int16, which has a sign, from end to end; `UInt16(x)` and `abs(x)` have none.")
  }

  /// The bytes of each integer: of the number, if there is one, of x and of y.
  private static func fields(_ bytes: [UInt8]) -> [[UInt8]] {
    [Array(bytes.dropLast(4)), Array(bytes.suffix(4).prefix(2)), Array(bytes.suffix(2))]
  }

  private static func swapped(_ bytes: [UInt8]) -> [UInt8] {
    Array(bytes.prefix(bytes.count - 4) + bytes.suffix(2) + bytes.suffix(4).prefix(2))
  }
}
