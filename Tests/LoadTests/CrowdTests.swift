import CourseTesting
import Dispatch
import Sockets
import Synchronization
import Testing

@testable import Loading

@Suite("A crowd at a server")
struct CrowdTests {
  /// What a server is right for, and what it does then; and what the crowd must say.
  struct Case: Sendable {
    let kind: Trouble.Kind
    var size = 64
    var saysGoodbye = false
    /// The message at which it happens, where that is certain.
    var message: Int?
    let serve: ScriptedServer.Serving
  }

  static let clients = 8

  static let wrong = [
    Case(kind: .noAnswer, message: 1, serve: Serve.silent),
    Case(kind: .noAnswer, message: 4, serve: Serve.rightFor(3, then: Serve.silent)),
    Case(
      kind: .closedEarly, message: 2,
      // With the second message unread it would be a reset.
      serve: Serve.rightFor(1) { client, _ in _ = try client.receive(upTo: 1 << 12) }),
    Case(
      kind: .reset, message: 3,
      serve: Serve.rightFor(2) { client, _ in
        _ = try client.receive(upTo: 1)
        client.resetOnClose()
      }),
    Case(
      kind: .wrongReply, message: 6, serve: Serve.rightFor(5, then: Serve.answering("Msg Received"))
    ),
    Case(
      kind: .tooManyReplies,
      serve: Serve.rightFor(5, then: Serve.answering("Msg receivedMsg received"))),
    Case(kind: .tooManyReplies, serve: Serve.answering("Msg received\n")),
    Case(kind: .tooEarly, size: 1 << 24, message: 1, serve: Serve.afterTheHeader),
    Case(
      kind: .notTaken, size: 1 << 24, message: 1,
      // Waits for the client's end and takes nothing meanwhile.
      serve: { client, _ in
        let never = DispatchSemaphore(value: 0)
        _ = never.wait(timeout: .now() + 5)
        withExtendedLifetime(client) {}
      }),
    Case(kind: .notClosed, saysGoodbye: true, serve: Serve.right),
    Case(kind: .closedEarly, saysGoodbye: true, serve: Serve.leavingWithoutReply),
  ]

