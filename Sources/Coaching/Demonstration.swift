import Foundation
import Processes
import Synchronization

/// The demo of an exercise's program: server and client on the learner's own code.
struct Demonstration {
  let program: String
  /// The one that it shows, where the program has a choice.
  let exercise: String
  let folder: String
  let speaker: Speaker
  /// Demos end by themselves within 5 s; on an answer that is wrong they may not.
  private static let limit = Duration.seconds(10)

  func run() {
    do {
      let words = try arguments
      let name = (program as NSString).lastPathComponent
      speaker.say("$ " + (["swift run", name] + words).joined(separator: " "))
      speaker.tell("(It ends within 10 s; Ctrl-C ends it now.)")
      let child = try ChildProcess(program, words, folder: folder)
      Self.turnInterruption(to: child.identifier)
      let deadline = ContinuousClock.now + Self.limit
      while let line = child.nextLine(within: deadline - .now) { speaker.say("  " + line) }
      if child.wait(within: .zero) == .stillRunning, .now >= deadline {
        speaker.say("it does not end; it was ended after 10 s.")
      }
      child.killGroup()
      for line in child.standardError.split(separator: "\n") { speaker.say("  " + line) }
      if Self.interruptions.load(ordering: .relaxed) > 0 { speaker.say("it was ended by Ctrl-C.") }
    } catch {
      speaker.say("it is not built yet: save a file that compiles.")
    }
  }

  /// In lesson 1 one client shows one exercise.
  private var arguments: [String] {
    get throws {
      let child = try ChildProcess(program, ["--help"], folder: folder)
      defer { child.killGroup() }
      _ = child.wait(within: .seconds(2))
      return child.standardOutput.contains("--exercise ") ? ["--exercise", exercise] : []
    }
  }

  // MARK: Ctrl-C

  // Atomics, for a signal handler may take no lock.
  private static let running = Atomic<Int32>(0)
  private static let interruptions = Atomic<Int32>(0)

  /// Ctrl-C ends that program and not this one; a second time by force. Until
  /// `ChildProcess.atInterruption` is called again.
  private static func turnInterruption(to child: Int32) {
    running.store(child, ordering: .relaxed)
    interruptions.store(0, ordering: .relaxed)
    signal(SIGINT) { _ in
      let count = Demonstration.interruptions.add(1, ordering: .relaxed).newValue
      let child = Demonstration.running.load(ordering: .relaxed)
      kill(count == 1 ? child : -child, count == 1 ? SIGINT : SIGKILL)
    }
  }
}
