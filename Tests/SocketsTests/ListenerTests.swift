import CourseTesting
import Sockets
import Testing

@Suite("Listeners", .waits)
struct ListenerTests {
  private let anyPort = Endpoint(host: "127.0.0.1", port: 0)

  @Test("port 0 gets a free port, and says which")
  func picksAPort() throws {
    let first = try Listener(on: anyPort)
    let second = try Listener(on: anyPort)
    #expect(first.endpoint.port != 0 && first.endpoint != second.endpoint)
  }

  @Test("clients are accepted in order of arrival")
  func acceptsInOrder() throws {
    let listener = try Listener(on: anyPort)
    let clients = try (0..<5).map { _ in try Connection(to: listener.endpoint) }
    for client in clients { #expect(try listener.accept()?.peer == client.local) }
  }

  @Test("stop sends home everyone who waits in accept, now and later")
  func stops() async throws {
    let listener = try Listener(on: anyPort)
    async let first = Task.detached { try listener.accept() }.value
    async let second = Task.detached { try listener.accept() }.value
    listener.stop()
    #expect(try await first === nil)
    #expect(try await second === nil)
    #expect(try listener.accept() === nil)
  }

  @Test("a port is free again at once when its listener is gone")
  func reusesThePort() async {
    // In a process of its own: where other tests start programs, each of those has the listener, too,
    // from its fork to its exec.
    await #expect(processExitsWith: .success) {
      let endpoint = Endpoint.unused()
      for _ in 1...2 {
        let used = try ListenerTests.use(endpoint)
        #expect(used == endpoint)
      }
    }
  }

  /// Listens, has a client, and leaves first: that is the side whose port stays reserved (TIME_WAIT).
  private static func use(_ endpoint: Endpoint) throws -> Endpoint {
    let listener = try Listener(on: endpoint)
    let client = try Connection(to: listener.endpoint)
    _ = try listener.accept()
    #expect(try client.receive(upTo: 1).isEmpty)
    return listener.endpoint
  }
}
