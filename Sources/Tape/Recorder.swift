import Sockets

/// A stream around a stream that notes on a tape what passes, and changes none of it.
public final class Recorder: ByteStream {
  private let stream: any ByteStream
  private let tape: Tape
  private let side: Side

  /// - Parameters:
  ///   - stream: the stream to watch.
  ///   - side: whose end of the connection it is.
  public init(_ stream: any ByteStream, as side: Side, on tape: Tape) {
    self.stream = stream
    self.side = side
    self.tape = tape
    tape.note(side, stream.peer, side == .server ? .accept : .connect)
  }

  // Whoever lets go of the recorder lets go of the connection, which closes it.
  deinit { tape.note(side, stream.peer, .close) }

  public var peer: Endpoint { stream.peer }

  public func receive(upTo count: Int) throws -> [UInt8] {
    let bytes = try noting { try stream.receive(upTo: count) }
    tape.note(side, peer, .receive(upTo: count), bytes)
    return bytes
  }

  public func send(_ bytes: ArraySlice<UInt8>) throws -> Int {
    let taken = try noting { try stream.send(bytes) }
    tape.note(side, peer, .send(of: bytes.count), Array(bytes.prefix(taken)))
    return taken
  }

  public func finishSending() throws {
    try noting { try stream.finishSending() }
    tape.note(side, peer, .halfClose)
  }

  public func shutdown() { stream.shutdown() }

  public func waitForBytes(until deadline: ContinuousClock.Instant) throws -> Bool {
    try stream.waitForBytes(until: deadline)
  }

  private func noting<Result>(_ call: () throws -> Result) throws -> Result {
    do {
      return try call()
    } catch {
      tape.note(side, peer, .failure("\(error)"))
      throw error
    }
  }
}
