/// The stream ended in the middle of something: the peer closed, and bytes are missing.
///
/// Not the same as a stream that ends between two messages, which is a normal end.
public struct CutOff: Error, Equatable, Sendable, CustomStringConvertible {
  /// How many more bytes were needed; at least 1.
  public let missing: Int
  /// What was being received: `the header`, `the payload`; nil when it has no name.
  public let part: String?

  public init(missing: Int, of part: String? = nil) {
    self.missing = missing
    self.part = part
  }

  public var description: String {
    "cut off: the connection ended with \(missing) \(missing == 1 ? "byte" : "bytes")"
      + (part.map { " of \($0)" } ?? "")
      + " still to come. The peer may have been stopped; start it and try again."
  }
}
