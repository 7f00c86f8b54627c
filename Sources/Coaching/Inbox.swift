import Foundation

/// Where the threads of `watch` leave what has happened, for the one that acts on it.
final class Inbox<Event: Sendable>: @unchecked Sendable {
  // Sound: `events` is only touched while `change` is held.
  private let change = NSCondition()
  private var events: [Event] = []

  func put(_ event: Event) {
    change.withLock {
      events.append(event)
      change.signal()
    }
  }

  /// The next event; nil when none has come within the limit.
  func next(within limit: TimeInterval) -> Event? {
    let deadline = Date(timeIntervalSinceNow: limit)
    return change.withLock {
      while events.isEmpty {
        if !change.wait(until: deadline) { break }
      }
      return events.isEmpty ? nil : events.removeFirst()
    }
  }
}
