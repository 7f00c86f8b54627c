import Checks
import Foundation
import Framing
import Sockets
import Synchronization
import Workbook

/// A wrong program answers one exercise; the others it has not started.
private protocol Wrong: Lesson04Workbook where Register == Registering {}

extension Wrong {
  func serve(_ client: any ByteStream, limit: Int, heard: (String) -> Void) throws {
    try notStarted()
  }
  func serveAll(
    from door: any ClientDoor, serve: @escaping @Sendable (any ByteStream) throws -> Void,
    startThread: (@escaping @Sendable () -> Void) -> Void
  ) throws {
    try notStarted()
  }
}

/// A register of which each part can be another one's; which, is said by the program that runs.
final class Registering: ClientRegister {
  struct State {
    var last = 0
    var clients: [Int: any ByteStream] = [:]
  }
  struct Parts {
    var add: (Registering, any ByteStream) throws -> Int = { $0.enter($1) }
    var remove: (Registering, Int) throws -> Void = { $0.strike($1) }
    var count: (Registering) throws -> Int = { $0.state.withLock { $0.clients.count } }
    var send: (Registering, [UInt8], Int) throws -> Bool = { register, bytes, number in
      guard let client = register.client(number) else { return false }
      do {
        try client.sendAll(bytes)
        return true
      } catch {
        client.shutdown()
        register.strike(number)
        return false
      }
    }
  }
  // Sound: set once, before anything else runs, in a process of one thread.
  nonisolated(unsafe) static var parts = Parts()
  let state = Mutex(State())

  init() {}

  func add(_ client: any ByteStream) throws -> Int { try Self.parts.add(self, client) }
  func remove(_ number: Int) throws { try Self.parts.remove(self, number) }
  func count() throws -> Int { try Self.parts.count(self) }
  func send(_ bytes: [UInt8], to number: Int) throws -> Bool {
    try Self.parts.send(self, bytes, number)
  }

  func enter(_ client: any ByteStream) -> Int {
    state.withLock {
      $0.last += 1
      $0.clients[$0.last] = client
      return $0.last
    }
  }
  func strike(_ number: Int) { state.withLock { $0.clients[number] = nil } }
  func client(_ number: Int) -> (any ByteStream)? { state.withLock { $0.clients[number] } }
}

private typealias Serve = @Sendable (any ByteStream, Int, (String) -> Void) throws -> Void
private typealias Conversation = @Sendable (any ByteStream) throws -> Void
private typealias StartThread = (@escaping @Sendable () -> Void) -> Void
private typealias ServeAll =
  @Sendable (
    any ClientDoor, @escaping Conversation, StartThread
  ) throws -> Void

private struct Serving: Wrong {
  let answer: Serve
  func serve(_ client: any ByteStream, limit: Int, heard: (String) -> Void) throws {
    try answer(client, limit, heard)
  }
}

private struct Accepting: Wrong {
  let answer: ServeAll
  func serveAll(
    from door: any ClientDoor, serve: @escaping @Sendable (any ByteStream) throws -> Void,
    startThread: (@escaping @Sendable () -> Void) -> Void
  ) throws {
    try answer(door, serve, startThread)
  }
}

private struct Registers: Wrong {}

private func serving(_ name: String, _ summary: String, _ answer: @escaping Serve) -> WrongProgram {
  WrongProgram(exercise: "4.1", name: name, summary: summary) {
    ExerciseProgram.lesson04(Serving(answer: answer), $0)
  }
}

private func accepting(
  _ name: String, _ summary: String, _ answer: @escaping ServeAll
) -> WrongProgram {
  WrongProgram(exercise: "4.2", name: name, summary: summary) {
    ExerciseProgram.lesson04(Accepting(answer: answer), $0)
  }
}

private func register(
  _ name: String, _ summary: String,
  _ change: @escaping @Sendable (inout Registering.Parts) -> Void
) -> WrongProgram {
  WrongProgram(exercise: "4.3", name: name, summary: summary) {
    change(&Registering.parts)
    ExerciseProgram.lesson04(Registers(), $0)
  }
}

private let shared = Mutex(0)

private let reply = Array("Msg received".utf8)

private func reader(_ client: any ByteStream, _ limit: Int) -> MessageReader {
  MessageReader(client, header: LengthHeader(width: 64, limit: limit))
}

