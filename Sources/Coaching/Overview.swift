import Checks

extension Coach {
  /// `swift run coach`: where I am, and what is next.
  func overview() throws -> Int32 {
    let findings = try standings()
    let passed = findings.count(where: \.standing.isPassed)
    speaker.say("Sockets, in Swift: \(passed) of \(findings.count) exercises passed")
    speaker.say("")
    let width = clone.lessons.map(\.exercises.count).max() ?? 0
    for lesson in clone.lessons {
      row(lesson, findings.filter { $0.exercise.lesson == lesson.number }, width: width)
    }
    speaker.say("")
    legend(findings)
    tellOlder(findings)
    tellNext(findings)
    return 0
  }

  /// How things stand everywhere: as noted, or checked now where something has changed.
  func standings() throws -> [Finding] {
    let checks = clone.checksVersion
    var findings: [Finding] = []
    for lesson in clone.lessons {
      if let known = examiner.known(lesson, checks: checks) {
        findings += known
        continue
      }
      do {
        findings += try examiner.check(lesson)
      } catch let trouble as Trouble {
        // One lesson that cannot be checked keeps no other from it.
        speaker.note("coach: lesson \(lesson.spoken): \(trouble.description)")
        speaker.note("for lesson \(lesson.spoken): \(trouble.next)")
        findings += examiner.findings(lesson.exercises, heldUpBy: trouble)
      }
    }
    return findings
  }

  /// ` 2  Messages out of a stream  [##!.]  2 of 4, 2.3 dropsSurplus`
  private func row(_ lesson: Lesson, _ findings: [Finding], width: Int) {
    let bar = "[" + findings.map { mark($0.standing) }.joined() + "]"
    let gap = String(repeating: " ", count: max(0, width - findings.count) + 2)
    let passed = findings.count(where: \.standing.isPassed)
    let reason = findings.firstTrouble.map { "\($0.exercise.id) \($0.standing.words)" }
    let fits = (reason?.count ?? 0) + 2 <= speaker.columns - width - 32
    let number = String(repeating: " ", count: max(0, 2 - lesson.spoken.count)) + lesson.spoken
    let title = lesson.title.padding(toLength: 25, withPad: " ", startingAt: 0)
    let row = "\(number) \(title)\(bar)\(gap)\(passed) of \(findings.count)"
    speaker.say(row + (fits ? reason.map { ", \($0)" } ?? "" : ""))
    if let reason, !fits { speaker.tell(reason, indent: 3) }
  }

  private func mark(_ standing: Standing) -> String {
    switch standing {
    case .passed: speaker.paint(standing.mark, .green)
    case .notStarted: standing.mark
    case .passedBefore: speaker.paint(standing.mark, .yellow)
    default: speaker.paint(standing.mark, .red)
    }
  }

  /// What the marks mean, of those that stand there.
  private func legend(_ findings: [Finding]) {
    let compiles = findings.allSatisfy {
      if case .doesNotCompile = $0.standing { true } else { $0.standing.mark != "x" }
    }
    let marks = [
      ("#", "passed"), ("!", "a mistake"),
      ("x", compiles ? "does not compile" : "cannot be checked"), ("?", "check again"),
      (".", "not started"),
    ]
    let used = Set(findings.map(\.standing.mark))
    speaker.say(
      marks.filter { used.contains($0.0) }.map { "\($0.0) \($0.1)" }.joined(separator: "   "))
    speaker.say("")
  }

  private func tellOlder(_ findings: [Finding]) {
    let older = findings.filter { $0.standing == .passedBefore }.map(\.exercise.id)
    if older.isEmpty { return }
    speaker.tell(
      "\(older.joined(separator: ", ")): passed under older checks, check again. "
        + "The course has changed since: swift run coach check")
    speaker.say("")
  }

  private func tellNext(_ findings: [Finding]) {
    guard let exercise = NextExercise.after(findings, in: clone),
      let finding = findings.first(where: { $0.exercise.id == exercise.id })
    else {
      speaker.tell(
        "All exercises pass. \(clone.lessons.last?.product ?? "exercise07") and the others are "
          + "servers and clients that run on your code:")
      speaker.next("swift run \(clone.lessons.last?.product ?? "exercise07")")
      return
    }
    let lesson = clone.lesson(of: exercise)
    let isNew = findings.filter { $0.exercise.lesson == lesson.number }
      .allSatisfy { $0.standing == .notStarted }
    if isNew {
      speaker.tell("Next is lesson \(lesson.spoken), \(lesson.title). Its text, which comes first:")
      speaker.say("  \(lesson.readme)")
      speaker.tell("Its first exercise is \(exercise.id), \(exercise.title), in this file:")
    } else {
      speaker.tell("You are at exercise \(exercise.id), \(exercise.title):")
    }
    speaker.say("  \(clone.place(of: exercise))")
    if let remedy = Remedy(finding, in: clone) {
      if !remedy.isToSave || finding.standing.isHeldUp {
        speaker.tell("\(exercise.id) \(finding.standing.words). \(remedy.sentence)")
      }
      speaker.next(remedy.command)
    } else {
      speaker.tell("While you write there, this checks it whenever you save:")
      speaker.next("swift run coach watch")
    }
  }
}
