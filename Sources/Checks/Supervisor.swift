import Foundation
import Processes
import Sockets

/// Has an exercise judged in a child process, so that whatever the answer does (a trap, an
/// endless loop, a call of exit) is one verdict and nobody else notices.
public struct Supervisor: Sendable {
  /// How a process that judged has ended, and what it wrote.
  public struct Outcome: Sendable {
    let ending: ChildProcess.Ending
    let printed: String
    let standardError: String

    public init(ending: ChildProcess.Ending, printed: String, standardError: String) {
      self.ending = ending
      self.printed = printed
      self.standardError = standardError
    }
  }

  /// Has `judge ID SEED FILE` done in another process.
  private let run: @Sendable (_ words: [String]) throws -> Outcome
  /// How long an examination may take, in whole seconds; the slowest takes a tenth of one.
  static let limit = 4 * UInt32(Platform.slowness)

  /// - Parameters:
  ///   - program: the one that judges when it is given `judge ID SEED FILE`: an exercise's own.
  ///   - leadingArguments: what stands before `judge` on its command line.
  ///   - namesLines: whether the verdict on a crash names the line, which costs a tenth of a
  ///     second of processor time.
  public init(program: String, leadingArguments: [String] = [], namesLines: Bool = true) {
    run = { words in
      let child = try ChildProcess(
        program, leadingArguments + words, environment: Self.environment(namesLines: namesLines))
      let ending = child.wait(within: .seconds(Double(Self.limit) + 1))
      child.killGroup()
      return Outcome(
        ending: ending, printed: child.standardOutput, standardError: child.standardError)
    }
  }

  /// - Parameter run: has `judge ID SEED FILE` done in a process that has `environment(namesLines:)`;
  ///   throws when there can be none.
  public init(run: @escaping @Sendable (_ words: [String]) throws -> Outcome) {
    self.run = run
  }

  /// What the runtime of a process that judges is to know.
  public static func environment(namesLines: Bool) -> [String: String] {
    [
      // The runtime says which line trapped. (ThreadSanitizer and the runtime's backtraces cannot both
      // stop a thread.)
      "SWIFT_BACKTRACE": namesLines && Platform.slowness == 1 ? backtrace : "enable=no",
      // The same seed gives the same verdict, also when a dictionary's order is in it.
      "SWIFT_DETERMINISTIC_HASHING": "1",
    ]
  }
  private static let backtrace =
    "enable=yes,color=no,interactive=no,threads=crashed,registers=none,images=none,limit=16,top=0"

  /// What came of one exercise.
  public struct Report: Sendable {
    public let exercise: Exercise
    public let verdict: Verdict
    public let seed: UInt64
    /// What the answer printed while it was examined, for the learner's own debugging.
    public let printed: String
    /// What else is to be known before one looks for the mistake.
    public var note: String?
  }

  /// The seed for this run: SEED from the environment, or a new one.
  public static func seed() -> UInt64 {
    guard let text = ProcessInfo.processInfo.environment["SEED"] else {
      return UInt64.random(in: 0..<1_000_000)
    }
    if let seed = UInt64(text) { return seed }
    let sentence = "SEED needs a whole number from 0, not \"\(text)\".\n"
    try? FileHandle.standardError.write(contentsOf: Data(sentence.utf8))
    exit(64)
  }

  /// The verdict on one exercise; with a mistake also, whether the exercise that it leans on passes.
  ///
  /// - Parameter exercises: those of the lesson.
  public func judge(
    _ exercise: Exercise, among exercises: [Exercise], seed: UInt64 = Supervisor.seed()
  ) -> Report {
    var report = judge(exercise, seed: seed)
    if case .mistake = report.verdict,
      let other = exercises.first(where: { $0.id == exercise.leansOn }),
      case .mistake = judge(other, seed: seed).verdict
    {
      report.note =
        "Your \(other.id) does not pass either. If you call it here, mend it first: \(other.command)"
    }
    return report
  }

  /// The verdict on one exercise.
  public func judge(_ exercise: Exercise, seed: UInt64 = Supervisor.seed()) -> Report {
    let file = NSTemporaryDirectory() + "verdict-\(UUID().uuidString).json"
    defer {
      for path in [file, file + ".input"] { try? FileManager.default.removeItem(atPath: path) }
    }
    do {
      let outcome = try run(["judge", exercise.id, "\(seed)", file])
      let verdict =
        Judgement.read(from: file)
        ?? .mistake(
          Containment.mistake(
            outcome.ending, outcome.standardError, notes: Judgement.lastInput(of: file),
            limit: Self.limit))
      return Report(exercise: exercise, verdict: verdict, seed: seed, printed: outcome.printed)
    } catch {
      let mistake = Mistake(
        "crashes", "The program that judges cannot be started: \(error)",
        advice: "build it: swift build.")
      return Report(exercise: exercise, verdict: .mistake(mistake), seed: seed, printed: "")
    }
  }
}

