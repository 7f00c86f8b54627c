import Checks
import Foundation
import Workbook

private struct Answers: WrongLesson09 {
  typealias Lines = LineRules
  let answer: @Sendable (String, [Hook]) throws -> String?

  func answer(to line: String, by hooks: [Hook]) throws -> String? { try answer(line, hooks) }
}

private struct Times: WrongLesson09 {
  typealias Lines = LineRules
  typealias Clock = () -> Date
  var server: @Sendable (@escaping Clock, TimeZone) -> Hook = { clock, zone in
    Hook(/TIME/) { _ in "TIME " + format(clock(), zone) }
  }
  var client: @Sendable () -> Hook = { Hook(/TIME .*/) { String($0.dropFirst(5)) } }

  func timeHook(clock: @escaping Clock, zone: TimeZone) throws -> Hook { server(clock, zone) }
  func shownTimeHook() throws -> Hook { client() }
}

private func format(
  _ date: Date, _ zone: TimeZone, _ pattern: String = "dd.MM.yyyy HH:mm:ss"
) -> String {
  let formatter = DateFormatter()
  formatter.locale = Locale(identifier: "en_US_POSIX")
  formatter.timeZone = zone
  formatter.dateFormat = pattern
  return formatter.string(from: date)
}

private func answering(
  _ name: String, _ summary: String,
  _ answer: @escaping @Sendable (String, [Hook]) throws -> String?
) -> WrongProgram {
  WrongProgram(exercise: "9.2", name: name, summary: summary) {
    ExerciseProgram.lesson09(Answers(answer: answer), $0)
  }
}

private func time(_ name: String, _ summary: String, _ times: Times) -> WrongProgram {
  WrongProgram(exercise: "9.3", name: name, summary: summary) {
    ExerciseProgram.lesson09(times, $0)
  }
}

/// An answer that writes the time in another format.
private func time(_ name: String, _ summary: String, format pattern: String) -> WrongProgram {
  time(
    name, summary,
    Times(server: { clock, zone in
      Hook(/TIME/) { _ in "TIME " + format(clock(), zone, pattern) }
    }))
}

private func right(_ line: String, _ hooks: [Hook]) -> String? {
  hooks.first { line.wholeMatch(of: $0.pattern) != nil }?.action(line)
}

extension WrongProgram {
  static let lesson09Hooks: [WrongProgram] = dispatch + times

  // MARK: 9.2

  private static let dispatch: [WrongProgram] = [
    answering("matchesAnywhere", "looks for the pattern somewhere in the line") { line, hooks in
      hooks.first { line.contains($0.pattern) }?.action(line)
    },
    answering("matchesPrefix", "matches the beginning of the line") { line, hooks in
      hooks.first { line.prefixMatch(of: $0.pattern) != nil }?.action(line)
    },
    answering("lastMatchWins", "goes on behind the first hook that matches") { line, hooks in
      var hook: Hook?
      for other in hooks where line.wholeMatch(of: other.pattern) != nil { hook = other }
      return hook?.action(line)
    },
    answering("stopsAtTheFirstWay", "matches the beginning, and compares its length") {
      line, hooks in
      hooks.first { line.prefixMatch(of: $0.pattern)?.range.upperBound == line.endIndex }?
        .action(line)
    },
    answering("ignoresCase", "makes capitals of the line") { line, hooks in
      hooks.first { line.uppercased().wholeMatch(of: $0.pattern) != nil }?.action(line)
    },
    answering("trimsTheLine", "trims the line") { line, hooks in
      right(line.trimmingCharacters(in: .whitespacesAndNewlines), hooks)
    },
    answering("inventsAnAnswer", "answers for the server") { line, hooks in
      right(line, hooks) ?? "MSG Command not found"
    },
    answering("throwsForUnknownLines", "throws when nothing matches") { line, hooks in
      guard let answer = right(line, hooks) else { throw LineProblem.tooLong }
      return answer
    },
    answering("callsOtherActions", "calls the actions of all that match") { line, hooks in
      let answers = hooks.filter { line.wholeMatch(of: $0.pattern) != nil }.map { $0.action(line) }
      return answers.first
    },
    answering("callsOtherActions-ofAll", "calls every action, and chooses then") { line, hooks in
      let answers = hooks.map { $0.action(line) }
      return zip(hooks, answers).first { line.wholeMatch(of: $0.0.pattern) != nil }?.1
    },
    answering("callsTwice", "asks whether there is an answer, and asks again") { line, hooks in
      right(line, hooks) == nil ? nil : right(line, hooks)
    },
    answering("passesOtherText", "gives the action no text") { line, hooks in
      hooks.first { line.wholeMatch(of: $0.pattern) != nil }?.action("")
    },
    answering("changesTheAnswer", "adds a newline") { line, hooks in
      right(line, hooks).map { $0 + "\n" }
    },
    answering("changesTheAnswer-trimming", "trims the answer") { line, hooks in
      right(line, hooks)?.trimmingCharacters(in: .whitespaces)
    },
    answering("wrongResult", "asks the first hook only") { line, hooks in
      guard let hook = hooks.first, line.wholeMatch(of: hook.pattern) != nil else { return nil }
      return hook.action(line)
    },
    answering("crashes", "takes for granted that there is a hook") { line, hooks in
      line.wholeMatch(of: hooks[0].pattern) != nil ? hooks[0].action(line) : nil
    },
  ]

