import Workbook

/// The checks of lesson 5: goodbyes, and ends in order.
public enum Lesson05Checks {
  public static let exercises = [goodbye, endings, stopping]

  public static func checks<Work: Lesson05Workbook>(for _: Work.Type) -> [Check<Work>] {
    [
      Check(goodbye) { try GoodbyeExamination(work: $0).run(&$1) },
      Check(endings) { try EndingExamination(work: $0).run(&$1) },
      Check(stopping) { work, _ in try StoppingExamination(work: work).run() },
    ]
  }

  private static let goodbye = Exercise(
    "5.1", "goodbye", "func serve(",
    mistakes: GoodbyeExamination.mistakes + ServingExamination.mistakes)

  private static let endings = Exercise(
    "5.2", "tell the endings apart", "func converse(", mistakes: EndingExamination.mistakes,
    leansOn: "5.1")

  private static let stopping = Exercise(
    "5.3", "stop in order", "func run(", mistakes: StoppingExamination.mistakes)
}
