import Sockets

extension Endpoint {
  /// An endpoint on this machine at which nobody listens, and will not: its port lies outside of
  /// the range from which systems hand out ports by themselves (32768 and up), so that no other
  /// test gets it meanwhile.
  public static func unused() -> Endpoint {
    while true {
      let candidate = Endpoint(host: "127.0.0.1", port: UInt16.random(in: 10_000...29_999))
      if (try? Listener(on: candidate)) != nil { return candidate }
    }
  }
}
