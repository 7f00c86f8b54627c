import Checks

extension Coach {
  /// `check`, `check 2`, `check 2.3`: the verdict as a learner wants to read it.
  func check(_ words: [String]) throws -> Int32 {
    let chosen = try Choice(words.isEmpty ? ["all"] : words, in: clone).exercises
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
      if own.allSatisfy(clone.isStarter) {
        return own.map { Finding(exercise: $0, standing: .notStarted) }
      }
      do {
        return try examiner.check(lesson, only: own.map(\.id))
      } catch let trouble as Trouble where chosen.count > own.count {
        speaker.note("coach: lesson \(lesson.spoken): \(trouble.description)")
        return own.map { Finding(exercise: $0, standing: .heldUp(by: "what is said above")) }
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
    guard let first = findings.first(where: { $0.standing.isTrouble }) else { return }
    speaker.say("")
    verdicts.tell(first)
  }

  /// The last line, after a check.
  func tellNext(after findings: [Finding]) {
    if let wrong = findings.first(where: { $0.standing.isTrouble }) {
      let id = wrong.exercise.id
      if case .heldUp(let file) = wrong.standing {
        speaker.tell("\(file) comes first: when it compiles, \(id) can be checked.")
        speaker.next("swift run coach check \(clone.lesson(of: wrong.exercise).spoken)")
      } else {
        speaker.tell("Change it, save it, and:")
        speaker.next("swift run coach check \(id)")
      }
    } else if let open = findings.first(where: { $0.standing == .notStarted }) {
      if findings.count > 1 { verdicts.tellPlace(open.exercise) }
      speaker.tell("Write your answer in place of `try notStarted()`, save it, and:")
      speaker.next("swift run coach check \(open.exercise.id)")
    } else {
      tellNextOpen(after: findings)
    }
  }

  /// All that was checked passes: what comes behind it.
  private func tellNextOpen(after findings: [Finding]) {
    guard let last = findings.last?.exercise,
      let index = clone.exercises.firstIndex(where: { $0.id == last.id })
    else { return }
    let lesson = clone.lesson(of: last)
    let following = clone.exercises.dropFirst(index + 1).first
    guard let following else {
      speaker.tell("That was the last one. Where you are:")
      speaker.next("swift run coach")
      return
    }
    if following.lesson == last.lesson {
      speaker.next("swift run coach check \(following.id)")
    } else {
      speaker.tell(
        "Lesson \(lesson.spoken) ends here. Your own server and client talk to each other:")
      speaker.say("  swift run \(lesson.product)")
      let next = clone.lesson(of: following)
      speaker.tell("Lesson \(next.spoken), \(next.title): \(next.readme)")
      speaker.next("swift run coach")
    }
  }
}