/// How many bytes of payload a header announces; for those who do without a reader.
private func length(_ header: [UInt8]) -> Int {
  Int(String(decoding: header.prefix { $0 != 0x20 }, as: UTF8.self)) ?? 0
}

extension WrongProgram {
  static let lesson04: [WrongProgram] = [
    // MARK: 4.1
    serving("repliesPerReceive", "answers each receive that brings something") {
      client, limit, heard in
      var decoder = MessageDecoder(header: LengthHeader(width: 64, limit: limit))
      while case let piece = try client.receive(upTo: 4096), !piece.isEmpty {
        decoder.append(piece)
        while let text = try decoder.nextText() { heard(text) }
        try client.sendAll(reply)
      }
    },
    serving("repliesPerReceive-andTheEnd", "answers the empty receive as well") {
      client, limit, heard in
      var isOpen = true
      var decoder = MessageDecoder(header: LengthHeader(width: 64, limit: limit))
      while isOpen {
        let piece = try client.receive(upTo: 4096)
        isOpen = !piece.isEmpty
        decoder.append(piece)
        while let text = try decoder.nextText() { heard(text) }
        try client.sendAll(reply)
      }
    },
    serving("repliesPerReceive-once", "answers once for all that a receive has brought") {
      client, limit, heard in
      var decoder = MessageDecoder(header: LengthHeader(width: 64, limit: limit))
      while case let piece = try client.receive(upTo: 4096), !piece.isEmpty {
        decoder.append(piece)
        var isAny = false
        while let text = try decoder.nextText() {
          heard(text)
          isAny = true
        }
        if isAny { try client.sendAll(reply) }
      }
    },
    serving("stopsAfterFirst", "answers one message and returns") { client, limit, heard in
      var messages = reader(client, limit)
      if let text = try messages.nextText() {
        heard(text)
        try client.sendAll(reply)
      }
    },
    serving("oneReceive", "takes what one receive brings for the header") {
      client, limit, heard in
      while true {
        let header = try client.receive(upTo: 64)
        if header.isEmpty { return }
        let payload = try client.receiveExactly(
          LengthHeader(width: 64, limit: limit).payloadLength(in: header[...]))
        heard(String(decoding: payload, as: UTF8.self))
        try client.sendAll(reply)
      }
    },
    serving("repliesEarly", "answers when the header is there") { client, limit, heard in
      while true {
        var header = try client.receive(upTo: 64)
        if header.isEmpty { return }
        if header.count < 64 { header += try client.receiveExactly(64 - header.count) }
        try client.sendAll(reply)
        let payload = try client.receiveExactly(length(header))
        heard(String(decoding: payload, as: UTF8.self))
      }
    },
    serving("answersTooLate", "collects all messages, and answers in the end") {
      client, limit, heard in
      var messages = reader(client, limit)
      var count = 0
      while let text = try messages.nextText() {
        heard(text)
        count += 1
      }
      for _ in 0..<count { try client.sendAll(reply) }
    },
    serving("answersNothing", "hears, and says nothing") { client, limit, heard in
      var messages = reader(client, limit)
      while let text = try messages.nextText() { heard(text) }
    },
    serving("keepsTheText", "never calls heard") { client, limit, heard in
      var messages = reader(client, limit)
      while try messages.nextText() != nil { try client.sendAll(reply) }
    },
    serving("keepsTheText-saysAnother", "says the length instead of the text") {
      client, limit, heard in
      var messages = reader(client, limit)
      while let text = try messages.nextText() {
        heard("\(text.utf8.count)")
        try client.sendAll(reply)
      }
    },
    serving("forgetsEmptyMessages", "does not answer a message without text") {
      client, limit, heard in
      var messages = reader(client, limit)
      while let text = try messages.nextText() {
        if text.isEmpty { continue }
        heard(text)
        try client.sendAll(reply)
      }
    },
    serving("ignoresShortSend", "calls send once an answer") { client, limit, heard in
      var messages = reader(client, limit)
      while let text = try messages.nextText() {
        heard(text)
        _ = try client.send(reply[...])
      }
    },
    serving("cutOffIsClosed", "takes a client that is cut off for one that closes") {
      client, limit, heard in
      var messages = reader(client, limit)
      do {
        while let text = try messages.nextText() {
          heard(text)
          try client.sendAll(reply)
        }
      } catch is CutOff {}
    },
    serving("cutOffIsClosed-everything", "takes every error for the end") { client, limit, heard in
      var messages = reader(client, limit)
      while let text = try? messages.nextText() {
        heard(text)
        try client.sendAll(reply)
      }
    },
    serving("hidesTheReset", "takes a reset for the end") { client, limit, heard in
      var messages = reader(client, limit)
      do {
        while let text = try messages.nextText() {
          heard(text)
          try client.sendAll(reply)
        }
      } catch is SocketError {}
    },
    serving("replacesBadBytes", "repairs what is not UTF-8") { client, limit, heard in
      var messages = reader(client, limit)
      while let payload = try messages.next() {
        heard(String(decoding: payload, as: UTF8.self))
        try client.sendAll(reply)
      }
    },
    serving("ignoresTheLimit", "takes the standard limit for its own") { client, _, heard in
      var messages = reader(client, 1 << 20)
      while let text = try messages.nextText() {
        heard(text)
        try client.sendAll(reply)
      }
    },
    serving("loopsOnZero", "never looks whether a receive was empty") { client, limit, heard in
      var decoder = MessageDecoder(header: LengthHeader(width: 64, limit: limit))
      while true {
        decoder.append(try client.receive(upTo: 4096))
        while let text = try decoder.nextText() {
          heard(text)
          try client.sendAll(reply)
        }
      }
    },
    serving("wrongResult", "answers with a newline") { client, limit, heard in
      var messages = reader(client, limit)
      while let text = try messages.nextText() {
        heard(text)
        try client.sendAll(reply + [0x0A])
      }
    },
    serving("wrongResult-framed", "puts a header in front of the answer") { client, limit, heard in
      var messages = reader(client, limit)
      while let text = try messages.nextText() {
        heard(text)
        try client.sendAll(LengthHeader(width: 64).frame(reply))
      }
    },
    serving("refusesGoodInput", "reads headers of ten bytes") { client, limit, heard in
      var messages = MessageReader(client, header: LengthHeader(width: 10, limit: limit))
      while let text = try messages.nextText() {
        heard(text)
        try client.sendAll(reply)
      }
    },
    // MARK: 4.2
    accepting("servesOneAtATime", "serves on the thread that accepts") { door, serve, _ in
      while let client = try door.accept() { try? serve(client) }
    },
    accepting("servesOneAtATime-inAQueue", "serves all on one other thread") {
      door, serve, startThread in
      let queue = DispatchQueue(label: "clients")
      while let client = try door.accept() { queue.async { try? serve(client) } }
    },
    accepting("servesOneAtATime-waiting", "starts a thread and waits for it") {
      door, serve, startThread in
      while let client = try door.accept() {
        let done = DispatchSemaphore(value: 0)
        startThread {
          try? serve(client)
          done.signal()
        }
        done.wait()
      }
    },
    accepting("usesAPool", "hands each client to a queue of the system") { door, serve, _ in
      while let client = try door.accept() {
        DispatchQueue.global().async { try? serve(client) }
      }
    },
    accepting("usesAPool-ofTasks", "starts a task for each client") { door, serve, _ in
      while let client = try door.accept() { Task { try? serve(client) } }
    },
    accepting("hangsUp", "shuts the connection down behind startThread") {
      door, serve, startThread in
      while let client = try door.accept() {
        startThread { try? serve(client) }
        client.shutdown()
      }
    },
    accepting("servesTwice-whoGoesWrong", "tries again when serve has thrown") {
      door, serve, startThread in
      while let client = try door.accept() {
        startThread {
          for _ in 1...3 where (try? serve(client)) != nil { return }
        }
      }
    },
    accepting("dropsClients-afterTen", "serves ten clients and returns") {
      door, serve, startThread in
      for _ in 1...10 {
        guard let client = try door.accept() else { return }
        startThread { try? serve(client) }
      }
    },
    accepting("oneBadClientEndsTheServer", "lets the error out on the thread that accepts") {
      door, serve, startThread in
      let failure = Mutex<(any Error)?>(nil)
      while let client = try door.accept() {
        if let error = failure.withLock({ $0 }) { throw error }
        startThread {
          do { try serve(client) } catch { failure.withLock { $0 = error } }
        }
      }
    },
    accepting("oneBadClientEndsTheServer-quietly", "stops after the first error") {
      door, serve, startThread in
      let hasFailed = Mutex(false)
      while let client = try door.accept(), !hasFailed.withLock({ $0 }) {
        startThread {
          do { try serve(client) } catch { hasFailed.withLock { $0 = true } }
        }
      }
    },
    accepting("crashes", "takes it for granted that nothing goes wrong") {
      door, serve, startThread in
      while let client = try door.accept() {
        startThread {
          do { try serve(client) } catch { fatalError("\(error)") }
        }
      }
    },
    accepting("dropsClients", "accepts one client") { door, serve, startThread in
      if let client = try door.accept() { startThread { try? serve(client) } }
    },
    accepting("dropsClients-everySecond", "asks for a client twice in each round") {
      door, serve, startThread in
      while try door.accept() != nil {
        guard let client = try door.accept() else { return }
        startThread { try? serve(client) }
      }
    },
    accepting("servesTwice", "serves on the new thread and on its own") {
      door, serve, startThread in
      while let client = try door.accept() {
        startThread { try? serve(client) }
        try? serve(client)
      }
    },
    accepting("loopsOnNil", "goes on when the door is closed") { door, serve, startThread in
      while true {
        guard let client = try door.accept() else { continue }
        startThread { try? serve(client) }
      }
    },
    accepting("hidesTheDoorsError", "takes every error for the end") { door, serve, startThread in
      while let client = try? door.accept() { startThread { try? serve(client) } }
    },
    // MARK: 4.3
    register("keepsTheDead", "does not strike off whom a send does not reach") {
      $0.send = { register, bytes, number in
        (try? register.client(number)?.sendAll(bytes)) != nil
      }
    },
    register("keepsTheDead-always", "never strikes anybody off") { $0.remove = { _, _ in } },
    register("reusesNumbers", "counts those who are there, and one more") {
      $0.add = { register, client in
        register.state.withLock {
          let number = $0.clients.count + 1
          $0.clients[number] = client
          return number
        }
      }
    },
    register("reusesNumbers-smallest", "gives away the smallest number that is free") {
      $0.add = { register, client in
        register.state.withLock {
          var number = 1
          while $0.clients[number] != nil { number += 1 }
          $0.clients[number] = client
          return number
        }
      }
    },
    register("locksWhileSending", "sends while it holds the lock") {
      $0.send = { register, bytes, number in
        register.state.withLock {
          guard let client = $0.clients[number] else { return false }
          do {
            try client.sendAll(bytes)
            return true
          } catch {
            client.shutdown()
            $0.clients[number] = nil
            return false
          }
        }
      }
    },
    register("wrongResult-global", "has one count for all registers") {
      $0.add = { register, client in
        let number = shared.withLock {
          $0 += 1
          return $0
        }
        register.state.withLock { $0.clients[number] = client }
        return number
      }
    },
    register("crashes-lockedTwice", "calls count inside of the lock") {
      $0.remove = { register, number in
        try register.state.withLock {
          $0.clients[number] = nil
          _ = try register.count()
        }
      }
    },
    register("leavesItOpen", "strikes the dead off, and leaves their connections open") {
      $0.send = { register, bytes, number in
        guard let client = register.client(number) else { return false }
        do {
          try client.sendAll(bytes)
          return true
        } catch {
          register.strike(number)
          return false
        }
      }
    },
    register("ignoresShortSend", "calls send once") {
      $0.send = { register, bytes, number in
        guard let client = register.client(number) else { return false }
        return try client.send(bytes[...]) > 0
      }
    },
    register("wrongResult", "gives the first client the number 0") {
      $0.add = { register, client in register.enter(client) - 1 }
    },
    register("wrongResult-toAll", "sends to everybody") {
      $0.send = { register, bytes, _ in
        for client in register.state.withLock({ Array($0.clients.values) }) {
          try client.sendAll(bytes)
        }
        return true
      }
    },
    register("wrongResult-everCounting", "counts all who ever came") {
      $0.count = { register in register.state.withLock { min($0.last, 2) } }
    },
    register("refusesGoodInput", "lets the error of a send out") {
      $0.send = { register, bytes, number in
        guard let client = register.client(number) else { return false }
        try client.sendAll(bytes)
        return true
      }
    },
    register("crashes", "takes it for granted that there is a client of that number") {
      $0.send = { register, bytes, number in
        let clients = register.state.withLock { $0.clients.sorted { $0.key < $1.key }.map(\.value) }
        try clients[number - 1].sendAll(bytes)
        return true
      }
    },
  ]
}
