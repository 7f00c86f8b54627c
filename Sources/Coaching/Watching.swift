import Checks
import Foundation
import LessonKit
import Processes

extension Coach {
  /// `watch`: checks the lesson in hand whenever a file of it is saved, until q or Ctrl-C;
  /// `watch 2.3` begins there.
  func watch(_ words: [String]) throws -> Int32 {
    let chosen = try Choice(words, in: clone, for: "watch").exercises.first
    guard let start = chosen ?? inHand ?? clone.exercises.first else {
      throw Trouble("there are no exercises.", next: "swift run coach")
    }
    return Watch(self, at: start, isFixed: words.count == 1 && chosen != nil).run()
  }
}

/// The loop of `watch`: files on one side, keys on the other, and one check at a time.
private final class Watch {
  private enum Event: Sendable {
    case key(UInt8)
    case checked(Lesson, Result<[Finding], Trouble>)
    /// The program that was started by a key has ended.
    case ran
    case resumed
  }

  private let coach: Coach
  private let inbox = Inbox<Event>()
  /// The exercise that the keys are about.
  private var focus: Exercise
  /// What the last check of each lesson has found.
  private var findings: [String: [Finding]] = [:]
  private var isBusy = false
  /// Whether a file was saved that was not checked yet.
  private var isDue = true
  /// Whether the focus goes to the first exercise that does not pass.
  private var seeksFocus: Bool
  private let hasKeys = Terminal.isThere

  init(_ coach: Coach, at focus: Exercise, isFixed: Bool) {
    self.coach = coach
    self.focus = focus
    seeksFocus = !isFixed
  }

  private var speaker: Speaker { coach.speaker }
  private var lesson: Lesson { coach.clone.lesson(of: focus) }

  func run() -> Int32 {
    speaker.tell(
      "Watching your files: each time you save one, its lesson is checked. "
        + (hasKeys ? "" : "Ctrl-C ends it."))
    if hasKeys { listen() }
    var saved = Saved(in: coach.clone)
    announce()
    while true {
      let event = inbox.next(within: 0.1)
      switch event {
      case .key(let key): if press(key) { return leave() }
      case .checked(let lesson, let result):
        isBusy = false
        if isDue { break }
        tell(lesson, result)
      case .ran:
        isBusy = false
        atInterruption()
        prompt()
      case .resumed: prompt()
      case nil: break
      }
      let now = Saved(in: coach.clone)
      let changes = now.changes(since: saved)
      saved = now
      if !changes.isEmpty {
        turn(to: changes)
        if !isDue { announce() }
        isDue = true
      } else if isDue, !isBusy, event == nil {
        // Nothing has changed for a moment: the editor has finished saving.
        isDue = false
        check()
      }
    }
  }

  // MARK: Checking

  /// The lesson in hand is the one whose file was saved.
  private func turn(to changes: [String]) {
    let exercises = coach.clone.exercises
    if let exercise = exercises.first(where: { changes.contains($0.path) }) {
      focus = exercise
      seeksFocus = false
    } else if let path = changes.first,
      let other = coach.clone.lessons.first(where: { path.hasPrefix($0.exerciseFolder + "/") }),
      other.number != lesson.number, let exercise = other.exercises.first
    {
      focus = exercise
      seeksFocus = true
    }
  }

  private func announce() {
    speaker.say("")
    speaker.say("checking lesson \(lesson.spoken) …")
  }

  private func check() {
    isBusy = true
    let (lesson, examiner, inbox) = (lesson, coach.examiner, inbox)
    Thread.detachNewThread {
      let result = Result { try examiner.check(lesson, announces: false) }
        .mapError { error in
          error as? Trouble ?? Trouble(FileTrouble.reason(error), next: "swift run coach doctor")
        }
      inbox.put(.checked(lesson, result))
    }
  }

  private func tell(_ lesson: Lesson, _ result: Result<[Finding], Trouble>) {
    switch result {
    case .failure(let trouble):
      speaker.say(trouble.description)
      speaker.next(trouble.next)
    case .success(let found):
      findings[lesson.number] = found
      let states = found.map { "\($0.exercise.id) \($0.standing.words)" }
      speaker.tell(states.joined(separator: ", "))
      speaker.say("")
      if seeksFocus { seek(in: found) }
      tellFocus(found)
    }
    speaker.say("")
    prompt()
  }

