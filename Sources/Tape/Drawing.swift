/// Puts the moments of a picture on paper: rails, arrows, calls and bytes.
struct Drawing {
  private let placed: [Picture.Placed]
  private let clients: [String]
  private var svg = SVG()

  private static let margin = 18.0
  /// Between a rail and what stands next to it.
  private static let gap = 14.0
  /// Between the server's rail and the first client's, and between those.
  private static let middle = 190.0
  private static let spacing = 42.0
  /// Above the first moment, and below the last.
  private static let top = 52.0
  private static let bottom = 44.0
  /// The characters between hexadecimal and text, and in front of a part's name.
  private static let between = 2.0

  init(_ placed: [Picture.Placed], clients: [String]) {
    self.placed = placed
    self.clients = clients
  }

  private var serverRail: Double { Self.margin + lane(.server) + Self.gap }
  private var height: Double { Self.top + (placed.last?.bottom ?? 0) + Self.bottom }
  private var lastRail: Double { rail(clients.count) }
  private var width: Double { lastRail + Self.gap + lane(.client) + Self.margin }

  /// The place of a client's rail.
  private func rail(_ client: Int) -> Double {
    serverRail + Self.middle + Double(max(0, min(client, clients.count) - 1)) * Self.spacing
  }

  private func rail(_ moment: Moment) -> Double {
    moment.side == .server ? serverRail : rail(moment.client)
  }

  /// How much room one side's calls and bytes need.
  private func lane(_ side: Side) -> Double {
    let own = placed.filter { $0.moment.side == side }
    let names = side == .client ? clients.joined(separator: " · ").count * 8 / 7 : 6
    let widths = own.flatMap { place in
      [label(place.moment).count] + place.rows.map { Int($0.characters) }
    }
    return Double(max(names, widths.max() ?? 0)) * SVG.character
  }

  private func label(_ moment: Moment) -> String {
    guard clients.count > 1 else { return moment.label }
    return moment.side == .server
      ? "[\(moment.client)] \(moment.label)" : "\(moment.label) [\(moment.client)]"
  }

  /// The file's text.
  mutating func file(title: String, caption: String, description: String) -> String {
    drawRails()
    for place in placed {
      for origin in place.origins { drawArrow(from: placed[origin], to: place) }
    }
    for place in placed { draw(place) }
    svg.text(caption, Self.margin, height - 16, "caption")
    return svg.file(width: width, height: height, title: title, description: description)
  }

  private mutating func drawRails() {
    let end = height - Self.bottom
    svg.text("server", serverRail, 28, "name", .middle)
    svg.line((serverRail, 38), (serverRail, end), "rail")
    for (index, name) in clients.enumerated() {
      let x = rail(index + 1)
      if clients.count == 1 {
        svg.text(name, x, 28, "name", .middle)
      } else {
        svg.text("\(index + 1)", x, 28, "name", .middle)
      }
      let close = placed.first { $0.moment.client == index + 1 && $0.isClientsClose }
      svg.line((x, 38), (x, close.map { $0.y + Self.top } ?? end), "rail")
    }
    if clients.count > 1 {
      svg.text(clients.joined(separator: " · "), lastRail + Self.gap, 28, "name")
    }
  }

  private mutating func drawArrow(from: Picture.Placed, to: Picture.Placed) {
    let (start, end) = (rail(from.moment), rail(to.moment))
    let towards = end > start ? 6.0 : -6.0
    svg.arrow(
      (start, from.y + Self.top), (end - towards, to.y + Self.top),
      from.moment.isSend ? "sent" : "sign")
  }

  private mutating func draw(_ place: Picture.Placed) {
    let y = place.y + Self.top
    let x = rail(place.moment)
    let onLeft = place.moment.side == .server
    let edge = onLeft ? serverRail - Self.gap : lastRail + Self.gap
    if !onLeft, x < lastRail { svg.line((x + 6, y), (edge - 4, y), "lead") }
    if place.isClientsClose {
      svg.line((x - 6, y - 6), (x + 6, y + 6), "cross")
      svg.line((x - 6, y + 6), (x + 6, y - 6), "cross")
    } else {
      svg.dot(x, y)
    }
    svg.text(label(place.moment), edge, y + 5, "call", onLeft ? .end : .start)
    for (index, row) in place.rows.enumerated() {
      draw(row, y + 24 + Double(index) * SVG.line, edge, onLeft, room: place.room)
    }
  }

  /// - Parameter room: the characters of the widest row of these.
  private mutating func draw(
    _ row: ByteRow, _ y: Double, _ edge: Double, _ onLeft: Bool, room: Double
  ) {
    let width = room * SVG.character
    let left = onLeft ? edge - width : edge
    svg.box(left - 5, y - 10, width + 10, SVG.line - 1, row.style)
    if let (hex, text) = row.hexAndText {
      svg.text(hex, left, y + 5, "bytes", isFixed: true)
      svg.text(text, left + (23 + Self.between) * SVG.character, y + 5, "bytes", isFixed: true)
    } else {
      svg.text(row.words, left, y + 5, row.isGap ? "part" : "bytes", isFixed: !row.isGap)
    }
    guard let name = row.label else { return }
    let place = Self.between * SVG.character
    svg.text(
      name, onLeft ? left - place : left + width + place, y + 5, "part", onLeft ? .end : .start)
  }
}

extension Picture.Placed {
  /// Where it ends, bytes included.
  fileprivate var bottom: Double { y + 20 + Double(rows.count) * SVG.line }
  fileprivate var isClientsClose: Bool { moment.side == .client && moment.call == .close }
  /// The characters of its widest row, without the parts' names.
  fileprivate var room: Double { rows.map(\.contentCharacters).max() ?? 0 }
}

extension ByteRow {
  fileprivate var style: String {
    switch kind {
    case .plain: "plain"
    case .header: "header"
    case .payload: "payload"
    case .wrong: "wrong"
    }
  }

  fileprivate var isGap: Bool { if case .gap = content { true } else { false } }

  fileprivate var contentCharacters: Double { hexAndText == nil ? Double(words.count) : 33 }

  /// With the part's name.
  fileprivate var characters: Double { 33 + (label.map { Double($0.count) + 3 } ?? 0) }
}
