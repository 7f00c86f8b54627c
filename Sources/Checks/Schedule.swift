import Tape

/// One way in which a stream may arrive: which bytes come together.
struct Schedule: Sendable {
  let pieces: [[UInt8]]
  /// Behind which bytes it is cut, in ascending order; the smallest schedules have none.
  let cuts: [Int]

  init(_ bytes: [UInt8], cuts: [Int]) {
    self.cuts = cuts
    pieces = zip([0] + cuts, cuts + [bytes.count]).map { Array(bytes[$0..<$1]) }
  }

  /// Every way of cutting `bytes` in up to two places, the smallest first: whole, then cut
  /// once from front to back, then twice.
  static func all(of bytes: [UInt8]) -> [Schedule] {
    let places = Array(1..<max(1, bytes.count))
    let once = places.map { Schedule(bytes, cuts: [$0]) }
    let twice = places.flatMap { first in
      places.filter { $0 > first }.map { Schedule(bytes, cuts: [first, $0]) }
    }
    return [Schedule(bytes, cuts: [])] + once + twice
  }

  /// The script of a stream that brings these pieces and then closes; a signal before the first
  /// of them (EINTR) is something that nobody may notice.
  var arrivals: [ScriptedStream.Arrival] {
    [.interruption] + pieces.map { .piece($0) } + [.close]
  }

  /// The pieces, one a line, as a drawing: `piece 1: 8 bytes  welcome·`.
  var drawing: [String] {
    pieces.enumerated().map { index, piece in
      let text = piece.map(Readable.cell).joined()
      let shown = text.count > 48 ? text.prefix(48) + "…" : text[...]
      return "piece \(index + 1): \(piece.count) \(piece.count == 1 ? "byte " : "bytes")  \(shown)"
    }
  }
}
