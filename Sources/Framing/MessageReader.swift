import Sockets

/// Receives whole messages from a stream.
///
///     var messages = MessageReader(stream, header: LengthHeader(width: 10))
///     while let payload = try messages.next() {
public struct MessageReader {
  private let stream: any ByteStream
  private var decoder: MessageDecoder
  /// The most bytes one receive asks for.
  private let buffer: Int

  /// - Parameter buffer: the most bytes one receive asks for; every size gives the same messages.
  public init(_ stream: any ByteStream, header: LengthHeader, buffer: Int = 1 << 16) {
    self.stream = stream
    self.buffer = buffer
    decoder = MessageDecoder(header: header)
  }

  /// The next payload; waits until it is whole. Nil when the peer closed between two messages.
  ///
  /// - Throws: `CutOff` when the peer closed inside one, `FramingError` when the header is no
  ///   header, `SocketError` when the connection failed.
  public mutating func next() throws -> [UInt8]? {
    while true {
      if let payload = try decoder.next() { return payload }
      let piece = try stream.receive(upTo: buffer)
      if piece.isEmpty {
        guard let cut = decoder.missing else { return nil }
        throw cut
      }
      decoder.append(piece)
    }
  }

  /// The next payload as text.
  ///
  /// - Throws: as `next()`, and `FramingError.notUTF8`.
  public mutating func nextText() throws -> String? {
    guard let payload = try next() else { return nil }
    return try text(of: payload)
  }
}
