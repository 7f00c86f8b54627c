/// Which byte of an integer goes over the wire first. Both sides must mean the same.
public enum ByteOrder: Sendable {
  /// The lowest byte first: 1 in two bytes is `01 00`. Python's `<`.
  case littleEndian
  /// The highest byte first, "network order": 1 in two bytes is `00 01`. Python's `>` and `!`.
  case bigEndian
}

extension FixedWidthInteger {
  /// The integer's bytes: as many as its type is wide, in the order that is named.
  ///
  ///     Int16(-2).packed(.littleEndian)                              // FE FF
  ///     Int32(3).packed(.bigEndian) + Int16(1).packed(.bigEndian)    // 00 00 00 03 00 01
  ///
  /// Width and sign are those of the type; a negative number is written in two's complement. Two
  /// integers stand side by side with nothing between them, however they may lie in memory.
  public func packed(_ order: ByteOrder) -> [UInt8] {
    let lowestFirst = (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> ($0 * 8)) }
    return order == .littleEndian ? lowestFirst : lowestFirst.reversed()
  }
}

extension RandomAccessCollection<UInt8> {
  /// The integer whose bytes stand at `offset`; nil when they are not all there.
  ///
  ///     [0x03, 0x00, 0xFE, 0xFF].integer(Int16.self, at: 2, .littleEndian)     // -2
  ///     [0x03, 0x00, 0xFE, 0xFF].integer(UInt16.self, at: 2, .littleEndian)    // 65534
  ///
  /// - Parameters:
  ///   - type: says how many bytes there are, and whether the highest bit is a sign.
  ///   - offset: counted from the beginning of the array or slice, whatever its first index is.
  public func integer<Value: FixedWidthInteger>(
    _ type: Value.Type, at offset: Int = 0, _ order: ByteOrder
  ) -> Value? {
    let width = Value.bitWidth / 8
    guard offset >= 0, offset <= count - width else { return nil }
    var value: Value = 0
    for place in 0..<width {
      let at = index(startIndex, offsetBy: offset + place)
      let lowest = order == .littleEndian ? place : width - 1 - place
      // Byte by byte: no part of memory is read as an integer, wherever it lies.
      value |= Value(truncatingIfNeeded: self[at]) << (lowest * 8)
    }
    return value
  }
}
