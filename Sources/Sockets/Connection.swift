import Foundation

/// One end of a TCP connection.
///
/// Its `deinit` is the only place that closes the descriptor, so that nobody can close it
/// under another thread's feet; anyone may `shutdown()` it from any thread. Nothing in it
/// changes after `init`, so several threads may use it at once, as a TCP socket allows.
public final class Connection: ByteStream {
  /// Who is at the other end.
  public let peer: Endpoint
  /// Our own end.
  public let local: Endpoint
  private let descriptor: Int32
  private let patience: Duration
  /// How often a send that waits looks whether there is room.
  private static let steps = 20

  /// Connects to a listening endpoint, trying the host's addresses in turn.
  ///
  /// - Parameters:
  ///   - endpoint: a host (name or address) and a port from 1 to 65535.
  ///   - patience: how long to wait for an answer, and later for the peer to take a byte.
  ///   - receiveBuffer: about how many bytes the system keeps for us; nil leaves it to the system.
  /// - Throws: `SocketError`; ECONNREFUSED when nobody listens there.
  /// - Source: getaddrinfo(3), socket(2), connect(2).
  public convenience init(
    to endpoint: Endpoint, patience: Duration = .seconds(5), receiveBuffer: Int? = nil
  ) throws(SocketError) {
    let (descriptor, peer) = try Self.connect(
      to: endpoint, patience: patience, receiveBuffer: receiveBuffer)
    self.init(adopting: descriptor, peer: peer, patience: patience)
  }

  /// Takes over the descriptor of a connected socket.
  init(adopting descriptor: Int32, peer: Endpoint, patience: Duration) {
    self.descriptor = descriptor
    self.peer = peer
    self.patience = patience
    local = SocketAddress { getsockname(descriptor, $0, $1) }.endpoint
    System.enable(TCP_NODELAY, at: Platform.tcp, on: descriptor)
    // Where MSG_DONTWAIT means nothing to send, at least no send waits for ever.
    System.limitSending(to: patience, on: descriptor)
  }

  deinit { close(descriptor) }

  public func receive(upTo count: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: max(1, count)) { buffer, received in
      do throws(Errno) {
        received = try System.uninterrupted {
          recv(descriptor, buffer.baseAddress, buffer.count, 0)
        }
      } catch {
        throw SocketError("receive from \(peer)", error)
      }
    }
  }

  public func send(_ bytes: ArraySlice<UInt8>) throws -> Int {
    let start = ContinuousClock.now
    do throws(Errno) {
      if let taken = try takenAtOnce(bytes) { return taken }
      // A call that waited by itself would, in the end, return what it had handed over before it
      // began to wait, and the patience would begin anew with the next call.
      for step in 1...Self.steps {
        let deadline = start + patience * step / Self.steps
        _ = try System.poll([descriptor], for: Int32(POLLOUT), until: deadline)
        // Whatever poll says: it wakes us only when a good part of the buffer is free again.
        if let taken = try takenAtOnce(bytes) { return taken }
      }
    } catch {
      throw SocketError("send to \(peer)", error)
    }
    throw SocketError(
      "send to \(peer)", .outOfPatience("it took no byte for \(patience.inSeconds) s"))
  }

  /// How many bytes the system takes without waiting; nil when it would have to wait.
  private func takenAtOnce(_ bytes: ArraySlice<UInt8>) throws(Errno) -> Int? {
    do throws(Errno) {
      return try System.uninterrupted {
        bytes.withUnsafeBytes {
          Foundation.send(descriptor, $0.baseAddress, $0.count, Platform.sendFlags)
        }
      }
    } catch Errno.wouldBlock {
      return nil
    }
  }

  public func finishSending() throws {
    do {
      _ = try System.uninterrupted { Foundation.shutdown(descriptor, Platform.sendingDirection) }
    } catch {
      throw SocketError("half-close \(peer)", error)
    }
  }

  public func shutdown() {
    _ = Foundation.shutdown(descriptor, Platform.bothDirections)
  }

  public func waitForBytes(until deadline: ContinuousClock.Instant) throws -> Bool {
    do {
      return try System.poll([descriptor], for: Int32(POLLIN), until: deadline)[0]
    } catch {
      throw SocketError("wait for \(peer)", error)
    }
  }

  /// Lets whoever waits in `receive` on this side come back empty-handed, now and later. The peer
  /// hears nothing of it. - Source: shutdown(2) with SHUT_RD.
  public func stopReceiving() {
    _ = Foundation.shutdown(descriptor, Platform.receivingDirection)
  }

  /// Makes the close that follows a reset: the peer's next call fails with ECONNRESET, and
  /// what was on its way is lost. For tests and experiments. - Source: SO_LINGER of 0 s.
  public func resetOnClose() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    _ = setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
  }

  /// A connected, blocking socket, and whom it is connected to.
  private static func connect(
    to endpoint: Endpoint, patience: Duration, receiveBuffer: Int?
  ) throws(SocketError) -> (descriptor: Int32, peer: Endpoint) {
    var failure = Errno.addressNotAvailable
    for address in try SocketAddress.resolve(endpoint, toListen: false) {
      do {
        return (
          try connect(to: address, until: .now + patience, receiveBuffer: receiveBuffer),
          address.endpoint
        )
      } catch {
        failure = error
      }
    }
    if failure == .wouldBlock {
      throw SocketError(
        "connect \(endpoint)", .outOfPatience("no answer for \(patience.inSeconds) s"))
    }
    throw SocketError("connect \(endpoint)", failure)
  }

  /// - Throws: `Errno`; EAGAIN when the deadline passes.
  private static func connect(
    to address: SocketAddress, until deadline: ContinuousClock.Instant, receiveBuffer: Int?
  ) throws(Errno) -> Int32 {
    let descriptor = try System.socket(family: address.family)
    // Before it connects: the peer learns then how much we can take.
    System.limit(SO_RCVBUF, to: receiveBuffer, on: descriptor)
    do throws(Errno) {
      // Without blocking, so that it is our patience that decides, not the system's two minutes.
      System.setBlocking(false, on: descriptor)
      if address.withPointer({ Foundation.connect(descriptor, $0, $1) }) != 0 {
        let failure = Errno.current
        guard failure == .inProgress || failure == .interrupted else { throw failure }
        let ready = try System.poll([descriptor], for: Int32(POLLOUT), until: deadline)
        guard ready[0] else { throw Errno.wouldBlock }
        let outcome = pendingError(on: descriptor)
        guard outcome.rawValue == 0 else { throw outcome }
      }
      System.setBlocking(true, on: descriptor)
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// - Source: getsockopt(2) with SO_ERROR.
  private static func pendingError(on descriptor: Int32) -> Errno {
    var code: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    _ = getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
    return Errno(rawValue: code)
  }
}

extension Duration {
  /// For sentences: `5`, `0.5`.
  fileprivate var inSeconds: String {
    let seconds = Double(components.seconds) + Double(components.attoseconds) / 1e18
    return seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
  }
}
