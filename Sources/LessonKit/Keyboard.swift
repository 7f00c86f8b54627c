import Foundation
import Synchronization
import Tape

/// Lines that a person types, or that come from a pipe or a file.
///
/// At a terminal a line that is being typed is the last thing on the screen. Who prints meanwhile
/// has it wiped, prints, and has it drawn again (`Console.write`).
final class Keyboard: Sendable {
  static let shared = Keyboard()

  /// Read by one thread at a time; the console shows it.
  private let editor = Mutex<LineEditor?>(nil)

  /// The next line without its newline, nil at the end.
  ///
  /// - Parameter most: the longest line in bytes that can be typed at a terminal.
  func readLine(most: Int) -> String? {
    guard Terminal.isThere else { return Swift.readLine() }
    begin(most)
    while true {
      let (entry, line) = editor.withLock { ($0?.next(), $0?.line ?? "") }
      switch entry {
      case .line(let text):
        Console.standard.finishTyping(text)
        return text
      case .end: return nil
      case nil: Console.standard.showTyping(line)
      }
      guard let bytes = readKeys() else { return nil }
      editor.withLock { $0?.append(bytes) }
    }
  }

  private func begin(_ most: Int) {
    let isFirst = editor.withLock { editor in
      defer { editor = editor ?? LineEditor(most: most) }
      return editor == nil
    }
    guard isFirst else { return }
    Console.standard.write("(type a line, and Return; Ctrl-D ends)")
    Terminal.shared.begin { Console.standard.drawAgain() }
    atexit { Console.standard.leaveTyping() }
  }

  /// What has been typed since, nil when the terminal is gone. - Source: read(2).
  private func readKeys() -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(STDIN_FILENO, &bytes, bytes.count)
      if count > 0 { return Array(bytes.prefix(count)) }
      if count == 0 || errno != EINTR { return nil }
    }
  }
}

/// How a line that is being typed looks in one row of a terminal.
struct TypedRow {
  /// The end of the line, as much as fits, with `…` in front when that is not all.
  ///
  /// - Parameter columns: of the terminal; the last one stays free for the cursor.
  static func text(_ line: String, columns: Int) -> String {
    var (shown, width) = (line[line.endIndex...], 0)
    for character in line.reversed() {
      width += self.width(character)
      if width > columns - 1 { break }
      shown = line[line.index(before: shown.startIndex)...]
    }
    if shown.startIndex == line.startIndex { return Readable.text(shown.utf8) }
    // Room for the dots.
    return "…" + Readable.text(shown.dropFirst().utf8)
  }

  /// How many columns a character takes, or more: one drawn too narrow does no harm.
  private static func width(_ character: Character) -> Int {
    character.unicodeScalars.contains { $0.value >= 0x1100 } ? 2 : 1
  }
}
