import CourseTesting
import Processes
import Sockets
import Testing

private let clients = Subject.all(.client, lesson: "10")

@Suite("Lesson 10 on the wire: the client", .waits)
struct ClientWireTests {
  /// A client that was given an operation, and the request that it has sent.
  private func client(
    _ subject: Subject, _ words: [String], sends packet: [UInt8]
  ) throws -> (client: RunningClient, server: Connection) {
    let client = try RunningClient(subject, words)
    let server = try client.connection()
    #expect(try server.bytes(packet.count) == packet, "\(words)")
    return (client, server)
  }

  @Test(
    "an operation that is given is sent, and the result printed", arguments: clients,
    [
      (["DIVISION", "1", "4"], 0.25, "0.25"),
      (["MULTIPLICACION", "-32768", "32767"], -1_073_709_056, "-1073709056.0"),
      (["RESTA", "--patience", "3", "-0", "+5"], -5, "-5.0"),
    ] as [([String], Double, String)])
  func asks(_ subject: Subject, _ example: (words: [String], result: Double, text: String)) throws {
    guard subject.takesOptions else { return }
    let words = example.words.filter { $0 != "--patience" && $0 != "3" }
    let packet = request(words[0], Int(words[1]) ?? 0, Int(words[2]) ?? 0)
    let (client, server) = try client(subject, example.words, sends: packet)
    try server.sendAll(reply(0, example.result))
    let (output, errors, ending) = client.end()
    #expect(output.contains("= \(example.text)\n"), "\(output)\(errors)")
    #expect(ending == .status(0))
    #expect(try server.isAtEnd(), "it asks once")
  }

  @Test("what has no result is status 1, and says why", arguments: clients)
  func reports(_ subject: Subject) throws {
    guard subject.takesOptions else { return }
    for (words, status, text) in [
      (["DIVISION", "1", "0"], 1, "DIVISION 1 0: division by zero"),
      (["\u{1B}[2J", "7", "2"], 2, "\\x1B[2J 7 2: unknown command"),
      ([String(repeating: "é", count: 32), "7", "2"], 2, "é 7 2: unknown command"),
    ] {
      let packet = request(words[0], Int(words[1]) ?? 0, Int(words[2]) ?? 0)
      let (client, server) = try client(subject, words, sends: packet)
      // A result beside an error is nobody's.
      try server.sendAll(reply(status, 1.5))
      let (output, errors, ending) = client.end()
      #expect(output.contains(text), "\(output)\(errors)")
      #expect(ending == .status(1))
      #expect(errors.split(separator: "\n").count == 1, "one sentence: \(errors)")
    }
  }

  @Test(
    "random operations, in packets that are right, and a reply in any pieces", arguments: clients)
  func asksAtRandom(_ subject: Subject) throws {
    let names = ["SUMA", "RESTA", "MULTIPLICACION", "DIVISION"]
    let client = try RunningClient(subject, ["--interval", "0.01", "--count", "3", "--seed", "7"])
    let server = try client.connection()
    for number in 1...(subject.takesOptions ? 3 : 1) {
      let command = try server.nextRequest().command
      #expect(names.contains(command), "\(command)")
      for byte in reply(0, Double(number) / 8) { try server.sendAll([byte]) }
    }
    guard subject.takesOptions else { return }
    let (output, errors, ending) = client.end()
    for result in ["0.125", "0.25", "0.375"] {
      #expect(output.contains("= \(result)\n"), "\(output)\(errors)")
    }
    #expect(ending == .status(0))
  }

  @Test("the same seed asks the same", arguments: clients)
  func hasSeeds(_ subject: Subject) throws {
    guard subject.takesOptions else { return }
    func first(_ seed: String) throws -> [UInt8] {
      let client = try RunningClient(subject, ["--seed", seed])
      defer { withExtendedLifetime(client) {} }
      let request = try client.connection().nextRequest()
      return request.fields + Array(request.command.utf8)
    }
    let eleven = try first("11")
    #expect(try eleven == first("11"))
    #expect(try eleven != first("12"))
  }

