import Dispatch
import Foundation
import Framing
import LessonKit
import Sockets
import Synchronization

/// A chat room with the learner's pieces: tell, History, Outbox; and lesson 8's client.
public enum Workbench08 {
  private static let goodbye = "!DISCONNECT"
  private static let width = 64

  /// The program that `swift run exercise08` starts.
  public static func program(
    _ work: some Lesson08Workbook, name: String, subcommands: [LessonProgram.Subcommand]
  ) -> LessonProgram {
    LessonProgram(
      name, "lesson 8 on your code: tell, History, Outbox", port: 5050,
      server: .init({ try serve($0, work) }, options: [Common.maxClients]),
      client: .init(talk),
      wire: .both(.header(64)),
      cast: [
        .init(lines: ["hello", "and good night"], takesTime: true),
        .init(lines: ["who is there?"], takesTime: true),
        .init(lines: ["am I late?"], takesTime: true),
      ], subcommands: subcommands)
  }

  // MARK: The server

  private static func serve<Work: Lesson08Workbook>(_ context: Context, _ work: Work) throws {
    // What is not written yet is said before the first client comes.
    _ = try work.tell("", by: 1, to: [:])
    _ = try Work.History().lines()
    try Work.Outbox().close()
    let room = Room<Work>()
    try context.serveEveryone { guest in
      let queue = Queued(guest.stream, Work.Outbox(), context)
      let writer = DispatchGroup()
      writer.enter()
      context.startThread {
        queue.sendWhatWaits()
        writer.leave()
      }
      try room.state.withLock { room in
        for line in try room.history.lines() { _ = try queue.send(line[...]) }
        room.members[guest.number] = queue
      }
      defer {
        room.state.withLock { $0.members[guest.number] = nil }
        queue.close()
        context.wait(for: writer)
      }
      do {
        if try listen(to: guest, in: room, work, context) { return .saidGoodbye }
      } catch {
        throw queue.loss ?? error
      }
      if let loss = queue.loss { throw loss }
      return .closedWithoutGoodbye
    }
  }

  private final class Room<Work: Lesson08Workbook>: Sendable {
    struct State: Sendable {
      var members: [Int: Queued] = [:]
      var history = Work.History()
    }
    let state = Mutex(State())
    /// Held by the one who speaks.
    let floor = Mutex(())
  }

  private static func listen<Work: Lesson08Workbook>(
    to guest: Guest, in room: Room<Work>, _ work: Work, _ context: Context
  ) throws -> Bool {
    let header = LengthHeader(width: width, limit: context.limit)
    var messages = MessageReader(guest.stream, header: header)
    while let text = try messages.nextText() {
      if text == goodbye { return true }
      guest.log("says (your tell): \(context.shortened(text))")
      let line = try header.frame(Array("client \(guest.number): \(text)".utf8))
      try room.floor.withLock { _ in
        let members = try room.state.withLock { state in
          try state.history.add(line)
          for number in try work.tell(text, by: guest.number, to: state.members) {
            state.members[number] = nil
          }
          return Array(state.members.values)
        }
        // As the lesson's own room does: the threads that send need a processor, too.
        if members.contains(where: \.isFilling) { Thread.sleep(forTimeInterval: 0.001) }
      }
    }
    return false
  }

  // MARK: The client

  private static func talk(_ context: Context) throws {
    let server = try context.connect()
    // Held while something is sent: whoever finds the stream at its end learns why.
    let trouble = Mutex<(any Error)?>(nil)
    @Sendable func say(_ text: String) {
      trouble.withLock { trouble in
        do {
          try server.sendAll(LengthHeader(width: width).frame(Array(text.utf8)))
        } catch {
          trouble = trouble ?? error
          server.shutdown()
        }
      }
    }
    context.startThread {
      while let line = context.readLine(), line != goodbye {
        if line.utf8.count <= context.limit {
          say(line)
        } else {
          context.print("not sent: a line has at most \(context.limit.bytes).")
        }
      }
      say(goodbye)
    }
    // What the server puts in front of a text makes it longer.
    let header = LengthHeader(width: width, limit: context.limit + 32)
    var messages = MessageReader(server, header: header)
    while let text = try messages.nextText() { context.print(context.readable(text.utf8)) }
    if let error = trouble.withLock({ $0 }) { throw error }
    context.print("the server closed")
  }
}

/// A client's stream whose sends go into the learner's outbox, and out of it on a thread of their
/// own.
private final class Queued: ByteStream {
  private struct State: Sendable {
    /// How many more messages were put in than taken out.
    var waiting = 0
    var isClosed = false
    var loss: (any Error)?

    mutating func takeOne() -> Bool {
      guard waiting > 0 else { return false }
      waiting -= 1
      return true
    }
  }
  private let stream: any ByteStream
  private let outbox: any ClientOutbox
  /// Waited for in place of the outbox, which may wait in a way that no demo knows of.
  private let state: LessonKit.Monitor<State>

  init(_ stream: any ByteStream, _ outbox: any ClientOutbox, _ context: Context) {
    self.stream = stream
    self.outbox = outbox
    state = .init(State(), in: context)
  }

  var peer: Endpoint { stream.peer }
  var loss: (any Error)? { state.change { $0.loss } }
  var isFilling: Bool { state.change { $0.waiting > 128 } }

  func send(_ bytes: ArraySlice<UInt8>) throws -> Int {
    guard try outbox.put(Array(bytes)) else {
      let overflow = Failure("your outbox has no more room: it does not read")
      giveUp(overflow)
      throw overflow
    }
    state.change { $0.waiting += 1 }
    return bytes.count
  }

  func sendWhatWaits() {
    do {
      while true {
        try state.wait(until: { $0.waiting > 0 || $0.isClosed }) { $0.waiting -= 1 }
        guard var piece = try outbox.next() else { return }
        // What waits behind it goes along: a burst is sent in few calls.
        while piece.count < 1 << 16, state.change({ $0.takeOne() }) {
          piece += try outbox.next() ?? []
        }
        try stream.sendAll(piece)
      }
    } catch {
      giveUp(error)
      stream.shutdown()
    }
  }

  func close() {
    try? outbox.close()
    state.change { $0.isClosed = true }
  }

  private func giveUp(_ error: any Error) {
    state.change { $0.loss = $0.loss ?? error }
    close()
  }

  func receive(upTo count: Int) throws -> [UInt8] { try stream.receive(upTo: count) }
  func finishSending() throws { try stream.finishSending() }
  func shutdown() { stream.shutdown() }
  func waitForBytes(until deadline: ContinuousClock.Instant) throws -> Bool {
    try stream.waitForBytes(until: deadline)
  }
}
