import Checks
import Foundation

/// What the learner does next about an exercise: a sentence, and the command that follows it.
struct Remedy {
  let sentence: String
  let command: String
  /// Whether the learner changes a file and saves it.
  var isToSave = false

  /// Nil when nothing is to be mended.
  init?(_ finding: Finding, in clone: Clone) {
    let exercise = finding.exercise
    let folder = clone.lesson(of: exercise).exerciseFolder
    switch finding.standing {
    case .missing:
      sentence = "To have the starter again:"
      command = "swift run coach reset \(exercise.id)"
    case .unreadable:
      sentence = "To be allowed to read it again:"
      command = "chmod u+rw \(exercise.path)"
    case .doubled(let other):
      let file = "\(folder)/\(other)"
      if clone.isStarter(exercise) {
        sentence = "\(exercise.fileName) is only the starter. To put the answer into its place:"
        command = "mv \(file) \(exercise.path)"
      } else {
        sentence = "Only one can stay. To take \(other) out of the way, and keep it:"
        command = Backups(clone: clone).command(moving: file)
      }
    case .heldUp(let file):
      isToSave = true
      sentence = "\(file) comes first. When that is mended, \(exercise.id) can be checked:"
      command = "swift run coach check \(clone.lesson(of: exercise).spoken)"
    case _ where clone.file(of: exercise) != exercise.path:
      let file = clone.file(of: exercise)
      sentence =
        "The answer stands in \((file as NSString).lastPathComponent), and belongs in "
        + "\(exercise.fileName). To rename it:"
      command = "mv \(file) \(exercise.path)"
    case .mistake, .doesNotCompile, .undeclared:
      isToSave = true
      sentence = "Change it, save it, and:"
      command = "swift run coach check \(exercise.id)"
    case .passed, .passedBefore, .notStarted: return nil
    }
  }
}
