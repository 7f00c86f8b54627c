import Checks
import Foundation
import LessonKit
import Processes

/// The coach's command line: `swift run coach`, and its subcommands.
///
/// It adds comfort and decides nothing. Verdicts come from the exercises' own programs, as those of
/// `swift test` do; hints, titles and starters out of the lessons' own files.
public struct Coach: Sendable {
  let clone: Clone
  let speaker: Speaker
  let notebook: NotebookFile
  let examiner: Examiner
  let verdicts: Verdicts

  public init(clone: Clone, speaker: Speaker) {
    self.clone = clone
    self.speaker = speaker
    notebook = NotebookFile(root: clone.root)
    examiner = Examiner(clone: clone, notebook: notebook, speaker: speaker)
    verdicts = Verdicts(clone: clone, speaker: speaker)
  }

  /// Does what the command line asks for.
  ///
  /// - Parameters:
  ///   - words: the command line, without the program's name.
  ///   - root: the clone this program was built in; `--folder` names another.
  /// - Returns: the exit status: 0, 1 when something is wrong, 64 for wrong arguments.
  public static func main(_ words: [String], root: String) -> Int32 {
    // From now on Ctrl-C ends what we have started, too.
    ChildProcess.atInterruption { Coach.tellNextAtLast() }
    var (words, root) = (words, root)
    if let index = words.firstIndex(of: "--folder"), words.indices.contains(index + 1) {
      root = URL(fileURLWithPath: words[index + 1]).standardizedFileURL.path
      words.removeSubrange(index...index + 1)
    }
    let speaker = Speaker.standard
    guard FileManager.default.fileExists(atPath: "\(root)/Package.swift") else {
      speaker.note("coach: \(root) is no clone of the course: no Package.swift is in it.")
      return 64
    }
    return Coach(clone: Clone(root: root), speaker: speaker).run(words)
  }

  /// - Returns: the exit status.
  func run(_ words: [String]) -> Int32 {
    do {
      let rest = Array(words.dropFirst())
      switch words.first {
      case nil: return try overview()
      case "check": return try check(rest)
      case "watch": return try watch(rest)
      case "hint": return try hint(rest)
      case "solution": return try solution(rest)
      case "reset": return try reset(rest)
      case "replay": return try replay(rest)
      case "doctor": return doctor()
      case "class": return try examineClass(rest)
      case "help", "--help", "-h":
        speaker.say(Self.help)
        return 0
      case let word?: throw unknown(word, rest)
      }
    } catch let trouble as Trouble {
      speaker.note("coach: \(trouble.description)")
      speaker.note("Next: \(trouble.next)")
      return trouble.status
    } catch let error as UsageError {
      speaker.note("coach: \(error)")
      speaker.note("Next: swift run coach help")
      return 64
    } catch {
      speaker.note("coach: \(FileTrouble.reason(error))")
      speaker.note("Next: swift run coach doctor")
      return 1
    }
  }

  /// The last line when Ctrl-C has ended the work: only what a signal handler may do.
  ///
  /// - Source: write(2), which is on the list of signal-safety(7).
  static func tellNextAtLast() {
    let words: StaticString = "\nNext: swift run coach\n"
    write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
  }

  private func unknown(_ word: String, _ rest: [String]) -> Trouble {
    // Whoever types only a number means the exercise, or the lesson.
    if (try? Choice([word], in: clone, for: "check")) != nil {
      return Trouble(
        "\"\(word)\" alone does nothing.", next: "swift run coach check \(word)", status: 64)
    }
    let nearest = Self.commands.min { word.distance(to: $0) < word.distance(to: $1) } ?? "help"
    let isMeant = word.distance(to: nearest) <= 3
    return Trouble(
      "there is no \"\(word)\". There are \(Self.commands.joined(separator: ", ")).",
      next: (["swift run coach"] + (isMeant ? [nearest] + rest : ["help"])).joined(separator: " "),
      status: 64)
  }

  private static let commands = [
    "check", "watch", "hint", "solution", "reset", "replay", "doctor", "class",
  ]

  static let help = """
    coach: your companion in the terminal

      swift run coach                where you are, and what is next
      swift run coach check          checks what you have written
      swift run coach check 2.3      one exercise; check 2: a lesson
      swift run coach watch          checks whenever you save a file
      swift run coach watch 2.3      the same, and begins there
      swift run coach hint 2.3       the next of three hints
      swift run coach solution 2.3   how yours and the solution differ
      swift run coach reset 2.3      the starter again; keeps yours
      swift run coach replay 2.3 42  the same bytes again, by the seed
      swift run coach doctor         is this machine fit for the course?
      swift run coach class FOLDER   for teachers: checks a whole class

    Next: swift run coach
    """
}

extension String {
  /// In how many letters two words differ.
  func distance(to other: String) -> Int {
    Array(other).difference(from: Array(self)).count
  }
}
