import Checks
import Foundation

/// Which exercise comes next.
enum NextExercise {
  /// The first one of the lesson in hand that is wrong, or else that does not pass yet; when all do,
  /// the first of the course.
  ///
  /// - Parameter findings: of the whole course, in order.
  static func after(_ findings: [Finding], in clone: Clone) -> Exercise? {
    let open = findings.filter { !$0.standing.isPassed }
    let current = lesson(in: clone).map { lesson in
      open.filter { $0.exercise.lesson == lesson.number }
    }
    return [current ?? [], open].lazy.compactMap { findings in
      findings.firstTrouble ?? findings.first
    }.first?.exercise
  }

  /// The first one behind an exercise that is as wanted; behind the last one comes the first.
  static func behind(
    _ exercise: Exercise, among exercises: [Exercise], where isWanted: (Exercise) -> Bool
  ) -> Exercise? {
    let index = exercises.firstIndex { $0.id == exercise.id } ?? 0
    return (exercises[index...].dropFirst() + exercises[..<index]).first(where: isWanted)
  }

  /// The lesson in hand: the one in which a file was saved last; nil when nothing was changed.
  static func lesson(in clone: Clone) -> Lesson? {
    var latest: (lesson: Lesson, date: Date)?
    for exercise in clone.exercises where !clone.isStarter(exercise) {
      let attributes = try? FileManager.default.attributesOfItem(atPath: clone.path(exercise.path))
      guard let date = attributes?[.modificationDate] as? Date else { continue }
      if latest.map({ date > $0.date }) ?? true { latest = (clone.lesson(of: exercise), date) }
    }
    return latest?.lesson
  }
}
