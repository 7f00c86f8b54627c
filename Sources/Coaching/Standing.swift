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
  /// Its file is gone, and no other answers it.
  case missing
  /// Its file is there, and we may not look into it.
  case unreadable
  /// Another file answers it, too. - Parameter other: its name.
  case doubled(String)
  /// Its file is there, and nothing in it answers the exercise.
  case undeclared

  /// One character for the progress bar.
  var mark: String {
    switch self {
    case .passed: "#"
    case .passedBefore: "?"
    case .notStarted: "."
    case .mistake: "!"
    case .doesNotCompile, .heldUp, .missing, .unreadable, .doubled, .undeclared: "x"
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
    case .heldUp(let file): "waits for \(file)"
    case .missing: "its file is missing"
    case .unreadable: "its file cannot be read"
    case .doubled: "stands in two files"
    case .undeclared: "its file has no answer in it"
    }
  }

  /// Whether the learner has to change something that is there.
  var isTrouble: Bool {
    switch self {
    case .passed, .passedBefore, .notStarted: false
    case .mistake, .doesNotCompile, .heldUp, .missing, .unreadable, .doubled, .undeclared: true
    }
  }

  /// Whether another file has to be mended first.
  var isHeldUp: Bool {
    if case .heldUp = self { true } else { false }
  }

  /// Whether it was seen to pass.
  var isPassed: Bool { self == .passed || self == .passedBefore }
}

extension Collection<Finding> {
  /// What the learner has to change first: what is wrong in itself, before what waits for that.
  var firstTrouble: Finding? {
    let troubles = filter(\.standing.isTrouble)
    return troubles.first { !$0.standing.isHeldUp }
      ?? troubles.first
  }
}

/// An exercise, how things stand with it, and the verdict when it was checked just now.
struct Finding: Sendable {
  let exercise: Exercise
  let standing: Standing
  var report: Supervisor.Report?
}
