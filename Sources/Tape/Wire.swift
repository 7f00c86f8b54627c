/// The shapes of a conversation's two directions.
public struct Wire: Sendable {
  public let toServer: Shape
  public let toClient: Shape

  public init(toServer: Shape, toClient: Shape) {
    self.toServer = toServer
    self.toClient = toClient
  }

  /// The same shape both ways.
  public static func both(_ shape: Shape) -> Wire { Wire(toServer: shape, toClient: shape) }
  /// Bytes both ways, and nothing is known about them.
  public static let raw = Wire.both(.raw)
}
