import Foundation
import Synchronization
import Tape

/// Draws ladders on a thread of its own, so that drawing never holds up what is drawn.
///
/// What comes faster than it can be drawn waits in a queue; what finds the queue full is counted, and
/// the ladder says how much that was.
public final class Sketch: @unchecked Sendable {
  // Sound: everything that changes is only touched while `change` is held.
  private let change = NSCondition()
  private var waiting: [Item] = []
  private var bytesWaiting = 0
  private var missed = (pieces: 0, bytes: 0)
  private var isDrawing = false
  private var isFinished = false

  private enum Item {
    case line(String)
    case event(Event, String?)
    case missed(pieces: Int, bytes: Int)
  }

  private let ladder: Ladder
  private let write: @Sendable (String) -> Void
  /// How much may wait to be drawn.
  private static let mostItems = 1000
  private static let mostBytes = 4 << 20

  /// - Parameter write: puts lines on the screen, one or several; may take its time.
  public init(columns: Int, paint: Paint, write: @escaping @Sendable (String) -> Void) {
    ladder = Ladder(left: .client, showsBoth: false, columns: columns, paint: paint)
    self.write = write
  }

  /// Begins to draw.
  public func start() {
    Thread.detachNewThread { [self] in draw() }
  }

  /// Draws the names above a ladder.
  public func head(_ left: String, _ right: String) { say(ladder.heading(left, right)) }

  /// Writes a line between the ladders.
  public func say(_ line: String) { add(.line(line), bytes: 0) }

  /// Draws an event.
  ///
  /// - Parameter tag: tells its connection from others, `[2]`.
  public func add(_ event: Event, tag: String?) {
    add(.event(event, tag), bytes: event.stretches.reduce(0) { $0 + $1.bytes.count })
  }

  /// Draws what waits, and then no more; returns when it is drawn, or when the patience is over.
  public func finish(within patience: Duration = .seconds(1)) {
    let deadline = Date(timeIntervalSinceNow: patience / .seconds(1))
    change.withLock {
      isFinished = true
      change.broadcast()
      while isDrawing || !waiting.isEmpty, change.wait(until: deadline) {}
    }
  }

  private func add(_ item: Item, bytes: Int) {
    change.withLock {
      if isFinished { return }
      // Once the queue was full, it is left to run half empty: one gap is better than many.
      let most = missed.pieces > 0 ? Self.mostItems / 2 : Self.mostItems
      if case .event = item, waiting.count >= most || bytesWaiting + bytes > Self.mostBytes {
        missed.pieces += 1
        missed.bytes += bytes
        return
      }
      noteMissed()
      waiting.append(item)
      bytesWaiting += bytes
      change.broadcast()
    }
  }

  private func noteMissed() {
    guard missed.pieces > 0 else { return }
    waiting.append(.missed(pieces: missed.pieces, bytes: missed.bytes))
    missed = (0, 0)
  }

  private func draw() {
    while let items = next() {
      let lines = items.flatMap(lines)
      if !lines.isEmpty { write(lines.joined(separator: "\n")) }
    }
  }

  /// What waits, once something does; nil at the end.
  private func next() -> [Item]? {
    change.withLock {
      isDrawing = false
      change.broadcast()
      while waiting.isEmpty, missed.pieces == 0, !isFinished { change.wait() }
      if waiting.isEmpty { noteMissed() }
      if waiting.isEmpty { return nil }
      isDrawing = true
      // Not all of it at once: the reader wants to see something.
      let items = Array(waiting.prefix(100))
      waiting.removeFirst(items.count)
      for case .event(let event, _) in items {
        bytesWaiting -= event.stretches.reduce(0) { $0 + $1.bytes.count }
      }
      return items
    }
  }

  private func lines(_ item: Item) -> [String] {
    switch item {
    case .line(let line): [line]
    case .event(let event, let tag): ladder.lines(for: event, tag: tag)
    case .missed(let pieces, let bytes):
      [
        "  … \(pieces) more \(pieces == 1 ? "event" : "events") with \(bytes) bytes, too fast to be drawn …"
      ]
    }
  }
}
