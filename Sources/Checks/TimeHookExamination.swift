import Foundation
import Tape
import Workbook

/// The examination of exercise 9.3: two hooks, a clock that stands where the check has put it, and
/// time zones that are not this machine's.
struct TimeHookExamination<Work: Exercise9_3> {
  let work: Work

  func run(_ trial: inout Trial) throws {
    let moments = [
      // One thing at a time goes wrong, and the last day of a year does with the week's year.
      Moment(21, 11, 2026, 13, 45, trial.number(in: 10...59), minutesFromUTC: 330),
      Moment(9, 3, 2026, 4, 5, trial.number(in: 0...9), minutesFromUTC: -270),
      Moment(31, 12, 2026, 23, 59, trial.number(in: 10...59), minutesFromUTC: -600),
      Moment(1, 1, 2027, 0, 30, trial.number(in: 10...59), minutesFromUTC: 840),
      Moment(29, 2, 2028, 12, 0, trial.number(in: 10...59), minutesFromUTC: 0),
    ]
    try examineServersPattern(moments[0])
    for moment in moments { try examineAnswer(at: moment) }
    try examineMemory(moments[0], moments[1])
    try examineSeasons()
    try examineClients(moments)
  }

  // MARK: The server's

  private func serversHook(_ moment: Moment, _ clock: @escaping () -> Date) throws -> Hook {
    Judgement.isGiven(moment.drawing)
    do {
      return try work.timeHook(clock: clock, zone: moment.zone)
    } catch let error where !(error is NotStarted) {
      throw Mistake.refusal(error, of: "a clock and a time zone")
    }
  }

  private func examineServersPattern(_ moment: Moment) throws {
    let hook = try serversHook(moment) { moment.date }
    try examine(
      hook, "the server's hook", matches: ["TIME"],
      butNot: ["TIMES", "TIME 5", "TIME ", "OVERTIME", "HELLO", "", "time", "ANYTHING"])
  }

  private func examineAnswer(at moment: Moment) throws {
    var asked = 0
    let hook = try serversHook(moment) {
      asked += 1
      return moment.date
    }
    let yours = hook.action("TIME")
    let expected = "TIME \(moment.text)"
    if yours.utf8.elementsEqual(expected.utf8) { return }
    let drawing = moment.drawing + [""] + comparison(expected, yours)
    if asked == 0 { throw mistake(.ignoresTheClock, drawing) }
    throw moment.fault(of: yours).map { mistake($0, drawing) }
      ?? Mistake(
        "wrongResult", "This is not the answer to TIME at that moment.", drawing: drawing,
        advice: "answer `TIME`, a space, and the time as dd.MM.yyyy HH:mm:ss.")
  }

  private func examineMemory(_ first: Moment, _ second: Moment) throws {
    var now = first.date
    let hook = try serversHook(first) { now }
    _ = hook.action("TIME")
    now += 3600
    let later = first.later(by: 3600)
    let yours = hook.action("TIME")
    if yours == "TIME \(later.text)" { return }
    let drawing =
      [
        "the hook is made, and asked", "the clock goes on for an hour", "the hook is asked again",
        "",
      ]
      + comparison("TIME \(later.text)", yours)
    throw mistake(.remembersTheTime, drawing)
  }

  /// One hook, in a zone whose clocks are put forward in summer.
  private func examineSeasons() throws {
    // Where the system has no table of time zones, nobody can know it.
    guard let zone = TimeZone(identifier: "Europe/Berlin") else { return }
    let seasons = [Moment(1, 7, 2026, 14, 0, 0, in: zone), Moment(1, 12, 2026, 13, 0, 0, in: zone)]
    var now = seasons[0].date
    let hook = try serversHook(seasons[0]) { now }
    for moment in seasons {
      now = moment.date
      let yours = hook.action("TIME")
      if yours == "TIME \(moment.text)" { continue }
      throw mistake(
        .ignoresTheSeason,
        ["one hook, in the time zone Europe/Berlin, asked in July and in December", ""]
          + comparison("TIME \(moment.text)", yours))
    }
  }

  // MARK: The client's

  private func examineClients(_ moments: [Moment]) throws {
    let hook: Hook
    do {
      hook = try work.shownTimeHook()
    } catch let error where !(error is NotStarted) {
      throw Mistake.refusal(error, of: "nothing at all: shownTimeHook() has no input")
    }
    try examine(
      hook, "the client's hook", matches: moments.map { "TIME \($0.text)" },
      butNot: [
        "MSG Welcome aboard !", "CLOSE CONFIRM", "MSG TIME \(moments[0].text)",
        "TIMES \(moments[0].text)", "MSG Command not found", "",
      ])
    for moment in moments {
      let line = "TIME \(moment.text)"
      let yours = hook.action(line)
      if yours.utf8.elementsEqual(moment.text.utf8) { continue }
      let drawing = ["received  \"\(line)\""] + comparison(moment.text, yours)
      if yours.contains("TIME") { throw mistake(.showsTheWord, drawing) }
      throw Mistake(
        "wrongResult", "The client's hook shows something else than the time in the line.",
        drawing: drawing, advice: "return what stands behind `TIME` and the space, as it is.")
    }
  }

  // MARK: Both

  private func examine(
    _ hook: Hook, _ name: String, matches right: [String], butNot wrong: [String]
  ) throws {
    for line in right where line.wholeMatch(of: hook.pattern) == nil {
      throw mistake(.neverMatches, ["\(name) is not for the line", "", "  \"\(line)\""])
    }
    for line in wrong where line.wholeMatch(of: hook.pattern) != nil {
      throw mistake(.matchesTooMuch, ["\(name) is also for the line", "", "  \"\(line)\""])
    }
  }

  private func mistake(_ fault: TimeFault, _ drawing: [String]) -> Mistake {
    let (sentence, advice) = fault.explanation
    return Mistake(fault.rawValue, sentence, drawing: drawing, advice: advice)
  }

  private func comparison(_ expected: String, _ yours: String) -> [String] {
    [
      "expected  \"\(expected)\"", "yours     \"\(Readable.text(yours.utf8.prefix(60)))\"",
      String(repeating: " ", count: 11 + zip(expected, yours).prefix { $0 == $1 }.count) + "^",
    ]
  }
}
