/// Draws events as a ladder in text: a rail for each party, a rung for each call, and under
/// it the bytes that were taken, each part of a message with its name.
///
///      server                                                                client
///       │ send(32) → 32 ─────────────────────▶                                     │
///       │   32 32 20 20 20 20 20 20  22······  header                              │
///       │   20 20                    ··                                            │
///       │   57 65 6C 63 6F 6D 65 20  Welcome·  payload                             │
///
/// With both sides recorded each has its rail; with one, that side stands on the left and has the
/// whole width.
public struct Ladder: Sendable {
  /// Which party stands on the left.
  public let left: Side
  /// Whether the other party's calls are drawn too.
  public let showsBoth: Bool
  private let paint: Paint
  /// The columns between the rails that hold text.
  private let interior: Int
  /// How far a call and its arrow reach.
  private let reach: Int

  /// The columns of the rails and their margins.
  private static let frame = 6

  /// - Parameter columns: the width of the terminal; the ladder is two columns narrower, and never
  ///   wider than 78.
  public init(left: Side, showsBoth: Bool, columns: Int = 80, paint: Paint = .none) {
    self.left = left
    self.showsBoth = showsBoth
    self.paint = paint
    interior = min(max(columns, 40), 80) - 2 - Self.frame
    // Where half of it is too narrow for bytes, each side has all of it, in turns.
    reach = showsBoth && interior >= 60 ? interior / 2 : interior
  }

  /// The line with the names above the rails.
  public func heading(_ leftName: String, _ rightName: String) -> String {
    let room = interior + Self.frame - 2 - leftName.columns
    let name = rightName.count > room ? rightName.prefix(max(0, room - 1)) + "…" : rightName[...]
    return " " + leftName + " " + .spaces(room - String(name).columns) + name
  }

  /// The lines for one event, each as wide as the ladder.
  ///
  /// - Parameter tag: tells the client from others, `[2]`; it stands next to the rail.
  public func lines(for event: Event, tag: String? = nil) -> [String] {
    inked(event, tag).map { $0.painted(paint) }
  }

  private func inked(_ event: Event, _ tag: String?) -> [Ink] {
    let onLeft = event.side == left
    let room = interior - (tag.map { $0.count + 1 } ?? 0)
    func tagged(_ text: String) -> String {
      guard let tag else { return text }
      return onLeft ? "\(tag) \(text)" : "\(text) \(tag)"
    }
    func text(_ text: String, _ colour: Paint.Colour?) -> [Ink] {
      text.wrapped(to: room).map { row(Ink(tagged($0), colour), onLeft) }
    }
    func call(_ text: String, outward: Bool = true, _ colour: Paint.Colour? = nil) -> [Ink] {
      [arrow(tagged(text), outward: outward, onLeft, colour)] + byteRows(event.stretches, onLeft)
    }
    let count = event.stretches.reduce(0) { $0 + $1.bytes.count }
    switch event.call {
    case .note(let line):
      return line.wrapped(to: room - 2).map {
        row(Ink(tagged("“\($0.isolated)”"), .faint), onLeft)
      }
    case .failure(let sentence): return text("✗ \(sentence)", .red)
    case .reset(let during): return text("✗ \(during): the peer has reset the connection", .red)
    case .meddling(let sentence): return text("~ \(sentence)", .yellow)
    case .connect: return [row(Ink(tagged("connect")), onLeft)]
    case .accept: return [row(Ink(tagged("accept")), onLeft)]
    case .close: return call("close")
    case .halfClose: return call("half-close")
    case .shutdown: return call("shutdown")
    case .end: return call("the end")
    case .passingReset: return call("✗ reset", .red)
    case .passage: return call(count == 1 ? "1 byte" : "\(count) bytes")
    case .send(let offered): return call("send(\(offered)) → \(count)")
    case .receive(let asked):
      return call("receive(\(asked)) → \(count == 0 ? "0, the end" : "\(count)")", outward: false)
    }
  }

  /// A call and an arrow away from its rail or towards it.
  private func arrow(
    _ call: String, outward: Bool, _ onLeft: Bool, _ colour: Paint.Colour?
  ) -> Ink {
    let shaft = String(repeating: "─", count: max(1, reach - call.columns - 2))
    let pointsRight = outward == onLeft
    let line = pointsRight ? shaft + "▶" : "◀" + shaft
    return row(Ink(onLeft ? "\(call) \(line)" : "\(line) \(call)", colour), onLeft)
  }

  // MARK: Bytes

  private static let indent = 2
  /// The columns of a part's name, and of the space in front of it.
  private static let nameRoom = 10

  private func byteRows(_ stretches: [Stretch], _ onLeft: Bool) -> [Ink] {
    let hasNames = stretches.contains { $0.name != nil }
    // A byte takes four columns: two digits, a space, and its character.
    let fitting = (interior - Self.indent - 1 - (hasNames ? Self.nameRoom : 0)) / 4
    let most = reach < interior ? 8 : fitting >= 16 ? 16 : fitting / 4 * 4
    let longest = stretches.map(\.bytes.count).max() ?? 0
    let width = reach < interior ? most : min(most, max(1, longest))
    let rows = ByteRow.rows(stretches, width: most, textWidth: width * 4 + 1)
    let drawn = rows.map { row in (draw(row, width), row) }
    let room = drawn.map(\.0.columns).max() ?? 0
    return drawn.map { ink, byteRow in
      let name = byteRow.label ?? ""
      let body = ink.padded(to: room)
      if name.isEmpty {
        return row(onLeft ? Ink(.spaces(Self.indent)) + body : body, onLeft)
      }
      let label = Ink(name, byteRow.colour)
      return onLeft
        ? row(Ink(.spaces(Self.indent)) + body + Ink("  ") + label, onLeft)
        : row(label + Ink("  ") + body, onLeft)
    }
  }

  private func draw(_ row: ByteRow, _ width: Int) -> Ink {
    if let (hex, text) = row.hexAndText {
      return Ink(hex, row.colour).padded(to: width * 3 + 1)
        + Ink(text, row.colour).padded(to: width)
    }
    return Ink(row.words, row.colour)
  }

  /// Puts `ink` next to the left or the right rail.
  private func row(_ ink: Ink, _ onLeft: Bool) -> Ink {
    let body = onLeft ? ink.padded(to: interior) : ink.indented(to: interior)
    return Ink("  │ ") + body + Ink(" │")
  }
}

extension ByteRow {
  fileprivate var colour: Paint.Colour? {
    switch kind {
    case .plain: nil
    case .header: .cyan
    case .payload: .green
    case .wrong: .red
    }
  }
}
