import CourseTesting
import Sockets
import Testing

@Suite("Errors say what was tried, why it failed and what to do", .waits)
struct ErrorTests {
  @Test("a port that is taken")
  func portTaken() throws {
    let listener = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
    let error = #expect(throws: SocketError.self) { try Listener(on: listener.endpoint) }
    #expect(
      error?.description == "bind \(listener.endpoint): address already in use (EADDRINUSE). "
        + "Is another lesson still running? --port 0 picks a free one.")
  }

  @Test("nobody listens")
  func refused() throws {
    let free = Endpoint.unused()
    let error = #expect(throws: SocketError.self) { try Connection(to: free) }
    #expect(
      error?.description == "connect \(free): connection refused (ECONNREFUSED). "
        + "Nobody listens there. Is the server running, and on this port?")
  }

  @Test("a host that is none")
  func unresolved() {
    let error = #expect(throws: SocketError.self) {
      try Connection(to: Endpoint(host: "no such host", port: 1))
    }
    #expect(error?.description.hasPrefix("look up no such host: ") == true)
    #expect(error?.description.contains("--host 127.0.0.1") == true)
  }

  @Test("an address of another machine")
  func notOurs() {
    let error = #expect(throws: SocketError.self) {
      try Listener(on: Endpoint(host: "192.0.2.1", port: 0))
    }
    #expect(error?.reason == .errno(.addressNotAvailable))
  }

  @Test("an endpoint is written as people write it")
  func endpoints() {
    #expect(Endpoint(host: "127.0.0.1", port: 1234).description == "127.0.0.1:1234")
    #expect(Endpoint(host: "::1", port: 1234).description == "[::1]:1234")
  }

  @Test("an errno has its name")
  func names() {
    #expect(Errno.addressInUse.name == "EADDRINUSE")
    #expect(Errno(rawValue: 9999).name == "errno 9999")
  }
}
