import Sockets

/// Receives whole lines from a stream.
struct LineReader {
  private let stream: any ByteStream
  private var decoder: LineDecoder

  init(_ stream: any ByteStream, limit: Int) {
    self.stream = stream
    decoder = LineDecoder(limit: limit)
  }

  /// The next line; waits until it is whole. Nil when the peer has closed between two lines.
  mutating func next() throws -> [UInt8]? {
    while true {
      if let line = try decoder.next() { return line }
      let piece = try stream.receive(upTo: 4096)
      if piece.isEmpty {
        // How much was to come nobody knows; its newline at least.
        if decoder.isInsideLine { throw CutOff(missing: 1, of: "the line") }
        return nil
      }
      decoder.append(piece)
    }
  }
}

extension ByteStream {
  func sendLine(_ line: String) throws { try sendAll(Array("\(line)\n".utf8)) }
}
