import Tape

/// Draws what was expected above what came, with a ruler on top and a caret under the first
/// byte that is wrong.
///
///     byte       0  1  2  3  4  5
///     expected  36 20 20 20 20 20   6·····
///     yours     35 20 20 20 20 20   5·····
///               ^^ byte 0 is 35 "5", expected 36 "6"
public enum ByteRuler {
  /// How many bytes stand in a line; with the names in front it stays within 78 columns.
  private static let width = 14

  ///
  /// - Parameter name: what stands in front of the second row, 8 characters at most.
  public static func compare(
    _ name: String = "yours", expected: [UInt8], yours: [UInt8]
  ) -> [String] {
    let length = max(expected.count, yours.count)
    let wrong = (0..<length).first { expected.at($0) != yours.at($0) }
    // A long message is shown around the byte that matters.
    let start = begin(wrong, length)
    let shown = start..<min(length, start + width)
    var lines = [
      row("byte", shown.map { String($0).leftPadded(to: 2) }, ""),
      row("expected", cells(expected, shown), text(expected, shown)),
      row(name, cells(yours, shown), text(yours, shown)),
    ]
    if length == 0 { return ["expected: no bytes    yours: no bytes"] }
    if let wrong {
      lines.append(mark(wrong - start, explain(wrong, expected, yours)))
    }
    return lines
  }

  /// The bytes in rows with a ruler, without a comparison.
  public static func show(
    _ name: String, _ bytes: [UInt8], caret: Int? = nil, label: String = ""
  ) -> [String] {
    let start = begin(caret, bytes.count)
    let shown = start..<min(bytes.count, start + width)
    var lines = [
      row("byte", shown.map { String($0).leftPadded(to: 2) }, ""),
      row(name, cells(bytes, shown), text(bytes, shown)),
    ]
    if let caret {
      lines.append(mark(caret - start, label))
    }
    return lines
  }

  /// A caret under a column, and a label on the side that has room for it.
  private static func mark(_ column: Int, _ label: String) -> String {
    let indent = 10 + column * 3
    let isLong = indent + 3 + label.count > 78
    if label.isEmpty || isLong && label.count >= indent {
      return String(repeating: " ", count: indent) + "^^"
    }
    return isLong
      ? label.leftPadded(to: indent - 1) + " ^^"
      : String(repeating: " ", count: indent) + "^^ " + label
  }

  /// The first byte that is shown: 0, unless the one that matters would be out of sight.
  private static func begin(_ important: Int?, _ length: Int) -> Int {
    guard let important, important >= width - 1 else { return 0 }
    return max(0, min(important - width / 2, length - width))
  }

  private static func row(_ name: String, _ cells: [String], _ text: String) -> String {
    let line = name.rightPadded(to: 10) + cells.joined(separator: " ")
    return text.isEmpty ? line : line + "   " + text
  }

  private static func cells(_ bytes: [UInt8], _ range: Range<Int>) -> [String] {
    range.map { bytes.at($0).map(Readable.hex) ?? "--" }
  }

  private static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    let text = range.compactMap { bytes.at($0).map(Readable.cell) }.joined()
    return (range.lowerBound > 0 ? "…" : "") + text + (range.upperBound < bytes.count ? "…" : "")
  }

  private static func explain(_ index: Int, _ expected: [UInt8], _ yours: [UInt8]) -> String {
    switch (expected.at(index), yours.at(index)) {
    case (let wanted?, let got?): "byte \(index) is \(name(got)), expected \(name(wanted))"
    case (let wanted?, nil): "byte \(index) is missing, expected \(name(wanted))"
    case (nil, let got?): "byte \(index) is one too many: \(name(got))"
    case (nil, nil): ""
    }
  }

  private static func name(_ byte: UInt8) -> String {
    (0x20...0x7E).contains(byte)
      ? "\(Readable.hex(byte)) \"\(UnicodeScalar(byte))\"" : Readable.hex(byte)
  }
}

extension Array {
  /// The element there, nil beyond the end.
  fileprivate func at(_ index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

extension String {
  fileprivate func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: Swift.max(0, width - count)) + self
  }
  fileprivate func rightPadded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}
