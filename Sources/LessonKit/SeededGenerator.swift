/// Random numbers that can be had again: the same for the same seed, everywhere.
///
///     var random = context.randomNumbers()
///     let step = Int.random(in: -1...1, using: &random)
///
/// SplitMix64. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension Common {
  /// For programs that do something at random; a demo has a seed, and is the same every time.
  public static let seed = Option<UInt64?>(
    "--seed", "N", default: nil, expects: "a whole number from 0",
    help: "the same random numbers each time"
  ) { UInt64($0).map { .some($0) } }
}

extension Context {
  /// Random numbers: those of `--seed`, or new ones each time.
  public func randomNumbers() -> SeededGenerator {
    SeededGenerator(seed: self[Common.seed] ?? .random(in: 0 ... .max))
  }
}
