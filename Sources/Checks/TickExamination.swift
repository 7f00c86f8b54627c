import Workbook

/// The examination of exercise 3.3: days on which the work takes long, on a virtual clock.
enum TickExamination {
  /// What happens: how long the work takes before the first tick, and after each.
  private struct Day {
    let name: String
    var interval = Duration.seconds(3)
    var before = Duration.zero
    let work: [Duration]
    /// The tick numbers that are right.
    let ticks: [Int]
  }

  private static let days = [
    Day(name: "work that takes no time", work: [.zero, .zero, .zero], ticks: [1, 2, 3, 4]),
    Day(
      name: "work that takes 1 s after each tick", work: [.seconds(1), .seconds(1), .seconds(1)],
      ticks: [1, 2, 3, 4]),
    Day(
      name: "10 s of work after the first tick", work: [.seconds(10), .zero, .zero],
      ticks: [1, 5, 6, 7]),
    Day(
      name: "delays now and then", work: [.seconds(4), .milliseconds(2500), .seconds(31)],
      ticks: [1, 3, 4, 15]),
    Day(
      name: "2 s between init and the first next()", before: .seconds(2),
      work: [.zero, .zero, .zero], ticks: [1, 2, 3, 4]),
    Day(
      name: "work that takes 0.2 s", interval: .milliseconds(500),
      work: [.milliseconds(200), .milliseconds(200), .milliseconds(1200)], ticks: [1, 2, 3, 6]),
  ]

  static func run<Work: Exercise3_3>(_ work: Work) throws {
    try examineClock(work)
    for day in days {
      Judgement.isGiven(["an interval of \(day.interval / .seconds(1)) s, \(day.name)"])
      let clock = VirtualClock(startingAt: .seconds(1000))
      var ticker = Work.Ticker(every: day.interval, clock: clock)
      clock.advance(by: day.before)
      var seen: [(tick: Int, at: Duration)] = []
      for work in day.work + [.zero] {
        let tick = try Lesson03Checks.answering(day.name) { try ticker.next() }
        seen.append((tick, clock.now - .seconds(1000)))
        clock.advance(by: work)
      }
      let expected = day.ticks.map { (tick: $0, at: day.interval * $0) }
      let wrong = zip(expected, seen).enumerated().first { $0.element.0 != $0.element.1 }
      if let wrong { throw wrongTicks(day, seen, expected, at: wrong.offset) }
    }
  }

  /// Whether it waits for the clock that it was given, and not for another one.
  private static func examineClock<Work: Exercise3_3>(_ work: Work) throws {
    let clock = VirtualClock(startingAt: .seconds(1000))
    // So short that an answer which waits for a real clock is back at once.
    var ticker = Work.Ticker(every: .milliseconds(10), clock: clock)
    for _ in 1...2 {
      _ = try Lesson03Checks.answering("an interval of 0.01 s") { try ticker.next() }
    }
    if clock.now > .seconds(1000) { return }
    throw Mistake(
      "ignoresTheClock",
      "Tick 1 is due an interval after `init`, and next() returns without having waited for that by "
        + "the clock that it was given.",
      advice: "wait with clock.sleep(until:); no other clock and no other sleep count here.")
  }

  private static func wrongTicks(
    _ day: Day, _ seen: [(tick: Int, at: Duration)], _ expected: [(tick: Int, at: Duration)],
    at index: Int
  ) -> Mistake {
    let drawing =
      ["With \(day.name), every \(day.interval / .seconds(1)) s:", "  expected            yours"]
      + zip(expected, seen).map { wanted, got in
        let left = "tick \(wanted.tick) at \(wanted.at / .seconds(1)) s"
        let gap = String(repeating: " ", count: max(1, 20 - left.count))
        return "  \(left)\(gap)tick \(got.tick) at \(got.at / .seconds(1)) s"
          + (wanted == got ? "" : "   ◀")
      }
    let (wanted, got) = (expected[index], seen[index])
    let before = index == 0 ? day.before : day.work[index - 1]
    let (id, sentence, advice): (String, String, String)
    if wanted.at == got.at {
      let isStuck = index > 0 && got.tick == seen[index - 1].tick
      (id, sentence, advice) = (
        "renumbersTicks",
        "The time is right and the number is not: tick n is the one due n intervals after the start, "
          + "also when some before it were skipped.",
        isStuck
          ? "keep the number of the last tick in a property, and set it each time."
          : "work the number out from the time since the start."
      )
    } else if index > 0, before > day.interval, got.at < wanted.at {
      (id, sentence, advice) = (
        "catchesUpInABurst",
        "After a delay it delivers the ticks it has missed one after the other, at once. Nobody "
          + "needs to be told what time it was.",
        "skip to the first tick that is still to come."
      )
    } else if index > 0, before > .zero, got.at == seen[index - 1].at + before + day.interval {
      (id, sentence, advice) = (
        "sleepsAfterWork",
        "It sleeps a whole interval after the work, so that each tick is late by all the work "
          + "before it: the ticks drift.",
        "sleep until start + n × interval, instead of for an interval."
      )
    } else if index == 0, day.before > .zero, got.at == day.before + day.interval {
      (id, sentence, advice) = (
        "startsLate",
        "It takes the first call of next() for the start. The start is `init`: that is when the "
          + "client was accepted.",
        "note clock.now in `init`, not in `next()`."
      )
    } else {
      (id, sentence, advice) = (
        "wrongResult", "The ticks do not come at start + n × interval.",
        index == 0
          ? "the first tick has the number 1, and comes one interval after `init`."
          : "note the clock's time in init, and work out from it when tick n is due."
      )
    }
    return Mistake(id, sentence, drawing: drawing, advice: advice)
  }
}
