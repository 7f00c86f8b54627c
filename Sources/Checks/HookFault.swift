/// What an answer to exercise 9.2 can do wrong.
enum HookFault: String, CaseIterable {
  case matchesAnywhere, matchesPrefix, lastMatchWins, stopsAtTheFirstWay
  case ignoresCase, trimsTheLine
  case inventsAnAnswer, throwsForUnknownLines
  case callsOtherActions, callsTwice, passesOtherText, changesTheAnswer

  var explanation: (sentence: String, advice: String) {
    switch self {
    case .matchesAnywhere:
      (
        "The pattern is found somewhere in the line, and that is taken for a match. Whoever mentions a "
          + "command would give it.",
        "ask whether the pattern matches the whole line: line.wholeMatch(of: hook.pattern)."
      )
    case .matchesPrefix:
      (
        "The pattern matches the beginning of the line, and that is taken for a match. There would be no "
          + "command that begins like a shorter one.",
        "ask whether the pattern matches the whole line: line.wholeMatch(of: hook.pattern)."
      )
    case .lastMatchWins:
      (
        "Two hooks match, and the later one answers. The order of the table decides: what stands in "
          + "front comes first.",
        "leave the loop with the first hook that matches: `return` its answer there."
      )
    case .stopsAtTheFirstWay:
      (
        "The pattern matches the whole line, and the hook is passed over. A pattern may match in several "
          + "ways; it was matched against the beginning, which goes another way, and then compared.",
        "let wholeMatch(of:) look for a way that takes in all of the line; do not compare afterwards."
      )
    case .ignoresCase:
      (
        "The line has small letters where the pattern has capitals, and it is taken for a match. A "
          + "hook that wants both says so in its pattern, (?i).",
        "match the line as it came."
      )
    case .trimsTheLine:
      (
        "The line has more at its ends than the pattern allows, and it is taken for a match. Spaces are a "
          + "part of a line.",
        "match the line as it came, and trim nothing."
      )
    case .inventsAnAnswer:
      (
        "No hook matches, and it returns an answer. What is said then is up to the server, not to the "
          + "table.",
        "return nil when no hook matches."
      )
    case .throwsForUnknownLines:
      (
        "No hook matches, and it throws an error. A line that is for nobody is no error: its sender is "
          + "told so, and goes on.",
        "return nil when no hook matches."
      )
    case .callsOtherActions:
      (
        "It calls the action of a hook that the line is not for. An action may do something, close a "
          + "connection for instance: calling it to see what it answers is too late.",
        "look at the pattern first; call one action, that of the first hook that matches."
      )
    case .callsTwice:
      (
        "It calls the action more than once. What is done there would be done twice.",
        "call it once, and keep what it returns."
      )
    case .passesOtherText:
      (
        "The action was not given the line as it came.",
        "hand the action the whole line: hook.action(line)."
      )
    case .changesTheAnswer:
      (
        "This is not what the action returned, not byte by byte.",
        "return what the action returns, as it is; the newline is added by whoever sends it."
      )
    }
  }
}
