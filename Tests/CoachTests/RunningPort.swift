import Sockets

/// A port at which this process listens.
final class RunningPort {
  private let listener: Listener?

  init() { listener = try? Listener(on: Endpoint(host: "127.0.0.1", port: 0)) }

  var number: UInt16 { listener?.endpoint.port ?? 0 }
}
