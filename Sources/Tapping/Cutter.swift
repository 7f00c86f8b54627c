import LessonKit

/// Cuts a stream into pieces of 1 to `most` bytes, in places that the seed decides and not the
/// pieces in which the stream comes.
struct Cutter {
  private let most: Int
  private var random: SeededGenerator
  /// What is left of the piece that was begun.
  private var left = 0

  init(most: Int, seed: UInt64) {
    self.most = most
    random = SeededGenerator(seed: seed)
  }

  /// The sizes of the pieces for the stream's next `count` bytes.
  mutating func sizes(for count: Int) -> [Int] {
    var sizes: [Int] = []
    var rest = count
    while rest > 0 {
      if left == 0 { left = Int.random(in: 1...most, using: &random) }
      let size = min(left, rest)
      sizes.append(size)
      left -= size
      rest -= size
    }
    return sizes
  }

  /// `3 pieces: 5 + 2 + 3 bytes`, and of many only how many and how large.
  static func sentence(_ sizes: [Int]) -> String {
    guard let least = sizes.min(), let most = sizes.max() else { return "nothing" }
    if sizes.count == 1 { return "1 piece of \(most.bytes)" }
    if least == most { return "\(sizes.count) pieces of \(most.bytes)" }
    if sizes.count <= 8 {
      return "\(sizes.count) pieces: \(sizes.map(String.init).joined(separator: " + ")) bytes"
    }
    return "\(sizes.count) pieces of \(least) to \(most.bytes)"
  }
}
