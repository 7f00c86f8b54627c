import CourseTesting
import Sockets
import Testing

@testable import Loading

@Suite("One client says what is wrong with a server")
struct FirstLookTests {
  struct Case: Sendable {
    let id: String
    /// A part of the sentence or the advice.
    let words: String
    var oneAtATime = false
    var saysGoodbye = false
    let serve: ScriptedServer.Serving
  }

  static let wrong = [
    Case(id: "wrongReply", words: "“msg received” came", serve: Serve.answering("msg received")),
    Case(id: "wrongReply", words: "looks like a header", serve: Serve.answering("12        Msg")),
    Case(id: "wrongReply", words: "“\\x1B[2J” came", serve: Serve.answering("\u{1B}[2J")),
    Case(id: "tooManyReplies", words: "came “\\x0A”", serve: Serve.answering("Msg received\n")),
    Case(
      id: "tooManyReplies", words: "came “Msg received”",
      serve: Serve.answering("Msg receivedMsg received")),
    Case(id: "repliesPerReceive", words: "answered 4 times", serve: Serve.perReceive),
    Case(id: "repliesPerReceive", words: "answered one of them", serve: Serve.onePerBuffer),
    Case(id: "repliesEarly", words: "when it had 64 bytes", serve: Serve.afterTheHeader),
    Case(id: "repliesEarly", words: "nothing of its payload", serve: Serve.naive),
    Case(id: "noAnswer", words: "no answer within 400 ms", serve: Serve.silent),
    Case(
      id: "speaksFirst", words: "“22        Welcome” came",
      serve: { client, number in
        try client.sendAll(Array("22        Welcome".utf8))
        try Serve.silent(client, number)
      }),
    Case(id: "closesAtOnce", words: "before the client has sent", serve: { _, _ in }),
    Case(
      id: "closesInsideAMessage", words: "after 10 bytes",
      serve: { client, _ in _ = try client.receive(upTo: 64) }),
    Case(
      id: "closesWithoutReply", words: "instead of answering",
      serve: { client, _ in
        var messages = Serve.reader(client)
        _ = try messages.next()
      }),
    Case(
      id: "stopsAfterFirst", words: "then closed the connection",
      serve: Serve.rightFor(1) { _, _ in }),
    Case(
      id: "stopsAfterFirst", words: "said nothing more",
      serve: Serve.rightFor(1, then: Serve.silent)
    ),
    Case(
      id: "servesOneAtATime", words: "when the first had left", oneAtATime: true, serve: Serve.right
    ),
    Case(
      id: "noAnswer", words: "A second client",
      serve: { try ($1 == 1 ? Serve.right : Serve.silent)($0, $1) }),
    Case(
      id: "secondClientIsClosed", words: "closed before it had an answer",
      serve: { client, number in
        if number == 1 {
          try Serve.right(client, number)
        } else {
          _ = try client.receive(upTo: 256)
        }
      }),
    Case(id: "goodbyeIsText", words: "had not closed", saysGoodbye: true, serve: Serve.right),
    Case(
      id: "closesWithoutReply", words: "without an answer to “!DISCONNECT”", saysGoodbye: true,
      serve: Serve.leavingWithoutReply),
  ]

  @Test("every kind of wrong server is told what it does", arguments: wrong.indices)
  func findsMistakes(_ index: Int) async throws {
    let wrong = Self.wrong[index]
    let server = try ScriptedServer(oneAtATime: wrong.oneAtATime, wrong.serve)
    let found = try await finding(
      at: server, patience: .milliseconds(400), saysGoodbye: wrong.saysGoodbye)
    let finding = try #require(found, "\(wrong.id): nothing found")
    #expect(finding.id == wrong.id)
    #expect("\(finding.sentence) \(finding.advice)".contains(wrong.words), "\(finding)")
  }

  @Test("a right server is found right, with and without goodbyes", arguments: [false, true])
  func findsNothing(_ saysGoodbye: Bool) async throws {
    let server = try ScriptedServer(saysGoodbye ? Serve.withGoodbye : Serve.right)
    #expect(try await finding(at: server, saysGoodbye: saysGoodbye) == nil)
  }

  @Test("a reply that comes in pieces is a right one")
  func takesPieces() async throws {
    let server = try ScriptedServer { client, _ in
      var messages = Serve.reader(client)
      while try messages.next() != nil {
        for byte in Serve.reply { try client.sendAll([byte]) }
      }
    }
    #expect(try await finding(at: server) == nil)
  }

  private func finding(
    at server: ScriptedServer, patience: Duration = .seconds(10), saysGoodbye: Bool = false
  ) async throws -> Finding? {
    let plan = Plan(
      server: server.endpoint, clients: 2, duration: .seconds(1), size: 64,
      patience: patience, saysGoodbye: saysGoodbye)
    return try await onThread {
      FirstLook(plan: plan, pause: .milliseconds(80))
        .finding(through: try Connection(to: server.endpoint))
    }
  }
}
