import Sockets

/// Pieces of a stream in, whole payloads out.
///
///     var decoder = MessageDecoder(header: LengthHeader(width: 10))
///     decoder.append(piece)                      // whatever one receive gave
///     while let payload = try decoder.next() {   // none, one or several messages
///
/// One buffer and an index into it: taking a message moves the index, never the bytes behind
/// it, so that the work grows with the bytes and not with their square. A header allocates
/// nothing; only bytes that have arrived take memory.
public struct MessageDecoder: Sendable {
  public let header: LengthHeader
  private var buffer: [UInt8] = []
  /// From so many bytes on, copying a piece costs more than room that was kept is worth.
  private static let large = 1 << 12
  /// Where the first byte that belongs to no message yet lies.
  private var start = 0
  /// The length in the header at `start`, once that header is complete.
  private var announced: Int?

  public init(header: LengthHeader) {
    self.header = header
  }

  /// Takes in a piece of the stream, of any length.
  public mutating func append(_ piece: [UInt8]) {
    dropUsed()
    if buffer.isEmpty, piece.count >= Self.large {
      // Nothing waits in front of it: the piece itself is the buffer from now on, uncopied.
      buffer = piece
    } else {
      buffer.append(contentsOf: piece)
    }
  }

  /// Takes in a piece of the stream, of any length.
  public mutating func append(_ piece: ArraySlice<UInt8>) {
    dropUsed()
    buffer.append(contentsOf: piece)
  }

  /// The next whole payload, nil when more bytes are needed.
  ///
  /// - Throws: `FramingError` for a header that is none, or announces too much; the stream
  ///   cannot be read any further then, for nobody knows where the next message begins.
  public mutating func next() throws(FramingError) -> [UInt8]? {
    let body = start + header.width
    guard buffer.count >= body else { return nil }
    let length: Int
    if let announced {
      length = announced
    } else {
      length = try header.payloadLength(in: buffer[start..<body])
      announced = length
    }
    guard buffer.count - body >= length else { return nil }
    defer {
      start = body + length
      announced = nil
    }
    return copy(of: body..<body + length)
  }

  /// The next whole payload as text, nil when more bytes are needed.
  ///
  /// - Throws: as `next()`, and `FramingError.notUTF8`.
  public mutating func nextText() throws(FramingError) -> String? {
    guard let payload = try next() else { return nil }
    return try text(of: payload)
  }

  /// What is missing of the message that has begun; nil between two messages.
  public var missing: CutOff? {
    let there = buffer.count - start
    if there == 0 { return nil }
    if let announced {
      return CutOff(missing: header.width + announced - there, of: "the payload")
    }
    return CutOff(missing: header.width - there, of: "the header")
  }

  /// The payload in `range`, as an array of its own.
  ///
  /// `Array(buffer[range])` means the same, but a slice holds its array, and to take and drop that
  /// hold costs more than to copy a small message. The pointer is gone with the closure, and
  /// `next()` has compared the end of `range` with the buffer's.
  private func copy(of range: Range<Int>) -> [UInt8] {
    buffer.withUnsafeBufferPointer { Array($0[range]) }
  }

  /// Forgets the bytes of messages that were taken: all at once when nothing else is left,
  /// and otherwise only once they are more than what is kept, so that a byte moves at most once
  /// for each byte taken.
  private mutating func dropUsed() {
    if start == buffer.count {
      buffer.removeAll(keepingCapacity: true)
      start = 0
    } else if start > buffer.count - start {
      buffer.removeFirst(start)
      start = 0
    }
  }
}

/// A payload as text.
///
/// - Throws: `FramingError.notUTF8`.
func text(of payload: [UInt8]) throws(FramingError) -> String {
  guard let text = String(validating: payload, as: UTF8.self) else { throw .notUTF8 }
  return text
}
