import Checks
import Foundation

/// Which exercises a command is about: those that its words name.
struct Choice {
  let exercises: [Exercise]

  /// Understands `2.3`, `2,3`, `2_3`, `exercise2_3`, a path that ends in `Exercise2_3.swift`; `2` and
  /// `lesson02` for a lesson; `all`.
  ///
  /// - Throws: `Trouble` for a word that names nothing, with the nearest that there is.
  init(_ words: [String], in clone: Clone) throws {
    var chosen: [Exercise] = []
    for word in words { chosen += try Self.exercises(word, in: clone) }
    let ids = Set(chosen.map(\.id))
    exercises = clone.exercises.filter { ids.contains($0.id) }
  }

  /// The one exercise that a command needs.
  ///
  /// - Parameter command: its name, for the sentence that asks for a number.
  static func one(_ words: [String], in clone: Clone, for command: String) throws -> Exercise {
    guard words.count == 1 else {
      throw Trouble(
        "\(command) needs one exercise, 2.3 for instance.",
        next: "swift run coach \(command) \(clone.exercises.first?.id ?? "1.1")", status: 64)
    }
    let chosen = try exercises(words[0], in: clone)
    guard chosen.count == 1, let exercise = chosen.first else {
      throw Trouble(
        "\(command) is for one exercise at a time: \(chosen.map(\.id).joined(separator: ", ")).",
        next: "swift run coach \(command) \(chosen.first?.id ?? "1.1")", status: 64)
    }
    return exercise
  }

  private static func exercises(_ word: String, in clone: Clone) throws -> [Exercise] {
    if word == "all" { return clone.exercises }
    let name = (word as NSString).lastPathComponent.lowercased()
    if let match = name.wholeMatch(of: /(?:exercise)?0*(\d+)[.,_\-:]0*(\d+)(?:\.swift)?/) {
      let id = "\(match.1).\(match.2)"
      if let exercise = clone.exercises.first(where: { $0.id == id }) { return [exercise] }
      throw unknown(id, number: (Int(match.1) ?? 0) * 100 + (Int(match.2) ?? 0), in: clone)
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

  private static func unknown(_ id: String, number: Int, in clone: Clone) -> Trouble {
    let near = clone.exercises.min { abs(place($0) - number) < abs(place($1) - number) }
    let nearest = near?.id ?? "1.1"
    return Trouble(
      "there is no exercise \(id). The nearest is \(nearest).",
      next: "swift run coach check \(nearest)", status: 64)
  }

  /// 203 for 2.3.
  private static func place(_ exercise: Exercise) -> Int {
    exercise.id.split(separator: ".").compactMap { Int($0) }.reduce(0) { $0 * 100 + $1 }
  }
}
