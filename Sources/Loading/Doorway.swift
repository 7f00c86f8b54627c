import Dispatch
import Synchronization

/// Lets few clients in at a time: a server's backlog is short, and whoever does not fit into it is
/// told nothing and tries again a second later.
///
/// That a client is connected says only that it waits in the backlog; that it has an answer says
/// that the server has accepted it. So each keeps its place until then, or for a moment at least.
final class Doorway: Sendable {
  /// A client's place; it counts as one until it is given back.
  final class Place: Sendable {
    private let places: DispatchSemaphore
    private let isGivenBack = Atomic<Bool>(false)

    init(_ places: DispatchSemaphore) { self.places = places }

    /// Makes room for the next client; once is enough.
    func giveBack() {
      if !isGivenBack.exchange(true, ordering: .relaxed) { places.signal() }
    }

    /// The same in a moment, so that a server that does not answer keeps nobody out.
    func giveBackSoon() {
      DispatchQueue.global().asyncAfter(deadline: .now() + Doorway.moment) { self.giveBack() }
    }
  }

  private static let moment = DispatchTimeInterval.milliseconds(10)
  private let places = DispatchSemaphore(value: 8)
  /// Whoever has no place by then does not come in.
  private let closes: UInt64

  init(closes: UInt64) { self.closes = closes }

  /// A place; nil when the door was closed before there was one.
  func enter() -> Place? {
    let left = closes - min(closes, Clock.now)
    let outcome = places.wait(timeout: .now() + .nanoseconds(Int(left)))
    return outcome == .success ? Place(places) : nil
  }
}
