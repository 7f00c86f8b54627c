import Checks

extension Coach {
  /// `hint 2.3`: the next one that was not seen; `hint 2.3 1`: the first one again.
  func hint(_ words: [String]) throws -> Int32 {
    let number = words.count == 2 ? Int(words[1]) : nil
    if words.count == 2, number == nil {
      throw Trouble(
        "\"\(words[1])\" is the number of no hint. There are 1, 2 and 3.",
        next: "swift run coach hint \(words[0])", status: 64)
    }
    let exercise =
      words.isEmpty ? try current() : try chooseOne(Array(words.prefix(1)), for: "hint")
    try tellHint(exercise, number: number)
    speaker.next("swift run coach check \(exercise.id)")
    return 0
  }

  /// The exercise in hand.
  private func current() throws -> Exercise {
    guard let exercise = NextExercise.after(try standings(), in: clone) else {
      throw Trouble("all exercises pass.", next: "swift run coach")
    }
    return exercise
  }

  /// Tells a hint, and notes that it was seen.
  ///
  /// - Parameters:
  ///   - number: from 1; nil for the next one that was not seen.
  ///   - isAtKeys: whether a key brings the next one.
  func tellHint(_ exercise: Exercise, number: Int? = nil, isAtKeys: Bool = false) throws {
    let lesson = clone.lesson(of: exercise)
    let hints = Hints(
      of: exercise.id, in: clone.text(lesson.readme) ?? "", folder: "Lessons/\(lesson.name)"
    ).hints
    guard !hints.isEmpty else {
      throw Trouble(
        "\(lesson.readme) has no hints for \(exercise.id). Is the file as the course has it?",
        next: "git diff \(lesson.readme)")
    }
    let seen = notebook.read()[exercise.id].hintsSeen
    let wanted = number ?? min(seen + 1, hints.count)
    guard hints.indices.contains(wanted - 1) else {
      throw Trouble(
        "\(exercise.id) has hints 1 to \(hints.count), and none with the number \(wanted).",
        next: "swift run coach hint \(exercise.id)", status: 64)
    }
    let hint = hints[wanted - 1]
    speaker.say("\(exercise.id) \(exercise.title)")
    speaker.tell("\(hint.title) (of \(hints.count))")
    speaker.say("")
    speaker.tell(hint.passages)
    speaker.say("")
    speaker.tell("It stands in \(lesson.readme), under \(exercise.id).")
    if wanted == hints.count {
      speaker.tell(
        "That is the last one. \(hints.count > 1 ? "The first again" : "Again"): swift run coach "
          + "hint \(exercise.id) 1")
      // Whoever has seen them all need not be sent back to them.
      speaker.tell("How we solve it: swift run coach solution \(exercise.id) --anyway")
    } else if !isAtKeys {
      speaker.say("Another hint: swift run coach hint \(exercise.id)")
    }
    let complaint = notebook.update {
      $0[exercise.id].hintsSeen = max($0[exercise.id].hintsSeen, wanted)
    }
    if let complaint { speaker.note(complaint) }
  }
}
