import Foundation
import Framing
import LessonKit
import Sockets

/// A server that answers with the learner's pieces, and lesson 6's client.
public enum Workbench06 {
  private static let width = 64
  private static let raw = Option.flag(
    "--raw", help: "send each line as a payload, as it is typed")

  /// The program that `swift run exercise06` starts.
  public static func program(
    _ work: some Lesson06Workbook, name: String, subcommands: [LessonProgram.Subcommand]
  ) -> LessonProgram {
    LessonProgram(
      name, "lesson 6 on your code: Request, Reply, answer, Readings", port: 5050,
      server: .init({ try serve($0, work) }, options: [Common.maxClients]),
      client: .init(ask, options: [raw]),
      wire: .both(.header(width)),
      cast: [
        .init(lines: ["kitchen 21.5", "kitchen 24"]),
        .init(
          arguments: ["--raw"], lines: [#"{"kind":"reading","sensor":"kitchen","celsius":"8"}"#]),
      ],
      subcommands: subcommands)
  }

  private static func serve<Work: Lesson06Workbook>(_ context: Context, _ work: Work) throws {
    let header = LengthHeader(width: width, limit: context.limit)
    try context.serveEveryone { client in
      var messages = MessageReader(client.stream, header: header)
      var readings = Work.Readings()
      while let payload = try messages.next() {
        client.log("sent \(context.readable(payload.prefix(200)))")
        let (reply, isLast) = try work.answer(to: payload) { celsius, sensor in
          try readings.add(celsius, of: sensor)
        }
        client.log("gets your answer \(context.readable(reply.prefix(200)))")
        try client.stream.sendAll(header.frame(reply))
        if isLast { return .saidGoodbye }
      }
      return .closedWithoutGoodbye
    }
  }

  private static func ask(_ context: Context) throws {
    let server = try context.connect()
    let header = LengthHeader(width: width, limit: context.limit)
    var answers = MessageReader(server, header: header)
    var payloads = Payloads(context)
    while let payload = try payloads.next() {
      try server.sendAll(header.frame(payload))
      guard let answer = try answers.nextText() else {
        throw CutOff(missing: width, of: "the answer")
      }
      context.print(context.readable(answer.utf8))
    }
  }

  /// What the client sends: an object for each line that is typed, and then a goodbye.
  private struct Payloads {
    private let context: Context
    private var hasSaidGoodbye = false

    private struct Request: Encodable {
      var kind = "goodbye"
      var sensor: String?
      var celsius: Double?
    }

    init(_ context: Context) { self.context = context }

    mutating func next() throws -> [UInt8]? {
      while let line = context.readLine() {
        if context[raw] { return Array(line.utf8) }
        let words = line.split(separator: " ")
        if words.count > 1, let celsius = words.last.flatMap({ Double($0) }), celsius.isFinite {
          let sensor = words.dropLast().joined(separator: " ")
          return try encode(Request(kind: "reading", sensor: sensor, celsius: celsius))
        }
        context.print("not sent: type a sensor and its degrees, like kitchen 21.5")
      }
      if hasSaidGoodbye { return nil }
      hasSaidGoodbye = true
      return try encode(Request())
    }

    private func encode(_ request: Request) throws -> [UInt8] {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return Array(try encoder.encode(request))
    }
  }
}
