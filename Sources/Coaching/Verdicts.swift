import Checks
import Foundation
import Tape

/// Tells what a check has found, as a learner wants to read it.
struct Verdicts {
  let clone: Clone
  let speaker: Speaker

  /// One line: the exercise and how things stand.
  func line(_ finding: Finding) {
    speaker.tell("\(finding.exercise.id) \(finding.exercise.title): " + words(finding.standing))
  }

  private func words(_ standing: Standing) -> String {
    switch standing {
    case .passed: speaker.paint("passed", .green)
    case .passedBefore, .notStarted: speaker.paint(standing.words, .yellow)
    default: speaker.paint(standing.words, .red)
    }
  }

  /// All that there is to say about one exercise; what to type next comes behind it.
  ///
  /// - Parameter printed: how many of the lines that the learner's code has printed are shown.
  func tell(_ finding: Finding, printed: Int = 10) {
    line(finding)
    let exercise = finding.exercise
    if case .mistake(let mistake)? = finding.report?.verdict {
      speaker.say("")
      tell(mistake, printed: finding.report?.printed ?? "", printed)
    }
    switch finding.standing {
    case .passed:
      speaker.say("Ours, to compare: swift run coach solution \(exercise.id)")
    case .passedBefore, .heldUp: break
    case .notStarted:
      speaker.say("")
      tellTask(exercise)
    case .mistake(_, let seed):
      speaker.say("")
      tellPlace(exercise)
      speaker.say("The same again:  swift run coach replay \(exercise.id) \(seed)")
      speaker.say("A hint:          swift run coach hint \(exercise.id)")
    case .doesNotCompile(let error):
      speaker.say("")
      tell(error)
    case .missing, .unreadable, .doubled:
      speaker.say("")
      tell(finding.standing, of: exercise)
    case .undeclared:
      speaker.say("")
      speaker.tell(
        "\(exercise.path) has to contain `extension Exercises: Exercise\(exercise.underscored)`, "
          + "outside of comments. Is it saved as a whole? `swift run coach reset \(exercise.id)` brings the starter "
          + "back, and keeps what is there.")
    }
  }

  /// What an exercise asks, and where the answer goes.
  func tellTask(_ exercise: Exercise) {
    let starter = clone.text(clone.lesson(of: exercise).starter(exercise)) ?? ""
    speaker.tell(Assignment.passages(in: starter))
    speaker.say("")
    tellPlace(exercise)
    speaker.say("The lesson: \(clone.lesson(of: exercise).readme)")
  }

  func tellPlace(_ exercise: Exercise) {
    speaker.say("Its file: \(clone.place(of: exercise))")
  }

  private func tell(_ mistake: Mistake, printed: String, _ most: Int) {
    speaker.tell(mistake.sentence)
    if !mistake.drawing.isEmpty {
      speaker.say("")
      speaker.show(mistake.drawing)
      speaker.say("")
    }
    speaker.tell("To do: \(mistake.advice)")
    if printed.isEmpty { return }
    speaker.say("")
    speaker.say("Your code printed:")
    let lines = printed.split(separator: "\n", omittingEmptySubsequences: false)
    let shown = lines.last == "" ? lines.dropLast() : lines[...]
    if shown.count > most { speaker.say("  … \(shown.count - most) lines before these …") }
    speaker.show(shown.suffix(most).map { Readable.text($0.utf8) })
  }

  private func tell(_ error: CompilerError) {
    speaker.tell("\(error.place): \(error.message)")
    for note in error.notes { speaker.tell(note, indent: 2) }
    speaker.say("")
    speaker.show(error.drawing(of: clone.text(error.file) ?? "", columns: speaker.columns - 2))
    if let advice = error.advice {
      speaker.say("")
      speaker.tell(advice)
    }
    if error.count > 1 {
      speaker.say("")
      speaker.tell("The file has \(error.count) errors; the others often follow from this one.")
    }
  }

  private func tell(_ standing: Standing, of exercise: Exercise) {
    switch standing {
    case .missing: speaker.tell("\(exercise.path) is not there.")
    case .unreadable:
      speaker.tell("\(exercise.path) is there, and cannot be read: it is another's, perhaps.")
    case .doubled(let other):
      speaker.tell(
        "Both \(exercise.fileName) and \(other), in \(clone.lesson(of: exercise).exerciseFolder), "
          + "contain `extension Exercises: Exercise\(exercise.underscored)`.")
    default: break
    }
  }
}
