import Checks
import Framing
import Sockets
import Workbook

/// A wrong program answers one exercise; the others it has not started.
protocol WrongLesson08: WrongOutbox08 where Outbox == Boxed {}

/// One whose outbox is its own.
protocol WrongOutbox08: Lesson08Workbook where History == Remembering {}

extension WrongOutbox08 {
  func tell(_ text: String, by number: Int, to room: [Int: any ByteStream]) throws -> [Int] {
    try notStarted()
  }
}

/// A history made of functions; which ones, is said by the program that is running.
struct Remembering: RoomHistory {
  struct State: Sendable {
    var lines: [[UInt8]] = []
    var bytes = 0
  }
  struct Answer: Sendable {
    var add: @Sendable (inout State, [UInt8]) throws -> Void = { Remembering.right(&$0, $1) }
    var lines: @Sendable (State) throws -> [[UInt8]] = { $0.lines }
  }
  // Sound: set once, before the answer is examined.
  nonisolated(unsafe) static var answer = Answer(lines: { _ in try notStarted() })
  private var state = State()

  init() {}
  mutating func add(_ line: [UInt8]) throws { try Self.answer.add(&state, line) }
  func lines() throws -> [[UInt8]] { try Self.answer.lines(state) }

  static func right(_ state: inout State, _ line: [UInt8], most: Int = 50, bytes: Int = 1 << 20) {
    state.lines.append(line)
    state.bytes += line.count
    while state.lines.count > most || state.bytes > bytes {
      state.bytes -= state.lines.removeFirst().count
    }
  }
}

private struct Telling: WrongLesson08 {
  let answer: @Sendable (Room) throws -> [Int]
  func tell(_ text: String, by number: Int, to room: [Int: any ByteStream]) throws -> [Int] {
    try answer(Room(text: text, number: number, streams: room))
  }
}

/// What `tell` is given, and its steps, each of them right.
private struct Room: Sendable {
  let text: String
  let number: Int
  let streams: [Int: any ByteStream]

  var payload: [UInt8] { Array("client \(number): \(text)".utf8) }
  var others: [Int: any ByteStream] { streams.filter { $0.key != number } }

  func frame(_ payload: [UInt8], width: Int = 64) throws -> [UInt8] {
    try LengthHeader(width: width).frame(payload)
  }

  /// All the rest, but for what its parameters change.
  func tell(
    _ room: [Int: any ByteStream]? = nil, _ bytes: [UInt8]? = nil,
    send: (any ByteStream, [UInt8]) throws -> Void = { try $0.sendAll($1) },
    lose: (any ByteStream) -> Void = { $0.shutdown() }
  ) throws -> [Int] {
    let bytes = try bytes ?? frame(payload)
    var lost: [Int] = []
    for (other, stream) in room ?? others {
      do {
        try send(stream, bytes)
      } catch {
        lose(stream)
        lost.append(other)
      }
    }
    return lost
  }
}

private func teller(
  _ name: String, _ summary: String, _ answer: @escaping @Sendable (Room) throws -> [Int]
) -> WrongProgram {
  WrongProgram(exercise: "8.1", name: name, summary: summary) {
    ExerciseProgram.lesson08(Telling(answer: answer), $0)
  }
}

private struct Histories: WrongLesson08 {}

/// What one history keeps for all.
// Not sound, and never used by two threads: one for all is the mistake.
nonisolated(unsafe) private var oneForAll = Remembering.State()

private func history(
  _ name: String, _ summary: String,
  add: @escaping @Sendable (inout Remembering.State, [UInt8]) throws -> Void = {
    Remembering.right(&$0, $1)
  },
  lines: @escaping @Sendable (Remembering.State) throws -> [[UInt8]] = { $0.lines }
) -> WrongProgram {
  WrongProgram(exercise: "8.2", name: name, summary: summary) {
    Remembering.answer = .init(add: add, lines: lines)
    ExerciseProgram.lesson08(Histories(), $0)
  }
}

extension WrongProgram {
  static let lesson08 = tellers + histories + queues + races

  // MARK: 8.1

