import Checks
import Foundation

/// What came of one exercise of one student.
enum Outcome: Codable, Equatable, Sendable {
  case passed
  case notStarted
  case notHandedIn
  /// - Parameter message: the compiler's.
  case doesNotCompile(message: String)
  /// The mistake's name.
  case mistake(String)

  var mark: String {
    switch self {
    case .passed: "#"
    case .notStarted: "."
    case .notHandedIn: "-"
    case .doesNotCompile: "x"
    case .mistake: "!"
    }
  }

  var words: String {
    switch self {
    case .passed: "passed"
    case .notStarted: "not started"
    case .notHandedIn: "not handed in"
    case .doesNotCompile: "does not compile"
    case .mistake(let id): id
    }
  }
}

/// One student, and what came of each exercise.
struct Row: Sendable {
  let student: String
  let outcomes: [String: Outcome]
  let notes: [String]

  var passed: Int { outcomes.values.count { $0 == .passed } }
}

/// How often each mistake was made, and by whom; the most frequent first.
struct MistakeCount {
  let exercise: Exercise
  let mistake: String
  let students: [String]

  static func all(_ rows: [Row], _ exercises: [Exercise]) -> [MistakeCount] {
    exercises.flatMap { exercise -> [MistakeCount] in
      var students: [String: [String]] = [:]
      for row in rows {
        switch row.outcomes[exercise.id] {
        case .mistake(let id): students[id, default: []].append(row.student)
        case .doesNotCompile: students["does not compile", default: []].append(row.student)
        default: break
        }
      }
      return students.sorted { $0.key < $1.key }.map {
        MistakeCount(exercise: exercise, mistake: $0.key, students: $0.value)
      }
    }.enumerated().sorted {
      // As many stay in the order of the course.
      ($1.element.students.count, $0.offset) < ($0.element.students.count, $1.offset)
    }.map(\.element)
  }
}

/// The outcomes that are known, so that a run that was interrupted goes on where it was, and one that
/// is repeated checks only what is new: `.coach/class/results.json`.
struct ClassRecord: Codable {
  struct Entry: Codable {
    /// The fingerprint of what was handed in of this lesson.
    var files: String
    var checks: String
    var outcomes: [String: Outcome]
  }

  /// By student, then by lesson.
  private var entries: [String: [String: Entry]] = [:]

  static let path = ".coach/class/results.json"

  static func read(_ clone: Clone) -> ClassRecord {
    guard let data = FileManager.default.contents(atPath: clone.path(path)) else {
      return ClassRecord()
    }
    return (try? JSONDecoder().decode(ClassRecord.self, from: data)) ?? ClassRecord()
  }

  func write(_ clone: Clone) throws {
    try JSONEncoder().encode(self)
      .write(to: URL(fileURLWithPath: clone.path(Self.path)), options: .atomic)
  }

  func outcomes(_ student: String, _ lesson: Lesson, files: String, checks: String)
    -> [String: Outcome]?
  {
    guard let entry = entries[student]?[lesson.number], entry.files == files,
      entry.checks == checks
    else { return nil }
    return entry.outcomes
  }

  mutating func set(_ student: String, _ lesson: Lesson, _ entry: Entry) {
    entries[student, default: [:]][lesson.number] = entry
  }
}