/// Makes sense of a child process that ended without a verdict.
enum Containment {
  static func mistake(
    _ ending: ChildProcess.Ending, _ standardError: String,
    notes: (crash: String, input: [String]), limit: UInt32
  ) -> Mistake {
    switch ending {
    case .stillRunning, .signal(SIGALRM), .signal(SIGXCPU):
      return Mistake(
        "neverEnds",
        "It does not come to an end: it was still running after "
          + (ending == .signal(SIGXCPU) ? "a second of nothing but computing." : "\(limit) s."),
        drawing: given(notes.input) + lastLines(of: standardError),
        advice:
          "look for a loop whose condition never changes, or for a lock that is taken twice or "
          + "never given back.")
    case .signal, .status:
      let words = fatalError(in: standardError) ?? describe(ending)
      let place = trap(in: standardError)
      return Mistake(
        words.contains(misaligned) ? "unalignedLoad" : notes.crash,
        "It crashes: \(words)" + (place.map { "\nAt \($0)" } ?? ""),
        drawing: given(notes.input) + (place == nil ? lastLines(of: standardError) : []),
        advice: advice(on: words, ending))
    }
  }

  private static func advice(on words: String, _ ending: ChildProcess.Ending) -> String {
    if words.contains("Recursive call to lock Mutex") {
      return
        "withLock is called inside of withLock, perhaps by a function that you call there: whoever "
        + "is inside cannot enter again. Get out first."
    }
    if words.contains(misaligned) {
      return
        "`load(as:)` reads only from places that are multiples of the type's size, and a packet may "
        + "begin anywhere. Put the number together out of its bytes, or use `loadUnaligned(as:)`."
    }
    if words.contains("is not representable") || words.contains("Not enough bits") {
      return
        "that number does not fit into the type that you make of it. Where you want its bits, "
        + "`truncatingIfNeeded:` takes the lowest ones; where you want its value, look first."
    }
    if words.contains("arithmetic overflow") {
      return
        "the result has no place in the type of its operands. Make larger numbers of them before you "
        + "compute: Int(…)."
    }
    if words.contains("ivision by zero") {
      return "whole numbers cannot be divided by 0: compare the divisor with 0 before you divide."
    }
    if case .status = ending, !words.contains("atal error") {
      return "find the call of `exit`; a server goes on, whatever happens to one client."
    }
    return
      "look at that line, and at what it was given: an index outside of an array, a `!` on nil, "
      + "`try!` on an error, a number out of range, a `precondition` that does not hold?"
  }

  private static let misaligned = "misaligned raw pointer"

  private static func given(_ input: [String]) -> [String] {
    input.isEmpty ? [] : ["It was given:"] + input
  }

  /// What the runtime said: `Fatal error: Index out of range`.
  private static func fatalError(in text: String) -> String? {
    let line = text.split(separator: "\n").first {
      $0.contains("Fatal error") || $0.contains("Swift runtime failure")
    }
    return line.map { line in
      let start = line.range(of: "Fatal error") ?? line.range(of: "Swift runtime failure")
      return line[(start?.lowerBound ?? line.startIndex)...].replacing("***", with: "")
        .trimmingCharacters(in: .whitespaces)
    }
  }

  /// The innermost line of the learner's own files in the backtrace.
  private static func trap(in text: String) -> String? {
    let own = ["/Lessons/", "/Solutions/", "/WrongPrograms/"]
    for line in text.split(separator: "\n") {
      guard let at = line.range(of: " at /", options: .backwards),
        own.contains(where: line.contains)
      else { continue }
      let place = line[line.index(after: at.lowerBound)...].dropFirst(3)
      let parts = place.split(separator: ":")
      if parts.count >= 2 {
        return "\(parts[0]):\(parts[1])".replacing("\(PackageFolder.root)/", with: "")
      }
    }
    return nil
  }

  private static func describe(_ ending: ChildProcess.Ending) -> String {
    switch ending {
    case .signal(let number): "the process ended by signal \(number)."
    case .status(let status): "the process ended itself with status \(status), before a verdict."
    case .stillRunning: "it is still running."
    }
  }

  private static func lastLines(of text: String) -> [String] {
    text.split(separator: "\n").prefix(6).map { String($0.prefix(76)) }
  }
}