  @Test("every trouble is counted under its name, and the run ends", arguments: wrong.indices)
  func findsTrouble(_ index: Int) async throws {
    let wrong = Self.wrong[index]
    let server = try ScriptedServer(
      firstTwo: wrong.saysGoodbye ? Serve.withGoodbye : Serve.right, wrong.serve)
    let waits = [.noAnswer, .notTaken, .notClosed].contains(wrong.kind)
    let outcome = try await run(
      at: server, seconds: wrong.saysGoodbye ? 0.2 : 60, size: wrong.size,
      patience: waits ? .seconds(1) : .seconds(10), saysGoodbye: wrong.saysGoodbye)
    #expect(outcome.finding == nil)
    #expect(outcome.clients(with: wrong.kind) == Self.clients, "\(outcome.troubles)")
    if let message = wrong.message { #expect(outcome.troubles[wrong.kind]?.message == message) }
    #expect(!outcome.isRight)
    // When trouble has ended the last client, nobody waits for the minute to pass.
    #expect(outcome.seconds < 30)
  }

  @Test(
    "a right server is right at every size and depth",
    arguments: [(0, 1), (1, 16), (64, 1), (64, 100), (100_000, 3), (1 << 22, 2)])
  func rightServer(_ size: Int, _ depth: Int) async throws {
    let outcome = try await run(
      at: try ScriptedServer(Serve.right), size: size, depth: depth)
    #expect(outcome.isRight, "\(outcome.troubles)")
    #expect(outcome.served == Self.clients)
    #expect(outcome.latencies.total >= outcome.answeredInTime)
    #expect(outcome.latencies.total >= Self.clients)
    #expect(outcome.leftOpen == 0)
  }

  @Test("goodbyes are answered and the connection closed")
  func goodbyes() async throws {
    let outcome = try await run(at: try ScriptedServer(Serve.withGoodbye), saysGoodbye: true)
    #expect(outcome.isRight, "\(outcome.troubles)")
  }

  @Test("what the first look finds keeps the crowd at home")
  func staysAtHome() async throws {
    let server = try ScriptedServer(oneAtATime: true, Serve.right)
    let outcome = try await run(at: server, patience: .milliseconds(400))
    #expect(outcome.finding?.id == "servesOneAtATime")
    #expect(outcome.served == 0 && !outcome.isRight)
  }

  @Test("the crowd can be sent anyway, and finds the same in its own way")
  func goesAnyway() async throws {
    let server = try ScriptedServer(oneAtATime: true, Serve.right)
    let outcome = try await run(at: server, patience: .milliseconds(400), goesOnAnyway: true)
    #expect(outcome.finding?.id == "servesOneAtATime" && !outcome.isRight)
    #expect(outcome.served == 1)
    #expect(outcome.clients(with: .noAnswer) == Self.clients - 1)
    let report = Report(outcome, paint: .none).lines.joined(separator: " ")
    #expect(report.contains("1 client of 8 had answers and 7 never got one"), "\(report)")
  }

  @Test("a server that does not close its side is remarked upon, and right all the same")
  func leftOpen() async throws {
    let server = try ScriptedServer { client, number in
      try Serve.right(client, number)
      let never = DispatchSemaphore(value: 0)
      _ = never.wait(timeout: .now() + 5)
      withExtendedLifetime(client) {}
    }
    let outcome = try await run(at: server, parting: .milliseconds(200))
    #expect(outcome.leftOpen == Self.clients)
    #expect(outcome.isRight)
  }

  @Test("stopped from outside, it returns what there is")
  func stops() async throws {
    let server = try ScriptedServer(Serve.right)
    let plan = Plan(
      server: server.endpoint, clients: Self.clients, duration: .seconds(600), size: 64)
    let handle = Handle()
    let load = Load(plan, pause: .milliseconds(20)) { if $0.answered > 100 { handle.stop() } }
    handle.load.withLock { $0 = load }
    let outcome = try await onThread { try load.run() }
    #expect(outcome.wasStopped && outcome.isRight)
    #expect(outcome.latencies.total > 0 && outcome.seconds < 60)
  }

  @Test("nobody listens: the error says so")
  func nobody() {
    let plan = Plan(
      server: Endpoint(host: "127.0.0.1", port: 1), clients: 1, duration: .seconds(1), size: 1)
    let error = #expect(throws: SocketError.self) { try Load(plan).run() }
    #expect(error?.reason == .errno(.connectionRefused))
  }

  @Test("an error of a connection is trouble of the right kind")
  func kinds() {
    func kind(_ reason: SocketError.Reason, connecting: Bool) -> Trouble.Kind {
      Trouble(SocketError("x", reason), connecting: connecting).kind
    }
    #expect(kind(.errno(.connectionRefused), connecting: true) == .refused)
    #expect(kind(.errno(.tooManyFiles), connecting: true) == .noDescriptor)
    #expect(kind(.errno(.addressNotAvailable), connecting: true) == .noPort)
    #expect(kind(.outOfPatience(""), connecting: true) == .notConnected)
    #expect(kind(.errno(.connectionReset), connecting: true) == .reset)
    #expect(kind(.errno(.brokenPipe), connecting: false) == .reset)
    #expect(kind(.outOfPatience(""), connecting: false) == .notTaken)
  }

  private func run(
    at server: ScriptedServer, seconds: Double = 0.2, size: Int = 64, depth: Int = 1,
    patience: Duration = .seconds(10),
    saysGoodbye: Bool = false, goesOnAnyway: Bool = false, parting: Duration = .seconds(2)
  ) async throws -> Outcome {
    let plan = Plan(
      server: server.endpoint, clients: Self.clients, duration: .seconds(seconds), size: size,
      depth: depth, patience: patience, saysGoodbye: saysGoodbye, goesOnAnyway: goesOnAnyway)
    return try await onThread { try Load(plan, pause: .milliseconds(20), parting: parting).run() }
  }
}

/// A load that its own progress stops.
private final class Handle: Sendable {
  let load = Mutex<Load?>(nil)

  func stop() { load.withLock { $0 }?.stop() }
}
