/// One end of a connection as people write it: a host and a port.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
  /// A name (`localhost`) or a numeric address (`127.0.0.1`, `::1`).
  public let host: String
  /// 0 to 65535; 0 asks the system for a free one.
  public let port: UInt16

  public init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// `127.0.0.1:1234`, and `[::1]:1234` where the host itself contains colons.
  public var description: String {
    host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
}
