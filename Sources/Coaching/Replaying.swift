import Checks

extension Coach {
  /// `replay 2.3 42`: the same bytes again; without a seed, those of the last mistake.
  func replay(_ words: [String]) throws -> Int32 {
    let exercise = try chooseOne(Array(words.prefix(1)), for: "replay")
    let seed = try seed(Array(words.dropFirst()), exercise)
    let findings = try examiner.check(clone.lesson(of: exercise), only: [exercise.id], seed: seed)
    guard let finding = findings.first else { return 1 }
    verdicts.tell(finding, printed: 200)
    speaker.say("")
    if finding.standing == .passed {
      speaker.tell("With the bytes of seed \(seed) it passes now. With others:")
      speaker.next("swift run coach check \(exercise.id)")
      return 0
    }
    speaker.tell(
      "What you `print` in your code appears here, too. In a debugger (`b FILE:LINE` to stop there, "
        + "then `run`; Ctrl-C stops an endless loop, and `bt` says where it is):")
    speaker.say(
      "  lldb -- .build/debug/\(clone.lesson(of: exercise).product) judge \(exercise.id) \(seed)")
    tellNext(after: findings)
    return finding.standing.isTrouble ? 1 : 0
  }

  private func seed(_ words: [String], _ exercise: Exercise) throws -> UInt64 {
    if let word = words.first {
      if words.count == 1, let seed = UInt64(word) { return seed }
      throw Trouble(
        "a seed is a whole number, as the verdict shows it, and not "
          + "\"\(words.joined(separator: " "))\".",
        next: "swift run coach check \(exercise.id)", status: 64)
    }
    guard let last = notebook.read()[exercise.id].last, last.verdict != "notStarted" else {
      throw Trouble(
        "replay needs a seed, and no check of \(exercise.id) is noted.",
        next: "swift run coach check \(exercise.id)", status: 64)
    }
    return last.seed
  }
}