  private func tellFocus(_ found: [Finding]) {
    guard let own = found.first(where: { $0.exercise.id == focus.id }) else { return }
    tell(own)
    guard own.standing == .passed else { return }
    if let other = found.firstTrouble {
      speaker.say("")
      focus = other.exercise
      tell(other)
    } else if let open = found.first(where: { $0.standing == .notStarted }) {
      speaker.say("")
      focus = open.exercise
      verdicts.tell(open)
    } else {
      speaker.tell(
        "Lesson \(lesson.spoken) is done: all its exercises pass."
          + (hasKeys ? " r runs your own server and client, n goes on." : ""))
    }
  }

  private func tell(_ finding: Finding) {
    verdicts.tell(finding)
    // Nothing to be changed in the file itself, and so nothing to save.
    guard let remedy = Remedy(finding, in: coach.clone), !remedy.isToSave else { return }
    speaker.tell(remedy.sentence)
    speaker.say("  " + remedy.command)
  }

  private func seek(in found: [Finding]) {
    seeksFocus = false
    let open = found.firstTrouble ?? found.first { $0.standing == .notStarted }
    if let open { focus = open.exercise }
  }

  private var verdicts: Verdicts { coach.verdicts }

  /// The keys, or what else to do now: the last line of whatever was said.
  private func prompt() {
    speaker.say(
      hasKeys
        ? "\(focus.id): h hint, n next, b back, r run, q quit; or save a file"
        : "Next: change \(focus.path) and save it")
  }

  // MARK: Keys

  private func listen() {
    let inbox = inbox
    // Ctrl-Z, and then fg.
    Terminal.shared.begin { inbox.put(.resumed) }
    atInterruption()
    Thread.detachNewThread {
      var keys = [UInt8](repeating: 0, count: 64)
      while true {
        let count = read(STDIN_FILENO, &keys, keys.count)
        if count < 0, errno == EINTR { continue }
        // The terminal has gone: as if somebody had left.
        if count <= 0 { return inbox.put(.key(UInt8(ascii: "q"))) }
        // Escape and what comes with it is an arrow, or a function key: none of ours.
        if keys[0] == 0x1B { continue }
        for key in keys.prefix(count) { inbox.put(.key(key)) }
      }
    }
  }

  private func atInterruption() {
    ChildProcess.atInterruption {
      Terminal.putBack()
      Coach.tellNextAtLast()
    }
  }

  /// - Returns: whether to leave.
  private func press(_ key: UInt8) -> Bool {
    switch Character(UnicodeScalar(key)) {
    case "q", "Q", "\u{04}": return true
    case "h", "H": hint()
    case "n", "N": goOn(among: coach.clone.exercises)
    case "b", "B": goOn(among: coach.clone.exercises.reversed())
    case "r", "R": runProgram()
    default: break
    }
    return false
  }

  private func hint() {
    speaker.say("")
    do {
      try coach.tellHint(focus, isAtKeys: true)
    } catch {
      speaker.say("\(error)")
    }
    prompt()
  }

  /// The next exercise that does not pass, as far as is known.
  ///
  /// - Parameter exercises: those of the course, in the order in which one goes.
  private func goOn(among exercises: [Exercise]) {
    let before = lesson
    focus =
      NextExercise.behind(focus, among: exercises) { !isPassed($0) }
      ?? NextExercise.behind(focus, among: exercises) { _ in true } ?? focus
    speaker.say("")
    let open = before.exercises.filter { !isPassed($0) }.map(\.id)
    if lesson.number != before.number, !open.isEmpty {
      let ids = open.formatted(.list(type: .and).locale(Locale(identifier: "en_GB")))
      speaker.tell("\(ids) \(open.count == 1 ? "stays" : "stay") open.")
    }
    if lesson.number != before.number, findings[lesson.number] == nil {
      isDue = true
      announce()
    } else {
      tellFocus(known(focus))
      speaker.say("")
      prompt()
    }
  }

  private func known(_ exercise: Exercise) -> [Finding] {
    let found = findings[exercise.lesson] ?? []
    return found.filter { $0.exercise.id == exercise.id }
  }

  private func isPassed(_ exercise: Exercise) -> Bool {
    if let finding = known(exercise).first { return finding.standing.isPassed }
    return !coach.isOpen(exercise)
  }

  private func runProgram() {
    if isBusy {
      speaker.say("wait for the check …")
      return
    }
    speaker.say("")
    isBusy = true
    let demonstration = Demonstration(
      program: coach.clone.path(".build/debug/\(lesson.product)"), exercise: focus.id,
      folder: coach.clone.root, speaker: speaker)
    let inbox = inbox
    Thread.detachNewThread {
      demonstration.run()
      inbox.put(.ran)
    }
  }

  private func leave() -> Int32 {
    ChildProcess.endAll()
    speaker.say("")
    speaker.next("swift run coach")
    return 0
  }
}
