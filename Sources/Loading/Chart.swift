import Tape

/// How the latencies are spread, as rows of bars.
///
///        up to      replies
///       100 µs       20 311  ############################  p50
///       200 µs        2 201  ###                           p99
///       500 µs           12  #
///
/// The steps go 1, 2, 5, 10: each row is about twice as long a time as the one above it, so that
/// microseconds and seconds fit on one page. The bars are in proportion; a row that is not empty
/// has at least one `#`.
struct Chart {
  struct Row: Equatable {
    /// The row holds what took longer than the row above it says, and this long at most.
    let upTo: UInt64
    let count: Int
  }

  private static let columns = 80
  private static let longestBar = 46

  let rows: [Row]
  private let median: UInt64
  private let p99: UInt64

  init(_ histogram: Histogram) {
    var counts: [UInt64: Int] = [:]
    for bucket in histogram.buckets {
      counts[Self.step(atLeast: bucket.nanoseconds), default: 0] += bucket.count
    }
    median = histogram.percentile(0.5).map(Self.step) ?? 0
    p99 = histogram.percentile(0.99).map(Self.step) ?? 0
    guard let first = counts.keys.min(), let last = counts.keys.max() else {
      rows = []
      return
    }
    // With the empty ones in between: a gap is something to see.
    rows = sequence(first: first) { $0 < last ? Self.step(atLeast: $0 + 1) : nil }
      .map { Row(upTo: $0, count: counts[$0] ?? 0) }
  }

  /// 1, 2 or 5 times a power of ten, the first that is not below; in nanoseconds, from 1 µs on.
  static func step(atLeast nanoseconds: UInt64) -> UInt64 {
    var power: UInt64 = 1000
    while power * 10 < nanoseconds { power *= 10 }
    return [power, power * 2, power * 5].first { $0 >= nanoseconds } ?? power * 10
  }

  /// The rows with a heading, none wider than 80 columns; none at all where there is no reply.
  func lines(_ paint: Paint) -> [String] {
    guard let most = rows.map(\.count).max() else { return [] }
    let width = max(9, grouped(most).count)
    let heading = "  " + padded("up to", 8) + "  " + padded("replies", width)
    return [heading]
      + rows.map { row in
        let length = row.count == 0 ? 0 : max(1, row.count * Self.longestBar / most)
        let bar = String(repeating: "#", count: length)
        let marks = [row.upTo == median ? "p50" : nil, row.upTo == p99 ? "p99" : nil]
        let mark = marks.compactMap(\.self).joined(separator: " ")
        let line =
          "  " + padded(Self.name(row.upTo), 8) + "  " + padded(grouped(row.count), width) + "  "
          + paint(bar, colour(of: row)) + (mark.isEmpty ? "" : (bar.isEmpty ? "" : "  ") + mark)
        return row.count == 0 ? String(line.reversed().drop { $0 == " " }.reversed()) : line
      }
  }

  /// Green for the faster half, yellow up to p99, red for the slowest one in a hundred.
  private func colour(of row: Row) -> Paint.Colour {
    row.upTo <= median ? .green : row.upTo <= p99 ? .yellow : .red
  }

  /// `20 µs`, `1 ms`: a step has one digit that counts.
  private static func name(_ nanoseconds: UInt64) -> String {
    switch nanoseconds {
    case ..<1_000_000: "\(nanoseconds / 1000) µs"
    case ..<1_000_000_000: "\(nanoseconds / 1_000_000) ms"
    default: "\(nanoseconds / 1_000_000_000) s"
    }
  }
}

/// Spaces in front of `text`, up to `width` columns.
func padded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}
