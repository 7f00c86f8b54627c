import Foundation

/// What the coach remembers: comfort, and nothing that decides. It may be deleted at any time.
struct Notebook: Codable, Equatable {
  /// For whoever opens the file.
  var about =
    "What `swift run coach` remembers: hints you have seen, and what each check said last. "
    + "It may be deleted; the checks stay the truth."
  var exercises: [String: Page] = [:]

  /// What is noted about one exercise.
  struct Page: Codable, Equatable {
    var hintsSeen = 0
    /// The check that was made last.
    var last: Record?
    /// When it passed first.
    var passed: String?
  }

  /// A verdict, and what it was a verdict on.
  struct Record: Codable, Equatable {
    /// `passed`, `notStarted`, or the mistake's name.
    var verdict: String
    var seed: UInt64
    /// The fingerprint of its own file.
    var file: String
    /// The fingerprint of all files of its lesson.
    var files: String
    /// The fingerprint of the checks.
    var checks: String
    /// ISO 8601.
    var when: String
  }

  subscript(id: String) -> Page {
    get { exercises[id] ?? Page() }
    set { exercises[id] = newValue }
  }
}

/// The notebook's file: `.coach/notebook.json` in the clone, which git ignores.
struct NotebookFile: Sendable {
  static let path = ".coach/notebook.json"
  private let file: URL

  init(root: String) {
    file = URL(fileURLWithPath: "\(root)/\(Self.path)")
  }

  /// What is noted; nothing when there is no file, or none that can be read.
  func read() -> Notebook {
    guard let data = try? Data(contentsOf: file) else { return Notebook() }
    return (try? JSONDecoder().decode(Notebook.self, from: data)) ?? Notebook()
  }

  /// Changes what is noted. The file is replaced as a whole, so that nobody sees half of one.
  ///
  /// - Returns: nil, or a sentence when it cannot be written: the coach does without it.
  func update(_ change: (inout Notebook) -> Void) -> String? {
    let before = read()
    var notebook = before
    change(&notebook)
    if notebook == before { return nil }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try encoder.encode(notebook).write(to: file, options: .atomic)
      return nil
    } catch {
      return "\(Self.path) cannot be written, so nothing is remembered: "
        + "\(FileTrouble.reason(error)). All else works."
    }
  }
}

/// Foundation's errors about files, in few words.
enum FileTrouble {
  static func reason(_ error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileWriteNoPermission, .fileReadNoPermission: "no permission"
    case .fileWriteOutOfSpace: "the disk is full"
    case .fileWriteVolumeReadOnly: "the disk is read-only"
    case .fileNoSuchFile, .fileReadNoSuchFile: "there is no such file"
    default: (error as NSError).localizedDescription
    }
  }
}
