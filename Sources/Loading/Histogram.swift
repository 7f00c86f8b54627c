/// Durations in nanoseconds, counted and not kept: a few kilobytes for any number of them.
///
/// A bucket is 1/64 of a doubling wide, so that a figure read out of it is at most 0.8 % beside
/// the true one, for microseconds and for minutes alike. The largest duration is kept as it is.
public struct Histogram: Sendable, Equatable {
  /// Each doubling is cut into 2 to the power of this many buckets.
  private static let precision = 6
  private static let width = 1 << precision
  /// As long as the largest duration so far needs.
  private var counts: [Int] = []
  /// How many durations were counted.
  public private(set) var total = 0
  /// The largest of them, exactly; 0 when there is none.
  public private(set) var max: UInt64 = 0

  public init() {}

  /// Counts one duration.
  public mutating func add(_ nanoseconds: UInt64) {
    let bucket = Self.bucket(of: nanoseconds)
    if bucket >= counts.count {
      counts += Array(repeating: 0, count: bucket + 1 - counts.count)
    }
    counts[bucket] += 1
    total += 1
    if nanoseconds > max { max = nanoseconds }
  }

  /// Counts what another histogram has counted.
  public mutating func merge(_ other: Histogram) {
    if other.counts.count > counts.count {
      counts += Array(repeating: 0, count: other.counts.count - counts.count)
    }
    for (bucket, count) in other.counts.enumerated() { counts[bucket] += count }
    total += other.total
    max = Swift.max(max, other.max)
  }

  /// The shortest duration within which `share` of all durations lie; nil when there is none.
  ///
  ///     percentile(0.99)      // 99 of 100 took this long or less
  ///
  /// - Parameter share: from 0 to 1.
  public func percentile(_ share: Double) -> UInt64? {
    guard total > 0 else { return nil }
    let rank = Swift.max(1, Int((share * Double(total)).rounded(.up)))
    var seen = 0
    for (bucket, count) in counts.enumerated() where count > 0 {
      seen += count
      if seen >= rank { return Swift.min(Self.middle(of: bucket), max) }
    }
    return max
  }

  /// The buckets that are not empty, from the shortest duration on: its middle, and how many.
  public var buckets: [(nanoseconds: UInt64, count: Int)] {
    counts.enumerated().filter { $1 > 0 }.map { (Swift.min(Self.middle(of: $0), max), $1) }
  }

  /// Below 64 a bucket holds one number; from there on a number's first seven binary digits name
  /// its bucket.
  private static func bucket(of nanoseconds: UInt64) -> Int {
    guard nanoseconds >= width else { return Int(nanoseconds) }
    let shift = UInt64.bitWidth - nanoseconds.leadingZeroBitCount - precision - 1
    return shift * width + Int(nanoseconds >> UInt64(shift))
  }

  private static func middle(of bucket: Int) -> UInt64 {
    guard bucket >= width else { return UInt64(bucket) }
    let shift = bucket / width - 1
    let first = UInt64(bucket - shift * width) << UInt64(shift)
    return first + (UInt64(1) << UInt64(shift)) / 2
  }
}