  // MARK: 9.3

  private static let times: [WrongProgram] = [
    time("wrongDateOrder", "writes the month first", format: "MM.dd.yyyy HH:mm:ss"),
    time("wrongDateOrder-yearFirst", "writes the year first", format: "yyyy-MM-dd HH:mm:ss"),
    time("wrongDateOrder-timeFirst", "writes the time first", format: "HH:mm:ss dd.MM.yyyy"),
    time("otherSeparators", "writes slashes", format: "dd/MM/yyyy HH:mm:ss"),
    time("minutesForTheMonth", "writes mm for the month", format: "dd.mm.yyyy HH:mm:ss"),
    time("monthForTheMinutes", "writes MM for the minutes", format: "dd.MM.yyyy HH:MM:ss"),
    time("twelveHourClock", "writes hh for the hour", format: "dd.MM.yyyy hh:mm:ss"),
    time("hourFromOne", "writes kk for the hour", format: "dd.MM.yyyy kk:mm:ss"),
    time("unpadded", "writes one digit where one is enough", format: "d.M.yyyy H:m:s"),
    time("unpadded-day", "writes the day as it is", format: "d.MM.yyyy HH:mm:ss"),
    time("weekYear", "writes the year of the week", format: "dd.MM.YYYY HH:mm:ss"),
    time("twoDigitYear", "writes two digits of the year", format: "dd.MM.yy HH:mm:ss"),
    time("wrongResult", "leaves the seconds out", format: "dd.MM.yyyy HH:mm"),
    time(
      "forgetsTheWord", "answers the time alone",
      Times(server: { clock, zone in Hook(/TIME/) { _ in format(clock(), zone) } })),
    time(
      "sendsTheNewline", "adds the newline",
      Times(server: { clock, zone in
        Hook(/TIME/) { _ in "TIME " + format(clock(), zone) + "\n" }
      })),
    time(
      "ignoresTheZone", "takes the machine's time zone",
      Times(server: { clock, _ in Hook(/TIME/) { _ in "TIME " + format(clock(), .current) } })),
    time(
      "ignoresTheSeason", "asks once how far the zone is from UTC",
      Times(server: { clock, zone in
        let fixed = TimeZone(secondsFromGMT: zone.secondsFromGMT(for: clock())) ?? zone
        return Hook(/TIME/) { _ in "TIME " + format(clock(), fixed) }
      })),
    time(
      "ignoresTheClock", "takes the machine's clock",
      Times(server: { _, zone in Hook(/TIME/) { _ in "TIME " + format(.now, zone) } })),
    time(
      "remembersTheTime", "asks the clock when the hook is made",
      Times(server: { clock, zone in
        let now = format(clock(), zone)
        return Hook(/TIME/) { _ in "TIME " + now }
      })),
    time(
      "neverMatches", "lets the server's hook wait for an argument",
      Times(server: { clock, zone in
        Hook(/TIME .*/) { _ in "TIME " + format(clock(), zone) }
      })),
    time(
      "neverMatches-theAnswer", "registers the client's hook for the word alone",
      Times(client: { Hook(/TIME/) { String($0.dropFirst(5)) } })),
    time(
      "matchesTooMuch", "lets anything follow the word",
      Times(server: { clock, zone in Hook(/TIME.*/) { _ in "TIME " + format(clock(), zone) } })),
    time(
      "matchesTooMuch-client", "lets the client's hook match every line",
      Times(client: { Hook(/.*/) { String($0.dropFirst(5)) } })),
    time(
      "showsTheWord", "shows the line as it came", Times(client: { Hook(/TIME .*/) { $0 } })),
    time(
      "wrongResult-client", "shows the date without the time",
      Times(client: { Hook(/TIME .*/) { String($0.split(separator: " ")[1]) } })),
  ]
}
