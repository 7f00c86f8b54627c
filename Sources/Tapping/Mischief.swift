/// What a tap does to the streams that go through it; nothing, unless it is asked to.
public struct Mischief: Sendable {
  /// Pieces of at most so many bytes.
  public var cut: Int?
  /// How long each piece is held back.
  public var delay: Duration?
  /// Whether pieces that come soon after one another are run together.
  public var merges = false
  /// What happens when so many bytes have passed in one direction.
  public var end: (after: Int, how: Ending)?
  /// Decides where the streams are cut; the same seed cuts in the same places.
  public var seed: UInt64 = 0

  public enum Ending: Sendable {
    /// Both connections are closed in order.
    case drop
    case reset
  }

  public init() {}

  /// How long pieces are collected that are to be run together.
  var window: Duration { delay ?? .milliseconds(200) }
  /// Between two pieces of what was cut; what follows at once would arrive with what went before.
  static let moment = Duration.milliseconds(2)
}