  @Test("a server that closes while nothing is asked: status 0", arguments: clients)
  func notices(_ subject: Subject) throws {
    let client = try RunningClient(subject, ["--interval", "60"])
    let server = try client.connection()
    _ = try server.nextRequest()
    try server.sendAll(reply(0, 0.5))
    if subject.takesOptions { #expect(client.process.prints("= 0.5")) }
    try server.finishSending()
    let (output, errors, ending) = client.end()
    #expect(ending != .stillRunning)
    guard subject.takesOptions else { return }
    #expect(output.contains("the server closed"), "\(output)\(errors)")
    #expect(ending == .status(0))
  }

  /// Replies that are none, and a word of what is said about them.
  static let damages: [(bytes: [UInt8], words: String)] = [
    ([], "cut off"), (Array(reply(0, 5).prefix(11)), "cut off"), (reply(3, 0), "protocol error"),
    (reply(-1, 0), "protocol error"), (reply(0, .nan), "protocol error"),
    (reply(0, -.infinity), "protocol error"), (reply(0, 5) + [0], "protocol error"),
  ]

  @Test("a reply that is none: one sentence and status 1", arguments: clients, damages.indices)
  func complains(_ subject: Subject, _ index: Int) throws {
    let damage = Self.damages[index]
    let client = try RunningClient(subject, ["--interval", "60"])
    let server = try client.connection()
    _ = try server.nextRequest()
    // It may have left before the rest has come.
    try? server.sendAll(damage.bytes)
    if damage.bytes.count < 12 { try? server.finishSending() }
    let (_, errors, ending) = client.end()
    expectComplaint(damage.words, errors, ending, subject)
  }

  @Test("a reset is one sentence and status 1", arguments: clients)
  func reportsReset(_ subject: Subject) throws {
    let client = try RunningClient(subject, ["--interval", "60"])
    _ = try client.connection().nextRequest()
    try client.reset()
    let (_, errors, ending) = client.end()
    expectComplaint("reset", errors, ending, subject)
  }

  @Test(
    "words that are missing or wrong: one sentence and status 64",
    arguments: [
      (["SUMA"], "an operation needs two numbers behind it: client SUMA 7 -2."),
      (["SUMA", "7"], "an operation needs two numbers behind it: client SUMA 7 -2."),
      (["SUMA", "7", "2", "3"], "\"3\" is one too many behind OPERATION A B."),
      (["SUMA", "7", "2", "-3"], "\"-3\" is one too many behind OPERATION A B."),
      (["7", "+", "2"], "A needs to be a whole number from -32768 to 32767, not \"+\"."),
      (["SUMA", "7", "two"], "B needs to be a whole number from -32768 to 32767, not \"two\"."),
      (
        ["SUMA", "32768", "0"], "A needs to be a whole number from -32768 to 32767, not \"32768\"."
      ),
      (
        ["SUMA", "0", "-32769"],
        "B needs to be a whole number from -32768 to 32767, not \"-32769\"."
      ),
      (["SUMA", "0.5", "1"], "A needs to be a whole number from -32768 to 32767, not \"0.5\"."),
      (["SUMA", "-0.5", "1"], "A needs to be a whole number from -32768 to 32767, not \"-0.5\"."),
      (["", "1", "2"], "OPERATION needs to be a word of 1 to 64 bytes, not \"\"."),
      (
        [String(repeating: "é", count: 33), "1", "2"],
        "OPERATION needs to be a word of 1 to 64 bytes, not"
      ),
      (["--seed", "-1"], "--seed needs a whole number from 0, not \"-1\"."),
      (["--count", "0"], "--count needs a whole number from 1, not \"0\"."),
      (["-SUMA", "1", "2"], "unknown option \"-SUMA\"."),
    ])
  func refusesWords(_ words: [String], _ sentence: String) throws {
    let client = try ChildProcess(PackageFolder.program("lesson10"), ["client"] + words)
    #expect(client.wait() == .status(64))
    #expect(client.standardError.contains(sentence), "\(client.standardError)")
    #expect(client.standardError.split(separator: "\n").count == 1)
    #expect(client.standardOutput.isEmpty)
  }
}
