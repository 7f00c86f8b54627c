import Synchronization
import Workbook

/// A clock that only its users move: a sleep takes no time and moves it at once.
final class VirtualClock: TickClock {
  private struct State {
    var now: Duration
    /// How often it was asked for the time since it last moved.
    var looks = 0
  }
  private let state: Mutex<State>
  /// An answer that looks more often than this is waiting for a clock that waits for it.
  private static let patience = 10_000

  init(startingAt start: Duration) {
    state = Mutex(State(now: start))
  }

  var now: Duration {
    state.withLock {
      $0.looks += 1
      if $0.looks > Self.patience {
        Judgement.abandon(
          Mistake(
            "spinsOnTheClock",
            "It asks the clock for the time again and again until the tick is due. A program that "
              + "waits in that way takes a whole processor.",
            advice: "let the clock wake you: clock.sleep(until:)."))
      }
      return $0.now
    }
  }

  func sleep(until time: Duration) throws {
    state.withLock {
      if time > $0.now { $0 = State(now: time) } else { $0.looks += 1 }
      if $0.looks > Self.patience {
        Judgement.abandon(
          Mistake(
            "neverEnds", "It sleeps until a time that has passed, again and again.",
            advice: "sleep until a time that is still to come."))
      }
    }
  }

  /// Work that takes so long.
  func advance(by duration: Duration) {
    state.withLock { $0 = State(now: $0.now + duration) }
  }
}
