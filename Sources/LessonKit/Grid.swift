/// Numbers on a plane, drawn as lines of text: each at its place, and all of them listed below.
///
///     ┌──────────────────────────────────────┐
///     │                                      │
///     │                   +     3            │
///     │                 1                    │
///     │                                      │
///     └──────────────────────────────────────┘
///     1: -1, -1   3: 3, 0
///
/// The window stands still, with 0, 0 in its middle (`+`). Whoever is outside of it is drawn at its
/// edge, on the side where he is; the list says where.
public struct Grid {
  /// Somebody's number and place.
  public struct Mark: Sendable {
    let number: Int
    let x: Int
    let y: Int

    public init(_ number: Int, x: Int, y: Int) {
      self.number = number
      self.x = x
      self.y = y
    }
  }

  private let marks: [Mark]
  private let columns: Int
  /// How far it is from the middle to the edges.
  private let (across, up): (Int, Int)
  private static let listed = 3

  /// - Parameters:
  ///   - marks: where two stand at one place, the smaller number is seen.
  ///   - columns: how wide it may be; it is never wider than 80.
  ///   - rows: how many lines there may be in all.
  public init(_ marks: [Mark], columns: Int, rows: Int) {
    self.marks = marks.sorted { $0.number < $1.number }
    self.columns = max(12, min(columns, 80))
    across = (self.columns - 4) / 4
    up = max(1, min((rows - Self.listed - 4) / 2, across / 2))
  }

  /// - Parameter paint: colours a number.
  public func lines(paint: (String, Int) -> String = { text, _ in text }) -> [String] {
    let rule = String(repeating: "─", count: width)
    let rows = (-up...up).reversed().map { "│\(row($0, paint))│" }
    return ["┌\(rule)┐"] + rows + ["└\(rule)┘"] + list
  }

  /// Two columns for each step across, so that it is about as far as a step up.
  private var width: Int { across * 4 + 2 }

  private func row(_ y: Int, _ paint: (String, Int) -> String) -> String {
    var cells = Array(repeating: " ", count: width)
    if y == 0 { cells[across * 2] = "+" }
    for mark in marks.reversed() where min(max(mark.y, -up), up) == y {
      let digits = String(mark.number).map { paint(String($0), mark.number) }
      let column = (min(max(mark.x, -across), across) + across) * 2
      let start = max(0, min(column, width - digits.count))
      cells.replaceSubrange(start..<min(start + digits.count, width), with: digits)
    }
    return cells.joined()
  }

  private var list: [String] {
    var lines = [""]
    for (index, mark) in marks.enumerated() {
      let entry = "\(mark.number): \(mark.x), \(mark.y)"
      let rest = "… and \(marks.count - index) more"
      let last = lines[lines.count - 1]
      let isFull = last.count + entry.count + 3 > columns
      if isFull, lines.count == Self.listed { return lines.dropLast() + [rest] }
      if isFull {
        lines.append(entry)
      } else {
        lines[lines.count - 1] = last.isEmpty ? entry : last + "   " + entry
      }
    }
    return lines
  }
}
