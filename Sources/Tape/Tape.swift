import Sockets

/// What crosses the streams of a program, in order.
///
/// Each event goes to the one who watches; the tape itself keeps none.
public final class Tape: Sendable {
  private let began = ContinuousClock.now
  private let watch: @Sendable (Event) -> Void

  /// - Parameter watch: called for each event as it happens, on the thread of the call.
  public init(watch: @escaping @Sendable (Event) -> Void) {
    self.watch = watch
  }

  /// Adds an event, with the time that has passed since the tape began.
  public func note(_ side: Side, _ peer: Endpoint?, _ call: Event.Call, _ bytes: [UInt8] = []) {
    let time = ContinuousClock.now - began
    watch(Event(time: time, side: side, peer: peer, call: call, bytes: bytes))
  }
}