  static let tellers: [WrongProgram] = [
    teller("echoesToSender", "sends to everyone") { try $0.tell($0.streams) },
    teller("forgetsTheName", "sends what was said, as it was said") {
      try $0.tell(nil, $0.frame(Array($0.text.utf8)))
    },
    teller("namesTheReceiver", "names the one whom it sends to") { room in
      var lost: [Int] = []
      for (other, stream) in room.others {
        let payload = Array("client \(other): \(room.text)".utf8)
        lost += try room.tell([other: stream], room.frame(payload))
      }
      return lost
    },
    teller("forgetsTheHeader", "sends the payload alone") { try $0.tell(nil, $0.payload) },
    teller("countsCharacters", "writes the number of characters into the header") {
      let text = "client \($0.number): \($0.text)"
      let header = try LengthHeader(width: 64).bytes(announcing: text.count)
      return try $0.tell(nil, header + $0.payload)
    },
    teller("missesSome", "takes numbers for places") { room in
      let there = (1...max(1, room.streams.count)).compactMap { number in
        room.others[number].map { (number, $0) }
      }
      return try room.tell(Dictionary(uniqueKeysWithValues: there))
    },
    teller("missesSome-allAfterTheSender", "stops when it meets the sender") { room in
      let before = room.streams.sorted { $0.key < $1.key }.prefix { $0.key != room.number }
      return try room.tell(Dictionary(uniqueKeysWithValues: Array(before)))
    },
    teller("missesSome-whenTheSenderHasLeft", "does nothing for a sender who is not there") {
      $0.streams[$0.number] == nil ? [] : try $0.tell()
    },
    teller("ignoresShortSend", "calls send once") {
      try $0.tell { _ = try $0.send($1[...]) }
    },
    teller("stopsAtDeadClient", "lets the error out") { room in
      for stream in room.others.values { try stream.sendAll(room.frame(room.payload)) }
      return []
    },
    teller("stopsAtDeadClient-breaks", "returns at the first one that is gone") { room in
      for (other, stream) in room.others {
        let lost = try room.tell([other: stream])
        if !lost.isEmpty { return lost }
      }
      return []
    },
    teller("stopsAtDeadClient-throwsAtTheEnd", "throws the last error when all have been told") {
      room in
      struct Lost: Error {}
      if try !room.tell().isEmpty { throw Lost() }
      return []
    },
    teller("keepsTheDead", "takes no notice of an error") { room in
      for stream in room.others.values { try? stream.sendAll(room.frame(room.payload)) }
      return []
    },
    teller("keepsTheDead-open", "does not shut down who is gone") { try $0.tell(lose: { _ in }) },
    teller("keepsTheDead-halfClosed", "half-closes who is gone") {
      try $0.tell(lose: { try? $0.finishSending() })
    },
    teller("keepsTheDead-allButOne", "returns only one of several") {
      try Array($0.tell().prefix(1))
    },
    teller("blamesTheLiving", "returns whom it has told") { room in
      _ = try room.tell()
      return Array(room.others.keys)
    },
    teller("blamesTheLiving-closes", "ends every connection behind the message") {
      try $0.tell { stream, bytes in
        try stream.sendAll(bytes)
        stream.shutdown()
      }
    },
    teller("blamesTheLiving-all", "shuts everyone down when one is gone") { room in
      let lost = try room.tell()
      if !lost.isEmpty { for stream in room.streams.values { stream.shutdown() } }
      return lost
    },
    teller("triesAgain", "sends a second time when a send fails") {
      try $0.tell { stream, bytes in
        do { try stream.sendAll(bytes) } catch { try stream.sendAll(bytes) }
      }
    },
    teller("wrongResult", "writes a header of ten bytes") {
      try $0.tell(nil, $0.frame($0.payload, width: 10))
    },
    teller("wrongResult-noSpace", "leaves the space out") {
      try $0.tell(nil, $0.frame(Array("client \($0.number):\($0.text)".utf8)))
    },
    teller("wrongResult-twice", "sends each message twice") {
      try $0.tell { try $0.sendAll($1 + $1) }
    },
    teller("refusesGoodInput", "throws when the room is empty") {
      struct Nobody: Error {}
      if $0.streams.isEmpty { throw Nobody() }
      return try $0.tell()
    },
    teller("crashes", "expects that the sender is there") {
      _ = ["me"][$0.streams[$0.number] == nil ? 1 : 0]
      return try $0.tell()
    },
  ]

  // MARK: 8.2

