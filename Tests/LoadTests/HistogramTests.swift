import Testing

@testable import Loading

@Suite("Latencies are counted in buckets")
struct HistogramTests {
  private func histogram(_ durations: some Sequence<UInt64>) -> Histogram {
    var histogram = Histogram()
    for duration in durations { histogram.add(duration) }
    return histogram
  }

  @Test("without a duration there is no percentile")
  func empty() {
    #expect(Histogram().percentile(0.5) == nil)
    #expect(Histogram().max == 0)
  }

  @Test(
    "one duration is every percentile", arguments: [0, 1, 63, 64, 127, 128, 1_000_003, 1 << 40])
  func single(_ duration: UInt64) throws {
    let histogram = histogram([duration])
    for share in [0, 0.5, 0.99, 1] {
      let found = try #require(histogram.percentile(share))
      #expect(isNear(found, duration), "\(found)")
    }
    #expect(histogram.max == duration)
  }

  @Test(
    "p50 of 1 to 1000 is 500, p99 is 990",
    arguments: [(0.5, 500), (0.99, 990), (0.001, 1), (0, 1), (1, 1000)])
  func percentiles(_ share: Double, _ expected: UInt64) throws {
    let found = try #require(histogram((1...1000).shuffled()).percentile(share))
    #expect(isNear(found, expected), "\(found)")
  }

  @Test("p99 of a hundred leaves out the slowest one, and no more")
  func leavesOutOne() throws {
    let histogram = histogram(Array(repeating: 1000, count: 99) + [1_000_000])
    #expect(isNear(try #require(histogram.percentile(0.99)), 1000))
    #expect(histogram.percentile(0.991) == 1_000_000)
  }

  @Test("from nanoseconds to hours a figure is at most 0.8 % beside the duration")
  func precision() throws {
    var duration: UInt64 = 1
    while duration < 1 << 43 {
      // The larger one keeps the exact maximum from hiding the bucket.
      let found = try #require(histogram([duration, duration * 3]).percentile(0.5))
      #expect(isNear(found, duration), "\(duration) became \(found)")
      duration = duration * 17 / 16 + 1
    }
  }

  @Test("merged histograms are one")
  func merges() {
    let (short, long) = (histogram([1, 2, 3]), histogram([1_000_000, 2]))
    var merged = short
    merged.merge(long)
    #expect(merged == histogram([1, 2, 3, 1_000_000, 2]))
    var other = long
    other.merge(short)
    #expect(other == merged)
  }

  private func isNear(_ found: UInt64, _ expected: UInt64) -> Bool {
    abs(Double(found) - Double(expected)) <= 0.008 * Double(expected)
  }
}
