import Sockets
import Synchronization

/// What crosses a connection, in order, with the time of each event and the parts of a message that
/// its bytes belong to.
///
/// Each event goes to the one who watches; the tape itself keeps none.
public final class Tape: Sendable {
  private let began = ContinuousClock.now
  private let watch: @Sendable (Event) -> Void
  private struct Followers {
    var sent: [Side: Follower]
    var received: [Side: Follower]
  }
  private let followers: Mutex<Followers>

  /// - Parameters:
  ///   - wire: what the messages look like.
  ///   - watch: called for each event as it happens, on the thread of the call.
  public init(_ wire: Wire = .raw, watch: @escaping @Sendable (Event) -> Void) {
    self.watch = watch
    let (up, down) = (Follower(wire.toServer), Follower(wire.toClient))
    followers = Mutex(
      Followers(sent: [.client: up, .server: down], received: [.server: up, .client: down]))
  }

  /// Adds an event, with the time that has passed since the tape began.
  ///
  /// - Parameter bytes: what a receive or a send has taken, or what passes.
  public func note(_ side: Side, _ peer: Endpoint?, _ call: Event.Call, _ bytes: [UInt8] = []) {
    let time = ContinuousClock.now - began
    let stretches = followers.withLock { followers -> [Stretch] in
      if case .receive = call { return followers.received[side]?.follow(bytes) ?? [] }
      return followers.sent[side]?.follow(bytes) ?? []
    }
    watch(Event(time: time, side: side, peer: peer, call: call, stretches: stretches))
  }
}
