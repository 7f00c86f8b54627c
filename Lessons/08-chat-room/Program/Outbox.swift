import LessonKit
import Sockets

/// What one client is still to be sent: a queue between those who say something and the thread
/// that sends it. It is bounded, so a client who does not read costs no more than this.
final class Outbox: Sendable {
  static let mostFrames = 256
  static let mostBytes = 4 << 20
  static let mostAtOnce = 1 << 16

  private struct Queue: Sendable {
    var frames: [[UInt8]] = []  // oldest first
    var bytes = 0
    /// Whether nothing more comes.
    var isClosed = false
    /// Why the client is given up, nil while it is not.
    var loss: (any Error)?
  }
  private let queue: Monitor<Queue>

  init(in context: Context) { queue = Monitor(Queue(), in: context) }

  var loss: (any Error)? { queue.change { $0.loss } }

  /// How much room there is behind a frame that was put in; `none` when it was not.
  enum Space { case ample, scarce, none }

  /// Puts a frame at the end, and returns at once.
  func put(_ frame: [UInt8]) -> Space {
    queue.change { queue in
      if queue.isClosed { return .ample }  // nobody waits for it any more
      let (frames, bytes) = (queue.frames.count + 1, queue.bytes + frame.count)
      if frames > Self.mostFrames || bytes > Self.mostBytes { return .none }
      queue.frames.append(frame)
      queue.bytes = bytes
      return frames > Self.mostFrames / 2 || bytes > Self.mostBytes / 2 ? .scarce : .ample
    }
  }

  /// Takes the oldest frame out, and those behind it that fit into the same piece; waits while there
  /// is none. Nil when none will come.
  func next() throws -> [UInt8]? {
    try queue.wait(until: { !$0.frames.isEmpty || $0.isClosed }) { queue in
      if queue.frames.isEmpty { return nil }
      var piece = queue.frames.removeFirst()  // a reference still; copied when it grows
      while let next = queue.frames.first, piece.count + next.count <= Self.mostAtOnce {
        piece += next
        queue.frames.removeFirst()
      }
      queue.bytes -= piece.count
      return piece
    }
  }

  /// Lets nothing more in. What is there is still sent.
  func close() { queue.change { $0.isClosed = true } }

  /// Lets nothing more in, and throws away what is there.
  func giveUp(_ error: any Error) {
    queue.change { queue in
      queue.frames = []
      queue.isClosed = true
      queue.loss = queue.loss ?? error
    }
  }
}

/// A client reads more slowly than the others talk.
struct Overflow: Error, CustomStringConvertible {
  let description =
    "it does not read: more than \(Outbox.mostFrames) messages or \(Outbox.mostBytes >> 20) MiB wait for it"
}
