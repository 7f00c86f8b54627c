import Foundation
import Sockets
import Synchronization
import Tape

/// Where a program's lines go: one line at a time, each written at once, also into a pipe.
final class Console: Sendable {
  static let standard = Console()

  /// The line that is being typed at this terminal, below all that was printed; nil where nobody
  /// types. Held while something is written, so that nothing comes between.
  private let typed = Mutex<String?>(nil)

  private init() { StandardDescriptors.writeLineByLine() }

  /// Writes a line to standard output.
  ///
  /// `print` holds the stream's own lock while it writes, so that lines of several threads do not
  /// mix; and it takes no notice of a reader that has gone (`| head`), which is no reason to stop
  /// serving.
  func write(_ line: String) {
    typed.withLock { typed in
      print((typed?.isEmpty ?? true ? "" : Self.wipe) + line)
      draw(typed)
    }
  }

  /// Writes a line to standard error.
  func complain(_ line: String) {
    typed.withLock { typed in
      if typed?.isEmpty == false { put(Self.wipe) }
      try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
      draw(typed)
    }
  }

  // MARK: Somebody types

  /// Shows what has been typed so far.
  func showTyping(_ line: String) {
    typed.withLock { typed in
      defer { typed = line }
      if (typed ?? "") == line { return }
      put(Self.wipe)
      draw(line)
    }
  }

  /// Shows a line that is complete, all of it; what is typed next begins a new one.
  func finishTyping(_ line: String) {
    typed.withLock { typed in
      typed = ""
      print(Self.wipe + Readable.text(line.utf8))
    }
  }

  /// Leaves half a line as it is, and the cursor on the next row; false where nobody types.
  @discardableResult
  func leaveTyping() -> Bool {
    typed.withLock { typed in
      defer { typed = nil }
      if typed?.isEmpty == false { put("\n") }
      return typed != nil
    }
  }

  func drawAgain() {
    typed.withLock {
      put(Self.wipe)
      draw($0)
    }
  }

  /// To the beginning of the row, and all of it away. - Source: ECMA-48, CR and EL.
  private static let wipe = "\r\u{1B}[K"

  private func draw(_ line: String?) {
    guard let line, !line.isEmpty else { return }
    put(TypedRow.text(line, columns: Terminal.shared.columns))
  }

  /// Writes a part of a line. `print` keeps none back, for all it was given were whole lines.
  private func put(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }
}
