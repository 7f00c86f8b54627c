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
    /// Several fields in hexadecimal and text.
    case fields([ArraySlice<UInt8>])
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
    let rows = grouped(stretches, width).flatMap { group in
      group.count > 1 ? [row(of: group)] : Self.rows(of: group[0], width, textWidth)
    }
    return shortened(rows, to: mostOfCall, first: firstOfCall)
  }

  /// The stretches, with those together that stand in one row.
  private static func grouped(_ stretches: [Stretch], _ width: Int) -> [[Stretch]] {
    var groups: [[Stretch]] = []
    for stretch in stretches {
      let last = groups.last ?? []
      let count = last.reduce(stretch.bytes.count) { $0 + $1.bytes.count }
      let isNew = !last.contains { $0.name == stretch.name }
      if stretch.isField, last.last?.isField == true, isNew, count <= width {
        groups[groups.count - 1].append(stretch)
      } else {
        groups.append([stretch])
      }
    }
    return groups
  }

  /// A row of fields.
  private static func row(of fields: [Stretch]) -> ByteRow {
    ByteRow(
      content: .fields(fields.map(\.bytes)), kind: fields[0].kind,
      count: fields.reduce(0) { $0 + $1.bytes.count },
      label: fields.compactMap(\.label).joined(separator: " "))
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
    if !rows.isEmpty { rows[0].label = stretch.label }
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

extension ByteRow {
  /// The text of a row that has nothing else.
  var words: String {
    switch content {
    case .text(let bytes): bytes.map(Readable.cell).joined()
    case .gap(let text): text
    case .bytes, .fields: ""
    }
  }

  /// The bytes in hexadecimal, with a mark between fields, and as text; nil for a row that has none.
  var hexAndText: (hex: String, text: String)? {
    let fields: [ArraySlice<UInt8>]
    switch content {
    case .bytes(let bytes): fields = [bytes]
    case .fields(let several): fields = several
    case .text, .gap: return nil
    }
    let hex = fields.map { $0.map(Readable.hex).joined(separator: " ") }.joined(separator: "|")
    return (hex, fields.joined().map(Readable.cell).joined())
  }
}

extension Stretch {
  /// The part's name, and whether it only goes on here.
  fileprivate var label: String? { name.map { isContinued ? "… \($0)" : $0 } }
}
