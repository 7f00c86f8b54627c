import Checks
import Foundation

/// A folder with the course in it, and where things lie there.
public struct Clone: Sendable {
  /// The folder that holds Package.swift.
  public let root: String
  /// The lessons of the catalogue, in order.
  let lessons: [Lesson]

  public init(root: String) {
    self.root = root
    let byNumber = Dictionary(grouping: Course.exercises, by: \.lesson)
    lessons = byNumber.keys.sorted().map { Lesson($0, byNumber[$0] ?? [], root: root) }
  }

  var exercises: [Exercise] { lessons.flatMap(\.exercises) }

  func lesson(of exercise: Exercise) -> Lesson {
    lessons.first { $0.number == exercise.lesson } ?? lessons[0]
  }

  /// The absolute path of a file of this clone.
  func path(_ relative: String) -> String { "\(root)/\(relative)" }

  func text(_ relative: String) -> String? {
    FileManager.default.contents(atPath: path(relative)).map {
      // As editors on Windows may leave it: a byte-order mark, and CR LF.
      String(decoding: $0, as: UTF8.self).replacing("\u{FEFF}", with: "")
        .replacing("\r\n", with: "\n")
    }
  }

  /// Whether the learner's file is, byte for byte, the one it began as.
  func isStarter(_ exercise: Exercise) -> Bool {
    let own = FileManager.default.contents(atPath: path(exercise.path))
    return own != nil
      && own == FileManager.default.contents(atPath: path(lesson(of: exercise).starter(exercise)))
  }

  /// Whether an exercise has its starter and no other answer: then it is not started.
  func isUntouched(_ exercise: Exercise) -> Bool {
    isStarter(exercise) && otherFile(of: exercise) == nil
  }

  /// `FILE:LINE` of an exercise's declaration.
  func place(of exercise: Exercise) -> String {
    let file = file(of: exercise)
    return file == exercise.path
      ? "\(file):\(exercise.declarationPlace(in: root).line)" : file
  }

  /// The file that answers an exercise: its own, or where that is gone the one it became.
  func file(of exercise: Exercise) -> String {
    if FileManager.default.fileExists(atPath: path(exercise.path)) { return exercise.path }
    return otherFile(of: exercise) ?? exercise.path
  }

  /// The file beside the exercise's own that answers it, too, or that answers it alone when its own
  /// was renamed.
  func otherFile(of exercise: Exercise) -> String? {
    let folder = lesson(of: exercise).exerciseFolder
    return Folder.swiftFiles(in: path(folder)).map { "\(folder)/\($0)" }.first { file in
      guard file != exercise.path else { return false }
      return text(file).map { Declaration.isThere(exercise, in: $0) } ?? false
    }
  }

  /// What is wrong with the files of an exercise, whatever stands in them: its own is gone, cannot
  /// be read, or is not the only one.
  func misplacement(of exercise: Exercise) -> Standing? {
    let isReadable = FileManager.default.contents(atPath: path(exercise.path)) != nil
    let other = otherFile(of: exercise).map { ($0 as NSString).lastPathComponent }
    switch (FileManager.default.fileExists(atPath: path(exercise.path)), isReadable, other) {
    case (true, false, _): return .unreadable
    case (true, true, let other?):
      return text(exercise.path).map { Declaration.isThere(exercise, in: $0) } == true
        ? .doubled(other) : nil
    case (false, _, nil): return .missing
    default: return nil
    }
  }

  /// Stands for the checks that this clone has: other checks, another text.
  var checksVersion: String {
    Fingerprint.of(["Checks", "Workbook"].flatMap { Folder.files(in: path("Sources/\($0)")) })
  }
}

/// One lesson: its number, its exercises and its files.
struct Lesson: Sendable {
  /// `02`.
  let number: String
  let exercises: [Exercise]
  /// `02-header-streaming`.
  let name: String
  /// `Messages out of a stream`, as its text calls it.
  let title: String

  init(_ number: String, _ exercises: [Exercise], root: String) {
    self.number = number
    self.exercises = exercises
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/Lessons")) ?? []
    name = folders.first { $0.hasPrefix("\(number)-") } ?? number
    let text = FileManager.default.contents(atPath: "\(root)/Lessons/\(name)/README.md") ?? Data()
    let heading = String(String(decoding: text.prefix(200), as: UTF8.self).prefix { !$0.isNewline })
    title =
      heading.components(separatedBy: " · ").dropFirst().first
      ?? String(name.dropFirst(3)).replacing("-", with: " ")
  }

  /// `2`, as one says it.
  var spoken: String { String(Int(number) ?? 0) }
  var product: String { "exercise\(number)" }
  var readme: String { "Lessons/\(name)/README.md" }
  var exerciseFolder: String { "Lessons/\(name)/Exercises" }
  var starterFolder: String { "Solutions/\(name)/Starter" }

  func starter(_ exercise: Exercise) -> String { "\(starterFolder)/\(exercise.fileName)" }
  func solution(_ exercise: Exercise) -> String {
    "Solutions/\(name)/Solution/\(exercise.fileName)"
  }

  /// Stands for all that the learner has written in this lesson: an answer may use another.
  func fingerprint(in clone: Clone) -> String {
    let folder = clone.path(exerciseFolder)
    return Fingerprint.of(Folder.swiftFiles(in: folder).map { "\(folder)/\($0)" })
  }
}

extension Exercise {
  /// `2_3`, as its file and its protocol have it.
  var underscored: String { id.replacing(".", with: "_") }
}

/// What lies in a folder.
enum Folder {
  /// The names of its Swift files, in order.
  static func swiftFiles(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.hasSuffix(".swift") && !$0.hasPrefix(".") }.sorted()
  }

  /// The paths of all files in it, in order.
  static func files(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
      .map { "\(folder)/\($0)" }
  }
}
