import Foundation
import Processes

extension Exercise {
  /// The learner's file, relative to the package: `Lessons/02-header-streaming/Exercises/…`.
  public var path: String { "\(PackageFolder.lesson(lesson))/Exercises/\(fileName)" }

  /// Where the exercise is declared in the learner's file; its first line when it is not found.
  public var declarationPlace: Place { declarationPlace(in: PackageFolder.root) }

  /// The same in another clone of the course.
  public func declarationPlace(in root: String) -> Place {
    let file = "\(root)/\(path)"
    let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    // Windows ends lines with CR LF, which is one Character, and no "\n".
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let index = lines.firstIndex { $0.contains(declaration) } ?? 0
    return Place(file: file, line: index + 1)
  }
}

extension Supervisor.Report {
  /// Where the learner should look.
  public var place: Place {
    if case .notStarted(let place) = verdict { return place }
    return exercise.declarationPlace
  }

  /// The exercise that was not started: another one, perhaps, whose answer this one's calls.
  var unsolved: String {
    guard case .notStarted(let place) = verdict,
      let match = place.file.firstMatch(of: /Exercise(\d+)_(\d+)\.swift$/)
    else { return exercise.id }
    return "\(match.1).\(match.2)"
  }

  /// The place relative to the package's folder, as one can type or click it.
  public var shortPlace: String {
    place.description.replacing("\(PackageFolder.root)/", with: "")
  }

  /// The whole verdict, as a learner reads it.
  public var text: String {
    switch verdict {
    case .passed: return "\(exercise.id) · \(exercise.title): passed"
    case .notStarted:
      let isOwn = unsolved == exercise.id
      return "\(exercise.id) · \(exercise.title): "
        + (isOwn ? "not started: " : "it calls your answer to \(unsolved), which is not started: ")
        + shortPlace
    case .mistake(let mistake):
      var lines = ["\(exercise.id) · \(exercise.title): \(mistake.id)", "", mistake.text]
      if !printed.isEmpty {
        let own = printed.split(separator: "\n", omittingEmptySubsequences: false).suffix(11)
        lines += ["", "Your code printed:"] + own.dropLast().map { "  \($0)" }
      }
      if let note { lines += [note] }
      lines += ["Again, with the same bytes: SEED=\(seed) \(exercise.command)"]
      return lines.joined(separator: "\n")
    }
  }
}
