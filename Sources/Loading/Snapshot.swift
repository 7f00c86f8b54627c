/// Where a load is, for the line that shows it.
public struct Snapshot: Sendable {
  public let elapsed: Double
  public let duration: Double
  /// Replies so far.
  public let answered: Int
  public let clients: Int
  public let atWork: Int
  /// The clients that trouble has ended.
  public let troubled: Int
  /// Not all clients have had their first answer yet.
  public let isOpening: Bool
}
