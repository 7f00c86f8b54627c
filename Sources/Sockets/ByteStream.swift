/// Bytes in order, both ways: what TCP offers, and all that it offers.
///
/// - `receive(upTo:)` is one `recv`: it returns what is there, and waits only when nothing is.
/// - `send(_:)` is one `send`: it returns how many bytes were taken.
/// - `finishSending()` is half a goodbye, `shutdown()` a whole one.
///
/// A stream has no messages in it: what one side sends in one call, the other may receive in
/// many, and the other way round. Everything that changes or watches how bytes flow is a
/// `ByteStream` around a `ByteStream`; whoever is handed one does not know which it got.
public protocol ByteStream: AnyObject, Sendable {
  /// Who is at the other end.
  var peer: Endpoint { get }

  /// Receives 1 to `count` bytes, as many as are there; waits while there are none.
  /// Empty means that the peer has closed its side and no byte will follow.
  ///
  /// - Parameter count: the most bytes to take, at least 1.
  /// - Throws: `SocketError`, for instance with ECONNRESET when the peer was killed.
  /// - Source: recv(2).
  func receive(upTo count: Int) throws -> [UInt8]

  /// Sends the first of `bytes`, as many as the system takes at once, and returns how many.
  ///
  /// - Throws: `SocketError`: EPIPE or ECONNRESET when the peer is gone.
  /// - Source: send(2).
  func send(_ bytes: ArraySlice<UInt8>) throws -> Int

  /// Closes this side for sending: the peer receives what was sent and then the end, and may
  /// still send. (A half-close.)
  ///
  /// - Source: shutdown(2) with SHUT_WR.
  func finishSending() throws

  /// Ends the connection in both directions, from any thread: whoever waits in `receive`
  /// returns empty-handed. The descriptor is closed when the stream is let go of.
  ///
  /// - Source: shutdown(2) with SHUT_RDWR.
  func shutdown()

  /// Waits until `receive` would return at once, or the deadline passes (false).
  ///
  /// - Source: poll(2).
  func waitForBytes(until deadline: ContinuousClock.Instant) throws -> Bool
}

extension ByteStream {
  /// Sends all of `bytes`, in as many calls of `send` as it takes.
  ///
  /// - Throws: what `send` throws; an unknown part of `bytes` has been sent then.
  public func sendAll(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      rest = rest.dropFirst(try send(rest))
    }
  }

  /// Receives exactly `count` bytes, in as many calls of `receive` as it takes, and leaves what
  /// follows in the stream.
  ///
  /// - Parameter part: what these bytes are, for the error: `the reply`.
  /// - Throws: what `receive` throws, and `CutOff` when the peer closes before all are there.
  public func receiveExactly(_ count: Int, of part: String? = nil) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      // In pieces: only what has arrived shall take memory, whatever was announced.
      let piece = try receive(upTo: min(count - bytes.count, 1 << 16))
      if piece.isEmpty { throw CutOff(missing: count - bytes.count, of: part) }
      bytes += piece
    }
    return bytes
  }

  /// Says that our answer is complete, and then waits, without reading for long, until the
  /// peer has had its chance to take it: for at most `duration` or 1 MiB.
  ///
  /// Closing at once would reset the connection if the peer had sent something we did not
  /// read, and a reset destroys answers on their way (docs/protocols.md, "Answer, then close").
  public func lingeringClose(for duration: Duration = .seconds(1)) {
    let deadline = ContinuousClock.now + duration
    var allowance = 1 << 20
    do {
      try finishSending()
      while allowance > 0, try waitForBytes(until: deadline) {
        let dropped = try receive(upTo: 1 << 14)
        if dropped.isEmpty { break }
        allowance -= dropped.count
      }
    } catch {
      // The peer has gone already: there is nobody left to be polite to.
    }
    shutdown()
  }
}
