/// Moments in the order in which they were noted, at most a fixed number of them.
struct Moments {
  private var ring: [UInt64]
  private var start = 0
  private(set) var count = 0

  init(capacity: Int) { ring = Array(repeating: 0, count: capacity) }

  /// The oldest; nil when there is none.
  var first: UInt64? { count == 0 ? nil : ring[start] }

  /// Notes a moment; there must be room for it.
  mutating func append(_ moment: UInt64) {
    ring[(start + count) % ring.count] = moment
    count += 1
  }

  /// Takes the oldest; there must be one.
  mutating func removeFirst() -> UInt64 {
    defer {
      start = (start + 1) % ring.count
      count -= 1
    }
    return ring[start]
  }
}
