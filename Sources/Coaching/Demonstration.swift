import Foundation
import Processes

/// The demo of an exercise's program: server and client on the learner's own code.
struct Demonstration {
  let program: String
  let folder: String
  let speaker: Speaker
  /// Demos end by themselves within 5 s; on an answer that is wrong they may not.
  private static let limit = Duration.seconds(10)

  func run() {
    do {
      let child = try ChildProcess(program, [], folder: folder)
      let deadline = ContinuousClock.now + Self.limit
      while let line = child.nextLine(within: deadline - .now) { speaker.say("  " + line) }
      if child.wait(within: .zero) == .stillRunning, .now >= deadline {
        speaker.say("it does not end; it was ended after 10 s.")
      }
      child.killGroup()
      for line in child.standardError.split(separator: "\n") { speaker.say("  " + line) }
    } catch {
      speaker.say("it is not built yet: save a file that compiles.")
    }
  }
}
