import Checks
import Foundation

extension Coach {
  /// `reset 2.3`: the starter again; what was there is kept, and it says where.
  func reset(_ words: [String]) throws -> Int32 {
    let exercise = try chooseOne(words, for: "reset")
    let starter = clone.lesson(of: exercise).starter(exercise)
    guard let fresh = FileManager.default.contents(atPath: clone.path(starter)) else {
      throw Trouble("\(starter) is not there.", next: "git status Solutions")
    }
    if clone.isStarter(exercise) {
      speaker.say("\(exercise.path) is the starter already.")
    } else {
      try replace(exercise, with: fresh)
    }
    if let other = clone.otherFile(of: exercise) {
      speaker.tell(
        "\(other) answers it, too, and only one can stay. This takes it out of the way, and keeps "
          + "it:")
      speaker.next(Backups(clone: clone).command(moving: other))
      return 0
    }
    speaker.next("swift run coach check \(exercise.id)")
    return 0
  }

  private func replace(_ exercise: Exercise, with fresh: Data) throws {
    if clone.misplacement(of: exercise) == .unreadable {
      throw Trouble(
        "\(exercise.path) cannot be read, so it cannot be kept. It was left as it is.",
        next: "chmod u+rw \(exercise.path)")
    }
    let backup: String?
    do {
      backup = try Backups(clone: clone).keep(exercise.path)
    } catch {
      throw Trouble(
        "\(exercise.path) was left as it is, for it cannot be kept in \(Backups.folder): "
          + "\(FileTrouble.reason(error)).", next: "swift run coach doctor")
    }
    let wasReadOnly = isReadOnly(exercise)
    do {
      try fresh.write(to: URL(fileURLWithPath: clone.path(exercise.path)), options: .atomic)
    } catch {
      let folder = clone.lesson(of: exercise).exerciseFolder
      throw Trouble(
        "\(exercise.path) cannot be written, and is as it was: \(FileTrouble.reason(error)).",
        next: "ls -ld \(folder) \(exercise.path)")
    }
    speaker.say("\(exercise.path) is the starter again.")
    if wasReadOnly { speaker.say("It was read-only, and may be written to again.") }
    if let backup {
      speaker.say("What was there is kept. To have it back:")
      speaker.say("  cp \(backup) \(exercise.path)")
    }
  }

  private func isReadOnly(_ exercise: Exercise) -> Bool {
    let path = clone.path(exercise.path)
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue else { return false }
    return mode & 0o200 == 0
  }
}
