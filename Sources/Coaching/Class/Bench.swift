import Checks
import Foundation
import Processes

/// The prepared copy of the teacher's clone in which a class's answers are built and judged, one
/// student after the other: `.coach/class/course`.
struct Bench: Sendable {
  let clone: Clone
  let folder: String
  /// Tells how far it is, for the first build.
  private let workshop: Workshop
  /// Says nothing: each student is over soon.
  private let quiet: Workshop
  /// How long one student's files may take to compile, a lesson of them half as much.
  private static let limit = Duration.seconds(120)

  init(_ clone: Clone, note: @escaping @Sendable (String) -> Void) {
    self.clone = clone
    folder = clone.path(".coach/class/course")
    // No debug information: nobody debugs here, and half of a build's time is its.
    let flags = ["-Xswiftc", "-gnone"]
    workshop = Workshop(root: folder, note: note, flags: flags)
    quiet = Workshop(root: folder, note: { _ in }, flags: flags)
  }

  /// The paths that are taken out of a hand-in.
  var wanted: [String] { clone.lessons.flatMap(wanted) }

  func wanted(_ lesson: Lesson) -> [String] {
    lesson.exercises.map(\.path) + ["\(lesson.exerciseFolder)/Exercises.swift"]
  }

  /// What stands in place of a file that was not handed in, or does not compile.
  func starter(_ path: String) -> Data {
    let name = (path as NSString).lastPathComponent
    let lesson = clone.lessons.first { path.hasPrefix($0.exerciseFolder + "/") }
    return lesson.flatMap {
      FileManager.default.contents(atPath: clone.path("\($0.starterFolder)/\(name)"))
    } ?? Data()
  }

  // MARK: Preparing

  /// Makes the copy, or brings it up to date, with the starters in it; and builds it.
  func prepare() throws {
    for path in try courseFiles() {
      try put(FileManager.default.contents(atPath: clone.path(path)) ?? Data(), at: path)
    }
    for path in wanted { try put(starter(path), at: path) }
    let manifest = (clone.text("Package.swift") ?? "") + Self.onlyExercises
    try put(Data(manifest.utf8), at: "Package.swift")
    guard case .failed(let output) = try workshop.build(nil) else { return }
    throw Trouble(
      "the course itself does not compile in \(folder):\n"
        + output.split(whereSeparator: \.isNewline).suffix(12).joined(separator: "\n"),
      next: "swift build")
  }

  /// The rooms that the exercises stand on, and each exercise's main.swift.
  private func courseFiles() throws -> [String] {
    let sources =
      FileManager.default.enumerator(atPath: clone.path("Sources"))?
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") } ?? []
    return sources.map { "Sources/\($0)" }
      + clone.lessons.map { "\($0.exerciseFolder)/main.swift" }
  }

  /// Behind the course's own manifest: of its targets, those that an exercise needs.
  private static let onlyExercises = """

    // Of all targets, those that the exercises' programs are made of.
    var needed = package.targets.filter { $0.name.hasPrefix("exercise") }.map(\\.name)
    var index = 0
    while index < needed.count {
      for target in package.targets where target.name == needed[index] {
        for case .byNameItem(let name, _) in target.dependencies where !needed.contains(name) {
          needed.append(name)
        }
      }
      index += 1
    }
    package.targets.removeAll { !needed.contains($0.name) }

    """

  /// Writes a file if it is another one than there; what is not written is not built.
  func put(_ data: Data, at path: String) throws {
    let file = "\(folder)/\(path)"
    if FileManager.default.contents(atPath: file) == data { return }
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try data.write(to: URL(fileURLWithPath: file))
  }

  // MARK: Building

  /// Builds what lies there. A file that does not compile makes room for its starter, so that it
  /// stops none of the others.
  ///
  /// - Parameter lessons: those with a student's files in them.
  /// - Returns: the compiler's message for each file that had to go.
  func build(_ lessons: [Lesson]) throws -> [String: String] {
    var messages: [String: String] = [:]
    // An answer that is not there would be the fault of the file that calls it.
    for exercise in lessons.flatMap(\.exercises) {
      let data = FileManager.default.contents(atPath: "\(folder)/\(exercise.path)") ?? Data()
      if Declaration.names(exercise, in: String(decoding: data, as: UTF8.self)) { continue }
      messages[exercise.path] = "nothing in it answers the exercise"
      try put(starter(exercise.path), at: exercise.path)
    }
    while true {
      switch try quiet.build(nil, within: Self.limit) {
      case .built: return messages
      case .failed(let output):
        var found = culprits(output, lessons).filter { messages[$0.key] == nil }
        if found.isEmpty {
          // Nobody in particular: then all that is not a starter.
          for path in lessons.flatMap(wanted) where messages[path] == nil && isChanged(path) {
            found[path] = "does not compile with the others"
          }
        }
        guard !found.isEmpty else {
          throw Trouble(
            "swift build fails, and no student's file is to blame:\n"
              + output.split(whereSeparator: \.isNewline).suffix(12).joined(separator: "\n"),
            next: "swift build")
        }
        for (path, message) in found {
          messages[path] = message
          try put(starter(path), at: path)
        }
      case .tookTooLong:
        let slow = try lessons.filter {
          try quiet.build($0.product, within: Self.limit / 2) == .tookTooLong
        }
        for path in (slow.isEmpty ? lessons : slow).flatMap(wanted) {
          messages[path] = "the compiler does not come to an end"
          try put(starter(path), at: path)
        }
      }
    }
  }

  /// The files to blame for a build that failed, and the first error in each.
  private func culprits(_ output: String, _ lessons: [Lesson]) -> [String: String] {
    var found: [String: String] = [:]
    for error in CompilerError.byFile(in: output, root: folder).values {
      guard let lesson = lessons.first(where: { error.file.hasPrefix($0.exerciseFolder + "/") })
      else { continue }
      if wanted(lesson).contains(error.file) {
        found[error.file] = "line \(error.line): \(error.message)"
        continue
      }
      // In main.swift: an answer is missing, or the type of all answers is another one.
      for id in Obstacle.exercises(missedIn: output, of: lesson) {
        guard let path = lesson.exercises.first(where: { $0.id == id })?.path, isChanged(path)
        else { continue }
        found[path] = found[path] ?? error.message
      }
      let shared = wanted(lesson).last ?? ""
      if isChanged(shared) { found[shared] = error.message }
    }
    return found
  }

  private func isChanged(_ path: String) -> Bool {
    FileManager.default.contents(atPath: "\(folder)/\(path)") != starter(path)
  }
}
