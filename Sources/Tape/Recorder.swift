import Sockets
import Synchronization

/// A stream around a stream that notes on a tape what passes, and changes none of it.
///
/// - Every call goes to the stream within, once, with the same arguments; what it returns or throws
///   comes back as it is. The note is made afterwards.
/// - Where nobody watches there is no recorder: the program is handed the connection itself.
public final class Recorder: ByteStream {
  private let stream: any ByteStream
  private let tape: Tape
  private let side: Side
  /// Whether this side has told the peer that no byte will follow.
  private let hasFinished = Atomic(false)

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
    let bytes = try noting("receive(\(count))") { try stream.receive(upTo: count) }
    tape.note(side, peer, .receive(upTo: count), bytes)
    return bytes
  }

  public func send(_ bytes: ArraySlice<UInt8>) throws -> Int {
    let taken = try noting("send(\(bytes.count))") { try stream.send(bytes) }
    tape.note(side, peer, .send(of: bytes.count), Array(bytes.prefix(taken)))
    return taken
  }

  public func finishSending() throws {
    try noting("half-close") { try stream.finishSending() }
    hasFinished.store(true, ordering: .relaxed)
    tape.note(side, peer, .halfClose)
  }

  public func shutdown() {
    stream.shutdown()
    // After a half-close or a first shutdown the peer hears nothing new.
    if !hasFinished.exchange(true, ordering: .relaxed) { tape.note(side, peer, .shutdown) }
  }

  public func waitForBytes(until deadline: ContinuousClock.Instant) throws -> Bool {
    try stream.waitForBytes(until: deadline)
  }

  private func noting<Result>(
    _ name: @autoclosure () -> String, _ call: () throws -> Result
  ) throws -> Result {
    do {
      return try call()
    } catch {
      let isReset = (error as? SocketError)?.isReset ?? false
      tape.note(side, peer, isReset ? .reset(during: name()) : .failure("\(error)"))
      throw error
    }
  }
}
