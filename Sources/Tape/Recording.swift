import Synchronization

/// The events of a run, kept in their order, to be drawn when it is over.
public final class Recording: Sendable {
  /// An event, and which client's connection it happened to, from 1.
  struct Entry: Sendable {
    let event: Event
    let client: Int
  }

  private let kept = Mutex<[Entry]>([])

  public init() {}

  var entries: [Entry] { kept.withLock { $0 } }

  /// - Parameter client: which client's connection it is, from 1.
  public func add(_ event: Event, client: Int) {
    kept.withLock { $0.append(Entry(event: event, client: client)) }
  }
}
