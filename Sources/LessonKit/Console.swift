import Foundation
import Synchronization

/// Where a program's lines go: one line at a time, each written at once, also into a pipe.
final class Console: Sendable {
  static let standard = Console()
  /// Held while a line is written, so that lines of several threads do not mix.
  private let turn = Mutex(())

  func write(_ line: String) {
    write(line, to: .standardOutput)
  }

  func complain(_ line: String) {
    write(line, to: .standardError)
  }

  private func write(_ line: String, to file: FileHandle) {
    // A reader that has gone (`| head`) is no reason to stop serving.
    turn.withLock { _ in try? file.write(contentsOf: Data((line + "\n").utf8)) }
  }
}
