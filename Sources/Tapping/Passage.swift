import LessonKit
import Sockets
import Tape

/// One direction of a pair: takes what one side sends, does to it what it is asked to do, and hands it
/// on to the other.
///
/// - Ends are passed on as what they are: a half-close as a half-close, a reset as a reset.
/// - A slow receiver slows the sender down, as it would without a tap: nothing is stored here but
///   the piece that is being handed on.
struct Passage {
  private let pair: Pair
  /// Whose bytes these are.
  private let sender: Side
  private let source: Connection
  private let sink: Connection
  private let mischief: Mischief
  private var cutter: Cutter?
  /// Whether the sender's last byte has come.
  private var isAtEnd = false
  private(set) var passed = 0

  /// The most bytes that one receive asks for, and that are run together.
  private static let buffer = 1 << 16
  private static let mostMerged = 1 << 20

  init(_ sender: Side, _ pair: Pair, _ mischief: Mischief) {
    self.sender = sender
    self.pair = pair
    self.mischief = mischief
    source = pair.connection(of: sender)
    sink = pair.connection(of: sender.other)
    let seed = mischief.seed &+ UInt64(pair.number) * 2 + (sender == .client ? 0 : 1)
    cutter = mischief.cut.map { Cutter(most: $0, seed: seed) }
  }

  /// Passes everything on, until the end.
  mutating func run() {
    do {
      while let bytes = try collect() {
        guard try handOn(bytes) else { return }
      }
      if pair.hasEnded { return }
      pair.note(sender, .end)
      try sink.finishSending()
    } catch let error as SocketError {
      fail(error)
    } catch {
      pair.reset()
    }
  }

  /// The next bytes, nil at the end: what one receive brings, or what comes within a while.
  private mutating func collect() throws -> [UInt8]? {
    if isAtEnd { return nil }
    var bytes = try source.receive(upTo: Self.buffer)
    if bytes.isEmpty { return nil }
    if pair.hasEnded { return bytes }
    pair.note(sender, .passage, bytes)
    guard mischief.merges else { return bytes }
    let deadline = ContinuousClock.now + mischief.window
    var pieces = 1
    while bytes.count < Self.mostMerged, try source.waitForBytes(until: deadline) {
      let piece = try source.receive(upTo: Self.buffer)
      isAtEnd = piece.isEmpty
      if isAtEnd { break }
      pair.note(sender, .passage, piece)
      bytes += piece
      pieces += 1
    }
    if pieces > 1 {
      pair.note(sender, .meddling("tap: \(pieces) pieces run together: \(bytes.count.bytes)"))
    }
    return bytes
  }

  /// Hands bytes on; false when that was the end of the pair.
  private mutating func handOn(_ bytes: [UInt8]) throws -> Bool {
    // They go nowhere: the pair was dropped, and the sender may finish.
    if pair.hasEnded { return true }
    if let delay = mischief.delay, !mischief.merges {
      pair.note(sender, .meddling("tap: held for \(Int((delay / .milliseconds(1)).rounded())) ms"))
      pair.pause(delay)
    }
    let allowed = mischief.end.map { max(0, $0.after - passed) } ?? .max
    let part = bytes.prefix(allowed)
    try send(part)
    passed += part.count
    guard let end = mischief.end, passed >= end.after else { return true }
    finish(end.how)
    return false
  }

  private mutating func send(_ bytes: ArraySlice<UInt8>) throws {
    guard var sizes = cutter?.sizes(for: bytes.count), sizes.count > 1 else {
      return try sendAll(bytes)
    }
    pair.note(sender, .meddling("tap: sent on in \(Cutter.sentence(sizes))"))
    let last = sizes.removeLast()
    var rest = bytes
    for size in sizes {
      try sendAll(rest.prefix(size))
      rest = rest.dropFirst(size)
      pair.pause(Mischief.moment)
    }
    try sendAll(rest.prefix(last))
  }

  private func sendAll(_ bytes: ArraySlice<UInt8>) throws {
    var rest = bytes
    while !rest.isEmpty, !pair.hasEnded {
      do {
        rest = rest.dropFirst(try sink.send(rest))
      } catch let error as SocketError where error.isOutOfPatience {
        // Whoever takes nothing may have its reasons: we wait with it, and look now and then
        // whether the pair is still there.
      }
    }
  }

  /// Ends the pair as it was asked for.
  private mutating func finish(_ how: Mischief.Ending) {
    let what = how == .drop ? "closed" : "reset"
    let name = sender == .client ? "the client" : "the server"
    pair.note(
      sender, .meddling("tap: \(passed.bytes) of \(name) have passed; both sides are \(what)"))
    switch how {
    case .reset: pair.reset()
    case .drop:
      pair.drop()
      source.lingeringClose(for: Pair.courtesy)
      pair.shutdown()
    }
  }

  /// A side is gone: the other one hears the same.
  private func fail(_ error: SocketError) {
    // It may have been the tap itself that ended it.
    guard !pair.hasEnded else { return }
    let isSource = error.attempt.hasPrefix("receive")
    let gone = isSource ? sender : sender.other
    if pair.reset() { pair.note(gone, error.isPeerGone ? .passingReset : .failure("\(error)")) }
  }
}
