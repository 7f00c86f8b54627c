import Framing
import Sockets
import Synchronization

/// A device that is connected, as those see it who send to it.
final class Device: Sendable {
  let number: Int  // among all clients, in order of arrival
  let name: String
  private let stream: any ByteStream
  /// Held while a frame is sent, so that those of two controllers never mix; that may take as long
  /// as our patience. What it protects: why the device was given up, nil while it takes what comes.
  private let loss = Mutex<(any Error)?>(nil)

  init(number: Int, stream: any ByteStream) {
    self.number = number
    self.stream = stream
    name = stream.peer.description
  }

  var lostBy: (any Error)? { loss.withLock { $0 } }

  /// Sends the data as one message.
  ///
  /// A device that fails to take it is given up: it may have half a frame, and would take the next
  /// one for the other half. Whoever waits for its turn is told then, and does not wait as long again.
  func send(_ data: [UInt8]) throws {
    let frame = try LengthHeader(width: width).frame(data)
    try loss.withLock { loss in
      if let loss { throw loss }
      do {
        try stream.sendAll(frame)
      } catch {
        loss = error
        stream.shutdown()
        throw error
      }
    }
  }
}