  static let histories: [WrongProgram] = [
    history(
      "sharesItsState", "has one list for all rooms",
      add: { _, line in Remembering.right(&oneForAll, line) }, lines: { _ in oneForAll.lines }),
    history(
      "wrongOrder", "gives the newest line out first",
      lines: { $0.lines.reversed() }),
    history(
      "wrongOrder-inFront", "puts the newest line in front",
      add: { state, line in
        state.lines.insert(line, at: 0)
        state.bytes += line.count
        while state.lines.count > 50 || state.bytes > 1 << 20 {
          state.bytes -= state.lines.removeLast().count
        }
      }),
    history(
      "wrongOrder-ring", "overwrites the oldest line where it stands",
      add: { state, line in
        if state.lines.count < 50 { return state.lines.append(line) }
        state.lines[state.bytes % 50] = line
        state.bytes += 1
      }),
    history("growsForEver", "forgets nothing", add: { $0.lines.append($1) }),
    history(
      "growsForEver-keepsTheRest", "forgets nothing, and shows the end of it",
      add: { $0.lines.append($1) },
      lines: { state in
        var copy = Remembering.State()
        for line in state.lines { Remembering.right(&copy, line) }
        return copy.lines
      }),
    history(
      "growsForEver-byOne", "keeps 51 lines", add: { Remembering.right(&$0, $1, most: 51) }),
    history(
      "ignoresTheBytes", "counts lines only",
      add: { Remembering.right(&$0, $1, bytes: .max) }),
    history(
      "ignoresTheBytes-ofTheLast", "always keeps one line",
      add: { state, line in
        state.lines.append(line)
        while state.lines.count > 50
          || state.lines.count > 1 && state.lines.reduce(0, { $0 + $1.count }) > 1 << 20
        { state.lines.removeFirst() }
      }),
    history(
      "ignoresTheBytes-once", "takes one line away for each that comes",
      add: { state, line in
        state.lines.append(line)
        if state.lines.count > 50 || state.lines.reduce(0, { $0 + $1.count }) > 1 << 20 {
          state.lines.removeFirst()
        }
      }),
    history(
      "ignoresTheBytes-keepsTheRest", "counts bytes only when somebody asks",
      add: { Remembering.right(&$0, $1, bytes: .max) },
      lines: { state in
        var copy = Remembering.State()
        for line in state.lines { Remembering.right(&copy, line) }
        return copy.lines
      }),
    history(
      "forgetsTooMuch", "keeps 49 lines", add: { Remembering.right(&$0, $1, most: 49) }),
    history(
      "forgetsTooMuch-all", "begins anew when it is full",
      add: { state, line in
        if state.lines.count == 50 { state = .init() }
        Remembering.right(&state, line)
      }),
    history(
      "forgetsTooMuch-counts", "counts what it has forgotten",
      add: { state, line in
        state.lines.append(line)
        state.bytes += line.count
        while !state.lines.isEmpty, state.lines.count > 50 || state.bytes > 1 << 20 {
          state.lines.removeFirst()
        }
      }),
    history(
      "forgetsTooMuch-drifts", "does not subtract the fifty-first line",
      add: { state, line in
        state.lines.append(line)
        state.bytes += line.count
        if state.lines.count > 50 { state.lines.removeFirst() }
        while state.bytes > 1 << 20, !state.lines.isEmpty {
          state.bytes -= state.lines.removeFirst().count
        }
      }),
    history(
      "forgetsTheNewest-giant", "takes no notice of a line that is too long",
      add: { if $1.count <= 1 << 20 { Remembering.right(&$0, $1) } }),
    history(
      "forgetsTooMuch-megabyte", "takes a million bytes for a MiB",
      add: { Remembering.right(&$0, $1, bytes: 1_000_000) }),
    history(
      "forgetsTheNewest", "is full at 50 lines",
      add: { if $0.lines.count < 50 { Remembering.right(&$0, $1) } }),
    history(
      "forgetsTheNewest-long", "takes no line in that would be too much",
      add: { if $0.bytes + $1.count <= 1 << 20 { Remembering.right(&$0, $1) } }),
    history(
      "wrongResult", "leaves the headers out", lines: { $0.lines.map { Array($0.dropFirst(64)) } }),
    history(
      "forgetsTooMuch-again", "takes a line that is said again for the same",
      add: { if !$0.lines.contains($1) { Remembering.right(&$0, $1) } }),
    history(
      "refusesGoodInput", "throws when nobody has said anything",
      lines: {
        struct Silence: Error {}
        if $0.lines.isEmpty { throw Silence() }
        return $0.lines
      }),
    history(
      "crashes", "takes lines away until there is room, one too many",
      add: { state, line in
        while state.bytes + line.count > 1 << 20 || state.lines.count >= 50 {
          state.bytes -= state.lines.removeFirst().count
        }
        Remembering.right(&state, line)
      }),
    history(
      "crashes-unasked", "expects 50 lines", lines: { Array($0.lines[($0.lines.count - 50)...]) }),
    WrongProgram(
      exercise: "8.2", name: "forgetsWhenRead", summary: "gives each line out once"
    ) {
      let given = Given()
      Remembering.answer = .init(
        add: { Remembering.right(&$0, $1) }, lines: { given.lines(of: $0.lines) })
      ExerciseProgram.lesson08(Histories(), $0)
    },
  ]
}

/// What was given out before.
private final class Given: @unchecked Sendable {
  // Sound: one thread examines a history.
  private var last: [[UInt8]] = []

  func lines(of all: [[UInt8]]) -> [[UInt8]] {
    defer { last = all }
    return all == last ? [] : all
  }
}
