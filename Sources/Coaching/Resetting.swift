import Checks
import Foundation

extension Coach {
  /// `reset 2.3`: the starter again; what was there is kept, and it says where.
  func reset(_ words: [String]) throws -> Int32 {
    let exercise = try Choice.one(words, in: clone, for: "reset")
    let starter = clone.lesson(of: exercise).starter(exercise)
    guard let fresh = FileManager.default.contents(atPath: clone.path(starter)) else {
      throw Trouble("\(starter) is not there.", next: "git status Solutions")
    }
    if clone.isStarter(exercise) {
      speaker.say("\(exercise.path) is the starter already.")
      speaker.next("swift run coach check \(exercise.id)")
      return 0
    }
    let file = URL(fileURLWithPath: clone.path(exercise.path))
    do {
      let backup = try keep(exercise)
      try fresh.write(to: file, options: .atomic)
      speaker.say("\(exercise.path) is the starter again.")
      if let backup {
        speaker.say("What was there is kept. To have it back:")
        speaker.say("  cp \(backup) \(exercise.path)")
      }
    } catch {
      throw Trouble(
        "\(exercise.path) cannot be written, and is as it was: \(FileTrouble.reason(error)).",
        next: "ls -l \(exercise.path)")
    }
    if let renamed = clone.renamedFile(of: exercise) {
      speaker.tell("\(renamed) in the same folder answers it, too. Only one can stay:")
      speaker.next("rm \(clone.lesson(of: exercise).exerciseFolder)/\(renamed)")
      return 0
    }
    speaker.next("swift run coach check \(exercise.id)")
    return 0
  }

  /// Copies the learner's file into a dated one; nil when there is none.
  private func keep(_ exercise: Exercise) throws -> String? {
    guard let old = FileManager.default.contents(atPath: clone.path(exercise.path)) else {
      return nil
    }
    let folder = ".coach/backups"
    try FileManager.default.createDirectory(
      atPath: clone.path(folder), withIntermediateDirectories: true)
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyy-MM-dd-HHmmss"
    let stem = "\(folder)/Exercise\(exercise.underscored)-\(formatter.string(from: .now))"
    // Twice within a second: neither may be lost.
    let names = (1...100).map { $0 == 1 ? "\(stem).swift" : "\(stem)-\($0).swift" }
    for name in names {
      do {
        try old.write(to: URL(fileURLWithPath: clone.path(name)), options: .withoutOverwriting)
        return name
      } catch CocoaError.fileWriteFileExists {
        continue
      }
    }
    throw CocoaError(.fileWriteFileExists)
  }
}
