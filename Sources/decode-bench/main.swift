// How fast messages come out of a stream; docs/performance.md reads the figures.
//
//     swift run -c release decode-bench
//
// Prints one JSON object a line.

// Bytes a second, for many messages of one length.
for piece in [65_536, 16] {
  for payload in [32, 1024, 1 << 20] {
    let stream = try SampleStream(payload: payload, about: (piece == 16 ? 16 : 32) << 20)
    let seconds = try bestTime(for: stream) { try decode(stream, piecesOf: piece) }
    reportSpeed("swift-decoder", stream, piece: piece, seconds: seconds)
  }
}

// Seconds for one message that comes 16 bytes at a time: does twice the length take twice as long?
for mebibytes in [0.25, 0.5, 1, 2, 10, 50] {
  let stream = try SampleStream(payload: bytes(mebibytes))
  let seconds = try bestTime(for: stream) { try decode(stream, piecesOf: 16) }
  reportGrowth("swift-decoder", stream, mebibytes, piece: 16, seconds: seconds)
}
for mebibytes in [0.0625, 0.125, 0.25] {
  let stream = try SampleStream(payload: bytes(mebibytes))
  let seconds = try bestTime(for: stream) { try countCharacters(stream, piecesOf: 16) }
  reportGrowth("swift-string-count", stream, mebibytes, piece: 16, seconds: seconds)
}

// Seconds for a backlog: small messages, all of which are there before the first one is taken.
for mebibytes in [0.25, 0.5, 1, 2] {
  let stream = try SampleStream(payload: 32, about: bytes(mebibytes))
  let all = stream.bytes.count
  let decoder = try bestTime(for: stream) { try decode(stream, piecesOf: all) }
  reportGrowth("swift-decoder-backlog", stream, mebibytes, piece: all, seconds: decoder)
  let loop = try bestTime(for: stream) { try removeFromFront(stream, piecesOf: all) }
  reportGrowth("swift-removes-front", stream, mebibytes, piece: all, seconds: loop)
}

func bytes(_ mebibytes: Double) -> Int {
  Int(mebibytes * Double(1 << 20))
}
