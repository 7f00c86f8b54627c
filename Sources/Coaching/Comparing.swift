import Checks

extension Coach {
  /// `solution 2.3`: how yours and the solution differ; asks first when yours does not pass yet.
  func solution(_ words: [String]) throws -> Int32 {
    let anyway = words.contains("--anyway")
    let exercise = try chooseOne(words.filter { $0 != "--anyway" }, for: "solution")
    if !anyway, !(try passes(exercise)) {
      guard try wantsItAnyway(exercise) else { return 1 }
    }
    let path = clone.lesson(of: exercise).solution(exercise)
    guard let solution = clone.text(path) else {
      throw Trouble("\(path) is not there.", next: "git status Solutions")
    }
    let difference = Difference(from: clone.text(clone.file(of: exercise)) ?? "", to: solution)
    if difference.isEmpty {
      speaker.say("Your \(exercise.fileName) and the solution are the same.")
    } else {
      speaker.say(speaker.paint("--- \(clone.file(of: exercise)) (yours)", .red))
      speaker.say(speaker.paint("+++ \(path)", .green))
      for (mark, text) in difference.hunks() {
        switch mark {
        case "-": speaker.say(speaker.paint("-" + text, .red))
        case "+": speaker.say(speaker.paint("+" + text, .green))
        case "@": speaker.say(text)
        default: speaker.say(text.isEmpty ? "" : " " + text)
        }
      }
    }
    speaker.say("")
    speaker.tell("Another way that passes is as good; the checks ask for nothing else.")
    speaker.next("swift run coach")
    return 0
  }

  private func passes(_ exercise: Exercise) throws -> Bool {
    let lesson = clone.lesson(of: exercise)
    let findings =
      try examiner.known(lesson, checks: clone.checksVersion)
      ?? examiner.check(lesson, only: [exercise.id])
    let standing = findings.first { $0.exercise.id == exercise.id }?.standing
    return standing?.isPassed ?? false
  }

  private func wantsItAnyway(_ exercise: Exercise) throws -> Bool {
    let seen = notebook.read()[exercise.id].hintsSeen
    let hint = "swift run coach hint \(exercise.id)"
    speaker.tell(
      "Your \(exercise.id) does not pass yet."
        + (seen < 3
          ? " You have seen \(seen) of its 3 hints; a hint takes less away than the solution: \(hint)"
          : ""))
    guard let ask = speaker.ask else {
      speaker.say("To see the solution all the same:")
      speaker.next("swift run coach solution \(exercise.id) --anyway")
      return false
    }
    let answer = ask("Show the solution all the same? (y or n)")?.lowercased() ?? ""
    if answer.hasPrefix("y") { return true }
    speaker.next(seen < 3 ? hint : "swift run coach check \(exercise.id)")
    return false
  }
}
