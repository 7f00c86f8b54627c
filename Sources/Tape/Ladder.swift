/// Draws events as a ladder in text: a rail for each party, a rung for each call, and under
/// it the bytes that were taken.
///
///      server                                                                client
///       │ send(22) → 22 ─────────────────────▶                                     │
///       │   77 65 6C 63 6F 6D 65 20  welcome·                                      │
///       │                                     ────────────────────▶ receive(8) → 8 │
///
/// It is 78 columns wide. With both sides recorded each has its rail; with one, that side
/// stands on the left and has the whole width.
public struct Ladder: Sendable {
  /// Which party stands on the left.
  public let left: Side
  /// Whether the other party's calls are drawn too.
  public let showsBoth: Bool

  /// The columns between the rails that hold text.
  private static let interior = 72
  private static let half = 36
  /// How many rows a call shows at most; of a longer one the beginning and the end, where the
  /// header and the payload are.
  private static let rows = 5
  private static let firstRows = 2

  public init(left: Side, showsBoth: Bool) {
    self.left = left
    self.showsBoth = showsBoth
  }

  /// The line with the names above the rails.
  public func heading(_ leftName: String, _ rightName: String) -> String {
    let gap = max(1, 78 - 1 - leftName.count - rightName.count)
    return " " + leftName + String(repeating: " ", count: gap) + rightName
  }

  /// The lines for one event, each 78 columns wide.
  ///
  /// - Parameter tag: tells the client from others, `[2]`; it stands next to the rail.
  public func lines(for event: Event, tag: String? = nil) -> [String] {
    let onLeft = event.side == left
    let room = Self.interior - (tag.map { $0.count + 1 } ?? 0)
    func tagged(_ text: String) -> String {
      guard let tag else { return text }
      return onLeft ? "\(tag) \(text)" : "\(text) \(tag)"
    }
    switch event.call {
    case .note(let text):
      return wrapped(text, to: room).map { row(tagged("“\($0)”"), onLeft) }
    case .failure(let text):
      return wrapped("✗ \(text)", to: room).map { row(tagged($0), onLeft) }
    case .connect: return [row(tagged("connect"), onLeft)]
    case .accept: return [row(tagged("accept"), onLeft)]
    case .close: return [arrow(tagged("close"), outward: true, onLeft)]
    case .halfClose: return [arrow(tagged("half-close"), outward: true, onLeft)]
    case .send(let offered):
      let call = tagged("send(\(offered)) → \(event.bytes.count)")
      return [arrow(call, outward: true, onLeft)] + hexRows(event.bytes, onLeft)
    case .receive(let asked):
      let outcome = event.bytes.isEmpty ? "0, the end" : "\(event.bytes.count)"
      let call = tagged("receive(\(asked)) → \(outcome)")
      return [arrow(call, outward: false, onLeft)] + hexRows(event.bytes, onLeft)
    }
  }

  /// A call and an arrow away from its rail or towards it.
  private func arrow(_ call: String, outward: Bool, _ onLeft: Bool) -> String {
    let room = showsBoth ? Self.half : Self.interior
    let shaft = String(repeating: "─", count: max(1, room - call.count - 2))
    let pointsRight = outward == onLeft
    let line = pointsRight ? shaft + "▶" : "◀" + shaft
    return row(onLeft ? "\(call) \(line)" : "\(line) \(call)", onLeft)
  }

  private func hexRows(_ bytes: [UInt8], _ onLeft: Bool) -> [String] {
    let width = showsBoth ? 8 : 16
    let columns = showsBoth ? width : min(width, bytes.count)
    var starts = Array(stride(from: 0, to: bytes.count, by: width))
    let left = starts.count - Self.rows
    if left > 0 { starts.removeSubrange(Self.firstRows..<Self.firstRows + left + 1) }
    var lines = starts.map { start in
      let part = bytes[start..<min(start + width, bytes.count)]
      let hex = part.map(Readable.hex).joined(separator: " ")
      let text = part.map(Readable.cell).joined()
      return "  " + hex.padded(to: columns * 3 - 1) + "  " + text.padded(to: columns)
    }
    if left > 0 { lines.insert("  … \((left + 1) * width) bytes …", at: Self.firstRows) }
    let room = lines.map(\.count).max() ?? 0
    return lines.map { row($0.padded(to: room), onLeft) }
  }

  /// Puts `text` next to the left or the right rail.
  private func row(_ text: String, _ onLeft: Bool) -> String {
    let gap = String(repeating: " ", count: max(0, Self.interior - text.count))
    return "  │ " + (onLeft ? text + gap : gap + text) + " │"
  }

  private func wrapped(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    var rest = text[...]
    while rest.count > width - 2 {
      let head = rest.prefix(width - 2)
      let cut = head.lastIndex(of: " ") ?? head.endIndex
      lines.append(String(rest[..<cut]))
      rest = rest[cut...].drop { $0 == " " }
    }
    return lines + [String(rest)]
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
