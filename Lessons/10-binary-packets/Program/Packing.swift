extension FixedWidthInteger {
  /// The number's bytes, the lowest first, as many as its type has: an `Int32` has four.
  var littleEndianBytes: [UInt8] {
    (0..<Self.bitWidth / 8).map { place in UInt8(truncatingIfNeeded: self >> (8 * place)) }
  }

  /// The number that has these bytes, the lowest first.
  ///
  /// - Parameter bytes: as many as the type has.
  init(littleEndianBytes bytes: some Collection<UInt8>) {
    // From the highest, which stands last: each makes room for the next one below it.
    self = bytes.reversed().reduce(0) { number, byte in
      number << 8 | Self(truncatingIfNeeded: byte)
    }
  }
}
