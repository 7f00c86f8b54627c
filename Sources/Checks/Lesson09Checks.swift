import Workbook

/// The checks of lesson 9: lines out of pieces, and tables that say what is done about them.
public enum Lesson09Checks {
  public static let exercises = [lines, dispatch, time]

  public static func checks<Work: Lesson09Workbook>(for _: Work.Type) -> [Check<Work>] {
    [
      Check(lines) { _, trial in try LineExamination<Work.Lines>().run(&trial) },
      Check(dispatch) { try HookExamination(work: $0).run(&$1) },
      Check(time) { try TimeHookExamination(work: $0).run(&$1) },
    ]
  }

  private static let lines = Exercise(
    "9.1", "lines out of pieces", "struct Lines", mistakes: LineFault.allCases.map(\.rawValue))

  private static let dispatch = Exercise(
    "9.2", "the first hook that matches the whole line", "func answer(",
    mistakes: HookFault.allCases.map(\.rawValue))

  private static let time = Exercise(
    "9.3", "your own hook: TIME", "func timeHook(", mistakes: TimeFault.allCases.map(\.rawValue))
}
