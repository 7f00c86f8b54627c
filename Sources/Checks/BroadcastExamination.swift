import Workbook

/// The examination of exercise 11.2: clients come, move, leave and die; after each of these everyone
/// must have been told what is new, and nothing else.
struct BroadcastExamination<World: Broadcaster> {
  private typealias Event = BroadcastStage.Event

  /// A story, and what a crash in it is called.
  private struct Story {
    let crash: String
    let events: [Event]

    init(_ crash: String, _ events: [Event]) {
      self.crash = crash
      self.events = events
    }
  }

  func run(_ trial: inout Trial) throws {
    let start = Int16(trial.number(in: -99...99))
    for story in stories { try tell(story, from: start) }
  }

  private var stories: [Story] {
    let five = Array(repeating: Event.comes, count: 5)
    return [
      Story("crashes", [.comes, .moves(1)]),
      Story("crashes", [.comes, .comes, .moves(2), .moves(1), .moves(2)]),
      // Newcomers: the latest position of each who has one.
      Story("crashes", [.comes, .moves(1), .moves(1), .comes, .comes, .moves(3), .comes]),
      Story("indexIsNumber", [.comes, .comes, .moves(1), .leaves(1), .moves(2)]),
      Story("crashes", [.comes, .comes, .comes, .moves(1), .moves(3), .leaves(3), .leaves(2)]),
      // Numbers are no places in an array.
      Story("indexIsNumber", five + [.moves(4), .leaves(2), .moves(4), .leaves(3), .moves(5)]),
      Story("indexIsNumber", five + [.moves(5), .leaves(2), .moves(3), .comes, .moves(6)]),
      Story("indexIsNumber", five + [.leaves(5), .leaves(5), .leaves(4), .comes, .comes]),
      Story("crashes", [.comes, .moves(1), .leaves(1), .comes, .moves(2), .comes]),
      // The dead: found by a move, by a departure, by a newcomer's first words, several at once.
      Story("skipsAfterRemoval", five + [.dies(2), .moves(1), .moves(3), .isReportedGone(2)]),
      Story("skipsAfterRemoval", five + [.moves(5), .dies(5), .moves(4), .moves(1), .comes]),
      Story("skipsAfterRemoval", five + [.moves(2), .dies(4), .leaves(1), .moves(4), .comes]),
      Story("skipsAfterRemoval", five + [.dies(1), .dies(2), .moves(4), .comes, .moves(3)]),
      Story("skipsAfterRemoval", five + [.dies(1), .moves(1), .moves(3)]),
      Story("skipsAfterRemoval", five + [.moves(1), .moves(2), .comesDying(1), .moves(3)]),
      // One who dies when he is told of another's death.
      Story("skipsAfterRemoval", five + [.comesDying(1), .dies(3), .moves(1), .moves(2)]),
    ]
  }

  private func tell(_ story: Story, from start: Int16) throws {
    var stage = BroadcastStage(start: start)
    var world = World()
    for event in story.events {
      stage.begin(event)
      Judgement.isGiven(stage.happened, crashing: story.crash)
      do {
        switch event {
        case .comes, .comesDying: try stage.examineNumber(world.join(stage.newcomer))
        case .moves(let number): try world.move(Int32(number), to: stage.position)
        case .leaves(let number), .isReportedGone(let number): try world.leave(Int32(number))
        case .dies: continue
        }
      } catch let error where !(error is NotStarted || error is Mistake) {
        throw stage.threw(error)
      }
      try stage.examine()
    }
  }
}
