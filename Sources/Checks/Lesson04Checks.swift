import Sockets
import Workbook

/// The checks of lesson 4: many clients at once.
public enum Lesson04Checks {
  public static let exercises = [serving, accepting, register]

  public static func checks<Work: Lesson04Workbook>(for _: Work.Type) -> [Check<Work>] {
    [
      Check(serving) { try ServingExamination(work: $0).run(&$1) },
      Check(accepting) { work, _ in try AcceptingExamination(work: work).run() },
      Check(register) { work, trial in try RegisterExamination(work: work).run(&trial) },
    ]
  }

  private static let serving = Exercise(
    "4.1", "serve one client", "func serve(", mistakes: ServingExamination.mistakes)

  private static let accepting = Exercise(
    "4.2", "accept so that nobody waits", "func serveAll(",
    mistakes: [
      "servesOneAtATime", "usesAPool", "oneBadClientEndsTheServer", "dropsClients", "servesTwice",
      "hangsUp",
      "loopsOnNil", "hidesTheDoorsError",
    ])

  private static let register = Exercise(
    "4.3", "the register of clients", "final class Register",
    mistakes: [
      "keepsTheDead", "reusesNumbers", "locksWhileSending", "leavesItOpen",
      "ignoresShortSend",
    ])
}
