import Checks

extension Coach {
  /// `check`, `check 2`, `check 2.3`: the verdict as a learner wants to read it.
  func check(_ words: [String]) throws -> Int32 {
    let chosen = try Choice(words.isEmpty ? ["all"] : words, in: clone, for: "check").exercises
    let findings = try check(chosen)
    if chosen.count == 1, let finding = findings.first {
      verdicts.tell(finding)
    } else {
      tell(findings, isWhole: words.isEmpty)
    }
    speaker.say("")
    tellNext(after: findings)
    return findings.contains(where: \.standing.isTrouble) ? 1 : 0
  }

  /// Lesson by lesson; one that is untouched needs no build.
  private func check(_ chosen: [Exercise]) throws -> [Finding] {
    try clone.lessons.flatMap { lesson -> [Finding] in
      let own = chosen.filter { $0.lesson == lesson.number }
      if own.isEmpty { return [] }
      if own.allSatisfy(clone.isUntouched) {
        return own.map { Finding(exercise: $0, standing: .notStarted) }
      }
      do {
        return try examiner.check(lesson, only: own.map(\.id))
      } catch let trouble as Trouble where chosen.count > own.count {
        speaker.note("coach: lesson \(lesson.spoken): \(trouble.description)")
        return examiner.findings(own, heldUpBy: trouble)
      }
    }
  }

  /// Several at once: a line each, and all about the first that is wrong.
  ///
  /// - Parameter isWhole: whether nobody has named them; then what is not started is counted.
  func tell(_ findings: [Finding], isWhole: Bool = false) {
    let shown = findings.filter { !isWhole || $0.standing != .notStarted }
    for finding in shown { verdicts.line(finding) }
    if shown.count < findings.count {
      speaker.say("\(findings.count - shown.count) not started")
    }
    guard let first = findings.firstTrouble else { return }
    speaker.say("")
    verdicts.tell(first)
  }

  /// The last line, after a check.
  func tellNext(after findings: [Finding]) {
    let trouble = findings.firstTrouble
    let first = trouble ?? findings.first { Remedy($0, in: clone) != nil }
    if let first, let remedy = Remedy(first, in: clone) {
      speaker.tell(remedy.sentence)
      speaker.next(remedy.command)
    } else if let open = findings.first(where: { $0.standing == .notStarted }) {
      if findings.count > 1 { verdicts.tellPlace(open.exercise) }
      speaker.tell("Write your answer in place of `try notStarted()`, save it, and:")
      speaker.next("swift run coach check \(open.exercise.id)")
    } else if let last = findings.last {
      tellNextOpen(after: last.exercise)
    }
  }

  /// All that was checked passes: the next exercise that does not, as far as is known.
  private func tellNextOpen(after last: Exercise) {
    let lesson = clone.lesson(of: last)
    if let open = NextExercise.behind(last, among: lesson.exercises, where: isOpen) {
      speaker.tell("Next is \(open.id), \(open.title):")
      speaker.say("  \(clone.place(of: open))")
      speaker.next("swift run coach check \(open.id)")
      return
    }
    speaker.tell(
      "All exercises of lesson \(lesson.spoken) pass. Your own server and client talk to each "
        + "other:")
    speaker.say("  swift run \(lesson.product)")
    if let open = NextExercise.behind(last, among: clone.exercises, where: isOpen) {
      let next = clone.lesson(of: open)
      speaker.tell("Lesson \(next.spoken), \(next.title): \(next.readme)")
    } else {
      speaker.tell("That was the last one.")
    }
    speaker.next("swift run coach")
  }

  /// Whether an exercise was not seen to pass, as its file stands there.
  func isOpen(_ exercise: Exercise) -> Bool {
    examiner.known(exercise).map { !$0.isPassed } ?? true
  }
}
