/// Bytes of one call that belong to one part of a stream: a header, a payload, a piece of either.
public struct Stretch: Equatable, Sendable {
  public enum Kind: Sendable {
    case plain
    case header
    case payload
    /// The stream does not have the shape that it should have.
    case wrong
  }

  public let kind: Kind
  /// What the part is called, `header`; nil when there is nothing to say.
  public let name: String?
  /// Whether it is a field of a packet, which stands in one row with its neighbours.
  public let isField: Bool
  /// Whether the part began with an earlier call.
  public let isContinued: Bool
  /// Whether the part's last byte is here.
  public let isComplete: Bool
  public let bytes: ArraySlice<UInt8>
}
