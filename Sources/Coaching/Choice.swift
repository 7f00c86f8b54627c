import Checks
import Foundation

/// Which exercises a command is about: those that its words name.
struct Choice {
  let exercises: [Exercise]

  /// Understands `2.3`, `2,3`, `2_3`, `exercise2_3`, a path that ends in `Exercise2_3.swift`; `2` and
  /// `lesson02` for a lesson; `all`.
  ///
  /// - Parameter command: what is to be done with them.
  /// - Throws: `Trouble` for a word that names nothing, with the nearest that there is.
  init(_ words: [String], in clone: Clone, for command: String) throws {
    var chosen: [Exercise] = []
    for word in words { chosen += try Self.exercises(word, in: clone, for: command) }
    let ids = Set(chosen.map(\.id))
    exercises = clone.exercises.filter { ids.contains($0.id) }
  }

  /// The one exercise that a command needs.
  ///
  /// - Parameters:
  ///   - command: its name, for the sentence that asks for a number.
  ///   - inHand: the one that is offered to whoever has named none.
  static func one(
    _ words: [String], in clone: Clone, for command: String, inHand: () -> Exercise?
  ) throws -> Exercise {
    guard words.count == 1 else {
      throw Trouble(
        "\(command) needs one exercise, 2.3 for instance.",
        next: "swift run coach \(command) \((inHand() ?? clone.exercises.first)?.id ?? "1.1")",
        status: 64)
    }
    let chosen = try exercises(words[0], in: clone, for: command)
    guard chosen.count == 1, let exercise = chosen.first else {
      throw Trouble(
        "\(command) is for one exercise at a time: \(chosen.map(\.id).joined(separator: ", ")).",
        next: "swift run coach \(command) \(chosen.first?.id ?? "1.1")", status: 64)
    }
    return exercise
  }

  private static func exercises(
    _ word: String, in clone: Clone, for command: String
  ) throws -> [Exercise] {
    if word == "all" { return clone.exercises }
    let name = (word as NSString).lastPathComponent.lowercased()
    if let match = name.wholeMatch(of: /(?:exercise)?0*(\d+)[.,_\-:]0*(\d+)(?:\.swift)?/) {
      let id = "\(match.1).\(match.2)"
      if let exercise = clone.exercises.first(where: { $0.id == id }) { return [exercise] }
      let near = nearest((Int(match.1) ?? 0) * 100 + (Int(match.2) ?? 0), in: clone)
      throw Trouble(
        "there is no exercise \(id). The nearest is \(near).",
        next: "swift run coach \(command) \(near)", status: 64)
    }
    if let match = name.wholeMatch(of: /(?:lesson|exercise)?0*(\d+)/) {
      if let lesson = clone.lessons.first(where: { $0.spoken == match.1 }) {
        return lesson.exercises
      }
      let known = clone.lessons.map(\.spoken).joined(separator: ", ")
      throw Trouble(
        "there is no lesson \(match.1). There are \(known).", next: "swift run coach", status: 64)
    }
    throw Trouble(
      "\"\(word)\" is no exercise. They are named like 2.3: lesson 2, exercise 3.",
      next: "swift run coach", status: 64)
  }

  private static func nearest(_ number: Int, in clone: Clone) -> String {
    clone.exercises.min { abs(place($0) - number) < abs(place($1) - number) }?.id ?? "1.1"
  }

  /// 203 for 2.3.
  private static func place(_ exercise: Exercise) -> Int {
    exercise.id.split(separator: ".").compactMap { Int($0) }.reduce(0) { $0 * 100 + $1 }
  }
}

extension Coach {
  /// The one exercise that a command needs.
  func chooseOne(_ words: [String], for command: String) throws -> Exercise {
    try Choice.one(words, in: clone, for: command, inHand: { inHand })
  }

  /// The exercise that the learner is at, as far as is known without a check.
  var inHand: Exercise? {
    let checks = clone.checksVersion
    let current = NextExercise.lesson(in: clone)
    if let current, examiner.known(current, checks: checks) == nil {
      // Saved since: its first one that was not seen to pass.
      return current.exercises.first(where: isOpen) ?? current.exercises.first
    }
    let findings = clone.lessons.flatMap { lesson in
      examiner.known(lesson, checks: checks)
        ?? lesson.exercises.map {
          Finding(exercise: $0, standing: examiner.known($0) ?? .notStarted)
        }
    }
    return NextExercise.after(findings, in: clone)
  }
}
