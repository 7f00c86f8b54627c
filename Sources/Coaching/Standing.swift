import Checks

/// How things stand with one exercise.
enum Standing: Equatable, Sendable {
  case passed
  /// It passed, and the course has other checks since.
  case passedBefore
  case notStarted
  /// - Parameter seed: of the payloads that brought it to light.
  case mistake(String, seed: UInt64)
  case doesNotCompile(CompilerError)
  /// It cannot be built because of another file of its lesson, which is named.
  case heldUp(by: String)
  /// Its file is gone. - Parameter renamed: the one beside it that has the answer.
  case missing(renamed: String?)
  /// Its file is there, and nothing in it answers the exercise.
  case undeclared

  /// One character for the progress bar.
  var mark: String {
    switch self {
    case .passed: "#"
    case .passedBefore: "?"
    case .notStarted: "."
    case .mistake: "!"
    case .doesNotCompile, .heldUp, .missing, .undeclared: "x"
    }
  }

  /// What the mark means, in few words.
  var words: String {
    switch self {
    case .passed: "passed"
    case .passedBefore: "passed under older checks"
    case .notStarted: "not started"
    case .mistake(let id, _): id
    case .doesNotCompile: "does not compile"
    case .heldUp(let file): "cannot be checked, because of \(file)"
    case .missing: "its file is missing"
    case .undeclared: "its file has no answer in it"
    }
  }

  /// Whether the learner has to change something that is there.
  var isTrouble: Bool {
    switch self {
    case .passed, .passedBefore, .notStarted: false
    case .mistake, .doesNotCompile, .heldUp, .missing, .undeclared: true
    }
  }
}

/// An exercise, how things stand with it, and the verdict when it was checked just now.
struct Finding: Sendable {
  let exercise: Exercise
  let standing: Standing
  var report: Supervisor.Report?
}
