/// Random numbers: the same ones for the same seed, on every machine; without a seed, any.
///
///     var dice = Dice(seed: 1)
///     let step = Int16.random(in: -1...1, using: &dice)
///
/// - Source: SplitMix64; Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
public struct Dice: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64?) { state = seed ?? .random(in: 0...UInt64.max) }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension Option where Value == UInt64? {
  /// The seed of a program's dice; nil when the option is not given.
  public static func seed(_ help: String) -> Option {
    Option("--seed", "N", default: nil, expects: "a whole number from 0", help: help) {
      UInt64($0).map { .some($0) }
    }
  }
}
