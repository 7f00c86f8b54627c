import Foundation
import Framing
import Sockets

/// A server of a few lines, right or wrong, in this process: a thread a client, or one for all.
final class ScriptedServer: Sendable {
  /// Serves one client until it leaves; clients are numbered from 1.
  typealias Serving = @Sendable (_ client: Connection, _ number: Int) throws -> Void

  let endpoint: Endpoint
  private let listener: Listener

  /// - Parameters:
  ///   - firstTwo: how the clients of the first look are served, where it is not `serve`.
  init(
    oneAtATime: Bool = false, firstTwo: Serving? = nil, _ serve: @escaping Serving
  ) throws {
    let listener = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
    self.listener = listener
    endpoint = listener.endpoint
    Thread.detachNewThread {
      var number = 0
      while let client = try? listener.accept() {
        number += 1
        let own = number
        let serve = own <= 2 ? firstTwo ?? serve : serve
        if oneAtATime {
          try? serve(client, own)
        } else {
          Thread.detachNewThread { try? serve(client, own) }
        }
      }
    }
  }

  deinit { listener.stop() }
}

/// What a server may do to a client.
enum Serve {
  static let reply = Array("Msg received".utf8)

  /// As lessons 4 and 5 do it.
  static let right: ScriptedServer.Serving = { client, _ in
    var messages = reader(client)
    while try messages.next() != nil { try client.sendAll(reply) }
  }

  /// As lesson 5 does it.
  static let withGoodbye: ScriptedServer.Serving = { client, _ in
    var messages = reader(client)
    while let payload = try messages.next() {
      try client.sendAll(reply)
      if payload == Array("!DISCONNECT".utf8) { return client.lingeringClose() }
    }
  }

  /// Closes when somebody says goodbye, and owes the answer.
  static let leavingWithoutReply: ScriptedServer.Serving = { client, _ in
    var messages = reader(client)
    while let payload = try messages.next(), payload.first != UInt8(ascii: "!") {
      try client.sendAll(reply)
    }
  }

  /// Answers with other bytes.
  static func answering(_ text: String) -> ScriptedServer.Serving {
    { client, _ in
      var messages = reader(client)
      while try messages.next() != nil { try client.sendAll(Array(text.utf8)) }
    }
  }

  /// Right for so many messages, then as `after`.
  static func rightFor(
    _ count: Int, then after: @escaping ScriptedServer.Serving
  ) -> ScriptedServer.Serving {
    { client, number in
      var messages = reader(client)
      for _ in 0..<count {
        guard try messages.next() != nil else { return }
        try client.sendAll(reply)
      }
      try after(client, number)
    }
  }

  /// Receives until the client leaves, and says nothing.
  static let silent: ScriptedServer.Serving = { client, _ in
    while try !client.receive(upTo: 1 << 16).isEmpty {}
  }

  /// Answers what one receive brings, whatever it is.
  static let perReceive: ScriptedServer.Serving = { client, _ in
    while try !client.receive(upTo: 1 << 12).isEmpty { try client.sendAll(reply) }
  }

  /// Takes one message out of what is there, and forgets the rest.
  static let onePerBuffer: ScriptedServer.Serving = { client, _ in
    var buffer: [UInt8] = []
    while true {
      let piece = try client.receive(upTo: 1 << 12)
      if piece.isEmpty { return }
      buffer += piece
      guard buffer.count >= 64,
        let length = Int(String(decoding: buffer[..<64].prefix { $0 != 0x20 }, as: UTF8.self)),
        buffer.count >= 64 + length
      else { continue }
      try client.sendAll(reply)
      buffer = []
    }
  }

  /// Answers as soon as the header is there.
  static let afterTheHeader: ScriptedServer.Serving = { client, _ in
    while let header = try exactly(64, from: client) {
      try client.sendAll(reply)
      let digits = header.prefix { $0 != 0x20 }
      guard try exactly(Int(String(decoding: digits, as: UTF8.self)) ?? 0, from: client) != nil
      else { return }
    }
  }

  /// Two receives and no loop, as beginners write it.
  static let naive: ScriptedServer.Serving = { client, _ in
    while true {
      let header = try client.receive(upTo: 64)
      let digits = header.prefix { $0 != 0x20 }
      guard let length = Int(String(decoding: digits, as: UTF8.self)) else { return }
      _ = try client.receive(upTo: length)
      try client.sendAll(reply)
    }
  }

  static func reader(_ client: Connection) -> MessageReader {
    MessageReader(client, header: LengthHeader(width: 64, limit: 1 << 30))
  }

  private static func exactly(_ count: Int, from client: Connection) throws -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let piece = try client.receive(upTo: min(1 << 16, count - bytes.count))
      if piece.isEmpty { return nil }
      bytes += piece
    }
    return bytes
  }
}
