import Foundation
import Sockets

/// Where a program's lines go: one line at a time, each written at once, also into a pipe.
final class Console: Sendable {
  static let standard = Console()

  private init() { StandardDescriptors.writeLineByLine() }

  /// Writes a line to standard output.
  ///
  /// `print` holds the stream's own lock while it writes, so that lines of several threads do not
  /// mix; and it takes no notice of a reader that has gone (`| head`), which is no reason to stop
  /// serving.
  func write(_ line: String) { print(line) }

  /// Writes a line to standard error.
  func complain(_ line: String) {
    try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
  }
}
