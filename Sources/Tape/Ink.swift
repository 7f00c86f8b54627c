/// A line of a drawing: text in pieces, some of them coloured.
struct Ink {
  private(set) var pieces: [(text: String, colour: Paint.Colour?)] = []

  init(_ text: String = "", _ colour: Paint.Colour? = nil) { pieces = [(text, colour)] }

  private init(_ pieces: [(text: String, colour: Paint.Colour?)]) { self.pieces = pieces }

  /// How many columns of a terminal it takes.
  var columns: Int { pieces.reduce(0) { $0 + $1.text.columns } }

  func padded(to width: Int) -> Ink { self + Ink(.spaces(width - columns)) }
  func indented(to width: Int) -> Ink { Ink(.spaces(width - columns)) + self }

  func painted(_ paint: Paint) -> String {
    pieces.map { $0.colour.map { [text = $0.text] in paint(text, $0) } ?? $0.text }.joined()
  }

  static func + (left: Ink, right: Ink) -> Ink { Ink(left.pieces + right.pieces) }
}

extension String {
  static func spaces(_ count: Int) -> String { String(repeating: " ", count: Swift.max(0, count)) }

  /// How many columns of a terminal it takes: an emoji or a Chinese character two.
  var columns: Int { utf8.count == count ? count : reduce(0) { $0 + $1.columns } }

  /// The text fit for a line with others beside it: from right to left only within itself.
  var isolated: String {
    let turns = unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
        true
      default: false
      }
    }
    // First strong isolate, pop directional isolate: they take no column.
    return turns ? "\u{2068}\(self)\u{2069}" : self
  }

  /// The text in lines of at most `width` columns, broken at spaces where there are any.
  func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var rest = self[...]
    while String(rest).columns > width {
      var head = rest[rest.startIndex..<rest.startIndex]
      while String(rest[..<rest.index(after: head.endIndex)]).columns <= width {
        head = rest[..<rest.index(after: head.endIndex)]
      }
      if head.isEmpty { head = rest.prefix(1) }
      let cut = head.lastIndex(of: " ") ?? head.endIndex
      lines.append(String(rest[..<cut]))
      rest = rest[cut...].drop { $0 == " " }
    }
    return lines + [String(rest)]
  }
}

extension Character {
  /// - Source: Unicode Standard Annex 11, East Asian Width; as terminals have it.
  fileprivate var columns: Int {
    guard let scalar = unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x200B...0x200F, 0x2060...0x2069, 0x300...0x36F: return 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }
}
