import Checks
import Foundation
import LessonKit
import Tape

/// How the coach speaks: in lines that fit, with colour where there is a terminal for it.
///
/// Nothing is said by colour alone, nothing is written over, and every message ends with the next
/// command.
public struct Speaker: Sendable {
  /// Longer lines are no easier to read, and shorter ones hold no command.
  private let width: @Sendable () -> Int
  let paint: Paint
  /// Writes a line of the answer.
  let say: @Sendable (String) -> Void
  /// Writes a line about the work itself, which is no part of the answer.
  let note: @Sendable (String) -> Void
  /// Asks a question and waits for a line; nil where nobody is asked.
  let ask: (@Sendable (String) -> String?)?

  /// How many columns a line may have now: a window may be made narrower meanwhile.
  var columns: Int { min(78, max(40, width())) }

  /// - Parameters:
  ///   - columns: how many there are.
  ///   - ask: shows a question and returns the line that was typed.
  public init(
    columns: @escaping @Sendable () -> Int, paint: Paint = .none,
    say: @escaping @Sendable (String) -> Void,
    note: @escaping @Sendable (String) -> Void, ask: (@Sendable (String) -> String?)? = nil
  ) {
    width = columns
    self.paint = paint
    self.say = say
    self.note = note
    self.ask = ask
  }

  /// The terminal, file or pipe that this program writes to.
  public static var standard: Speaker {
    Speaker(
      columns: { Screen.columns }, paint: Screen.paint, say: { print($0) }, note: complain,
      ask: isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 ? answer : nil)
  }

  private static func complain(_ line: String) {
    try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
  }

  private static func answer(to question: String) -> String? {
    print(question, terminator: " ")
    fflush(nil)
    return readLine()
  }

  /// Says a text, broken at spaces.
  func tell(_ text: String, indent: Int = 0) {
    let margin = String(repeating: " ", count: indent)
    for line in text.wrapped(to: columns - indent) { say(line.isEmpty ? "" : margin + line) }
  }

  /// Says lines that must stay as they are: code, bytes under bytes. Where they do not fit they
  /// begin at the margin.
  func show(_ lines: [String], indent: Int = 2) {
    let fits = lines.allSatisfy { $0.count + indent <= columns }
    let margin = String(repeating: " ", count: fits ? indent : 0)
    for line in lines { say(line.isEmpty ? "" : margin + line) }
  }

  /// The last line of a message: what to type now, whole, so that it can be copied.
  func next(_ command: String) {
    say("Next: " + paint(command, .green))
  }
}
