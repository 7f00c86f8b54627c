import Foundation

/// An address as the system calls want it: the bytes of a `sockaddr` and how many count.
struct SocketAddress {
  private(set) var storage = sockaddr_storage()
  private(set) var length: socklen_t

  var family: Int32 { Int32(storage.ss_family) }

  /// The addresses of a host, IPv4 and IPv6, in the order in which they should be tried.
  ///
  /// - Throws: `SocketError` when there is none.
  /// - Source: getaddrinfo(3).
  static func resolve(_ endpoint: Endpoint, toListen: Bool) throws(SocketError) -> [SocketAddress] {
    var hints = addrinfo()
    hints.ai_socktype = Platform.stream
    hints.ai_flags = toListen ? AI_PASSIVE : 0
    var list: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(endpoint.host, String(endpoint.port), &hints, &list)
    guard status == 0, let first = list else {
      let words = String(cString: gai_strerror(status))
      throw SocketError(
        "look up \(endpoint.host)",
        .unresolved(words.prefix(1).lowercased() + words.dropFirst()))
    }
    defer { freeaddrinfo(first) }
    return sequence(first: first, next: \.pointee.ai_next).compactMap { node in
      node.pointee.ai_addr.map { SocketAddress(copying: $0, length: node.pointee.ai_addrlen) }
    }
  }

  private init(copying address: UnsafePointer<sockaddr>, length: socklen_t) {
    self.length = length
    withUnsafeMutableBytes(of: &storage) {
      $0.copyMemory(from: UnsafeRawBufferPointer(start: address, count: Int(length)))
    }
    Platform.setLength(length, in: &storage)
  }

  /// An address that a system call fills in: `getsockname`, `getpeername`, `accept`.
  init(filledBy call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32) {
    length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    withUnsafeMutablePointer(to: &storage) { storage in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = call($0, &length) }
    }
  }

  /// Calls `body` with this address as a C function takes it.
  func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    withUnsafePointer(to: storage) { storage in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }

  /// The numeric host and port.
  ///
  /// - Source: getnameinfo(3).
  var endpoint: Endpoint {
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    var port = [CChar](repeating: 0, count: Int(NI_MAXSERV))
    let status = withPointer {
      getnameinfo(
        $0, $1, &host, socklen_t(host.count), &port, socklen_t(port.count),
        NI_NUMERICHOST | NI_NUMERICSERV)
    }
    guard status == 0 else { return Endpoint(host: "unknown", port: 0) }
    return Endpoint(host: Self.text(host), port: UInt16(Self.text(port)) ?? 0)
  }

  private static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
