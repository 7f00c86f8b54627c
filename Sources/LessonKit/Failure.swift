/// Something that ends a program and is no error of the network: exit status 1, one sentence.
public struct Failure: Error, CustomStringConvertible {
  public let description: String

  /// - Parameter description: what went wrong, and the next step: `no device is connected. In
  ///   another terminal: swift run lesson07 device`.
  public init(_ description: String) { self.description = description }
}
