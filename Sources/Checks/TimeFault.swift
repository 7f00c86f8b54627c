/// What an answer to exercise 9.3 can do wrong.
enum TimeFault: String, CaseIterable {
  case neverMatches, matchesTooMuch, forgetsTheWord, sendsTheNewline
  case wrongDateOrder, otherSeparators, minutesForTheMonth, monthForTheMinutes, twelveHourClock
  case hourFromOne, unpadded, weekYear, twoDigitYear
  case ignoresTheZone, ignoresTheSeason, ignoresTheClock, remembersTheTime
  case showsTheWord

  var explanation: (sentence: String, advice: String) {
    switch self {
    case .neverMatches:
      (
        "The hook is in the table, and it is never called: its pattern does not match this line as a "
          + "whole. (A pattern that matches the beginning only does not match.)",
        "let the pattern take in the whole line: /TIME/ for what the server receives, /TIME .*/ for what "
          + "the client does."
      )
    case .matchesTooMuch:
      (
        "The hook's pattern matches a line that is not for it.",
        "let the pattern match what it is for, and no more: `.*` stands for anything, nothing included."
      )
    case .forgetsTheWord:
      (
        "The answer has the time and not the word in front. The client's table could not tell it from "
          + "any other line.",
        "answer \"TIME \" and then the time."
      )
    case .sendsTheNewline:
      (
        "The answer ends with a newline. Whoever sends it adds one; the client would receive an empty line.",
        "return the line without a newline."
      )
    case .wrongDateOrder:
      (
        "The parts of the date are not in the order day, month, year, with the time behind them.",
        "write the day first, then the month, then the year: dd.MM.yyyy."
      )
    case .otherSeparators:
      (
        "The numbers are right, and what stands between them is not.",
        "write dots in the date, colons in the time and one space between them: dd.MM.yyyy HH:mm:ss."
      )
    case .minutesForTheMonth:
      (
        "Where the month should be there are the minutes: in a date format `mm` is the minutes, `MM` the "
          + "month.",
        "write dd.MM.yyyy with capital letters in the middle."
      )
    case .monthForTheMinutes:
      (
        "Where the minutes should be there is the month: in a date format `MM` is the month, `mm` the "
          + "minutes.",
        "write HH:mm:ss with small letters in the middle."
      )
    case .twelveHourClock:
      (
        "The hour is that of a clock with twelve hours: nobody can tell the afternoon from the morning.",
        "in a date format `HH` is the hour from 00 to 23, `hh` the one from 01 to 12."
      )
    case .hourFromOne:
      (
        "An hour after midnight is 24 here; the answer's hours go from 00 to 23.",
        "in a date format `HH` is the hour from 00 to 23, `kk` the one from 01 to 24."
      )
    case .unpadded:
      (
        "A number below ten has one digit; all but the year have two.",
        "in a date format `dd` has two digits and `d` does not; String(format: \"%02d\", number) writes two."
      )
    case .weekYear:
      (
        "The year is the one that the week belongs to: the last days of December may be in the first "
          + "week of the next year. In a date format that is `YYYY`.",
        "write `yyyy`."
      )
    case .twoDigitYear:
      (
        "The year has two digits; it should have four.",
        "in a date format `yyyy` is the whole year."
      )
    case .ignoresTheZone:
      (
        "This is what a clock in another time zone shows at that moment.",
        "give the formatter or the calendar the `zone` that you were handed; left alone, they take this "
          + "machine's, or none."
      )
    case .ignoresTheSeason:
      (
        "In this zone the clocks are put forward in summer, and back in autumn. The answer's are not: it "
          + "has asked once how far the zone is from UTC, and that depends on the date.",
        "give the formatter or the calendar the `zone` itself, and not its distance from UTC."
      )
    case .ignoresTheClock:
      (
        "It has not asked the clock that it was given, so nobody can say what it will answer, and no test "
          + "can examine it.",
        "call clock(), and write no Date() or Date.now of your own."
      )
    case .remembersTheTime:
      (
        "The clock went on after the hook was made, and the answer is still the old time. A server makes "
          + "its table once for a client, and would tell it the same time for ever.",
        "call clock() inside of the hook's action."
      )
    case .showsTheWord:
      (
        "The client shows the word TIME as well; it is there for the table, not for the reader.",
        "take the first five bytes, `TIME` and a space, away: dropFirst(5)."
      )
    }
  }
}
