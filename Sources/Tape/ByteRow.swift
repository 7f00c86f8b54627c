/// A row of a drawing: some bytes of a call.
///
/// - A part of a message begins a row of its own, which has the part's name beside it.
/// - A text too long for hexadecimal is text alone.
/// - Spaces that only fill up, and the middle of what is too long, are a row that says how many
///   bytes it stands for.
struct ByteRow: Equatable, Sendable {
  enum Content: Equatable, Sendable {
    /// Hexadecimal and text, side by side.
    case bytes(ArraySlice<UInt8>)
    /// Text alone.
    case text(ArraySlice<UInt8>)
    /// What is left out.
    case gap(String)
  }

  let content: Content
  let kind: Stretch.Kind
  /// How many bytes it stands for.
  let count: Int
  /// The name of the part that begins here.
  var label: String?

  /// How many rows a part may have, and how many of them stay at its beginning otherwise.
  private static let mostOfPart = 5
  private static let firstOfPart = 2
  /// The same for a call.
  private static let mostOfCall = 16
  private static let firstOfCall = 10

  /// - Parameters:
  ///   - width: the bytes in a row.
  ///   - textWidth: the bytes in a row of text alone.
  static func rows(_ stretches: [Stretch], width: Int, textWidth: Int) -> [ByteRow] {
    let rows = stretches.flatMap { Self.rows(of: $0, width, textWidth) }
    return shortened(rows, to: mostOfCall, first: firstOfCall)
  }

  private static func rows(
    of stretch: Stretch, _ width: Int, _ textWidth: Int
  ) -> [ByteRow] {
    let bytes = stretch.bytes
    let isLong = bytes.count > width * mostOfPart
    // A header is bytes that are counted; a long payload is to be read.
    let isText = isLong && stretch.kind != .header && bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    let step = isText ? textWidth : width
    var rows = stride(from: bytes.startIndex, to: bytes.endIndex, by: step).map { start in
      let part = bytes[start..<min(start + step, bytes.endIndex)]
      return ByteRow(
        content: isText ? .text(part) : .bytes(part), kind: stretch.kind, count: part.count)
    }
    rows = shortened(foldingSpaces(rows), to: mostOfPart, first: firstOfPart)
    if let name = stretch.name, !rows.isEmpty {
      rows[0].label = stretch.isContinued ? "… \(name)" : name
    }
    return rows
  }

  /// The rows with those at the end that are nothing but spaces made into one.
  private static func foldingSpaces(_ rows: [ByteRow]) -> [ByteRow] {
    let rest = rows.reversed().prefix { row in
      if case .bytes(let bytes) = row.content { bytes.allSatisfy { $0 == 0x20 } } else { false }
    }
    // The first row stays, so that the part begins with bytes.
    let folded = min(rest.count, rows.count - 1)
    guard folded > 1 else { return rows }
    let count = rest.prefix(folded).reduce(0) { $0 + $1.count }
    return rows.dropLast(folded) + [
      ByteRow(content: .gap("… \(count) spaces …"), kind: rows[0].kind, count: count)
    ]
  }

  private static func shortened(_ rows: [ByteRow], to most: Int, first: Int) -> [ByteRow] {
    guard rows.count > most else { return rows }
    let last = most - first - 1
    let left = rows[first..<rows.count - last]
    let count = left.reduce(0) { $0 + $1.count }
    let gap = ByteRow(
      content: .gap("… \(count) bytes …"), kind: left.first?.kind ?? .plain, count: count)
    return rows.prefix(first) + [gap] + rows.suffix(last)
  }
}
