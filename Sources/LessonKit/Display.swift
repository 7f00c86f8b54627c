import Foundation
import Synchronization

/// A block of lines on the terminal that is drawn over itself, again and again.
///
/// - `columns` and `rows` are the terminal's as it is now: a window can be made larger.
/// - `draw(_:)` draws the block, or a grid; what was printed before it stays where it is.
/// - `paint(_:_:)` colours a text where colours are wanted.
///
/// The cursor is hidden meanwhile, and back when the program ends, by Ctrl-C as well.
public final class Display: Sendable {
  /// How many lines of the last drawing stand above the cursor.
  private let height = Mutex(0)
  private let hasColours: Bool

  fileprivate init?() {
    let environment = ProcessInfo.processInfo.environment
    guard isatty(STDOUT_FILENO) == 1, environment["TERM"] != "dumb" else { return nil }
    hasColours = (environment["NO_COLOR"] ?? "").isEmpty  // no-color.org
  }

  public var columns: Int { Self.size.columns }
  public var rows: Int { Self.size.rows }

  /// Draws the block in place of the one before it.
  ///
  /// - Parameter lines: none wider than `columns`; those that the terminal has no row for are left
  ///   out.
  /// - Source: ECMA-48: CUU moves up, ED erases what is below.
  public func draw(_ lines: [String]) {
    let shown = lines.prefix(max(1, rows - 1))
    height.withLock { height in
      if height == 0 { Self.hideCursor() }
      let clear = height > 0 ? "\u{1B}[\(height)A\u{1B}[J" : ""
      // In one piece: the terminal has no time to show half of it.
      print(clear + shown.joined(separator: "\n"))
      height = shown.count
    }
  }

  /// Draws numbers on a plane, as large as the terminal allows.
  public func draw(_ marks: [Grid.Mark]) {
    draw(Grid(marks, columns: columns, rows: rows).lines(paint: paint))
  }

  /// The text in one of six colours, over and over; as it is where there are none (NO_COLOR).
  public func paint(_ text: String, _ colour: Int) -> String {
    hasColours ? "\u{1B}[\(31 + abs(colour % 6))m\(text)\u{1B}[0m" : text
  }

  private static func hideCursor() {
    atexit { print("\u{1B}[?25h", terminator: "") }
    print("\u{1B}[?25l", terminator: "")
  }

  /// - Source: ioctl(2) with TIOCGWINSZ.
  private static var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }
}

extension Context {
  /// The terminal to draw on; nil where lines can only follow one another: in a pipe, in a demo,
  /// and with `--trace`, whose ladder has the terminal for itself.
  public func display() -> Display? { stage.isAlone ? Display() : nil }
}
