import Checks
import Workbook

/// A world made of functions; which ones, is said by the program that is running.
struct WrongWorld: Broadcaster {
  struct Client: Sendable {
    let number: Int32
    let reader: any UpdateReader
  }
  struct State: Sendable {
    var last: Int32 = 0
    var clients: [Client] = []
    var positions: [Int32: Position] = [:]
    /// What some of them keep besides.
    var past: [Update] = []
  }
  struct Answer: Sendable {
    var join: @Sendable (inout State, any UpdateReader) throws -> Int32 = { try $0.join($1) }
    var move: @Sendable (inout State, Int32, Position) throws -> Void = { try $0.move($1, $2) }
    var leave: @Sendable (inout State, Int32) throws -> Void = { try $0.leave($1) }
  }
  nonisolated(unsafe) static var answer = Answer(
    join: { _, _ in try notStarted() }, move: { _, _, _ in try notStarted() },
    leave: { _, _ in try notStarted() })
  private var state = State()

  init() {}
  mutating func join(_ reader: any UpdateReader) throws -> Int32 {
    try Self.answer.join(&state, reader)
  }
  mutating func move(_ number: Int32, to position: Position) throws {
    try Self.answer.move(&state, number, position)
  }
  mutating func leave(_ number: Int32) throws { try Self.answer.leave(&state, number) }
}

extension WrongWorld.State {
  func has(_ number: Int32) -> Bool { clients.contains { $0.number == number } }

  mutating func forget(_ number: Int32) {
    clients.removeAll { $0.number == number }
    positions[number] = nil
  }

  /// Tells everyone, and drops the dead afterwards, as it should be.
  mutating func tell(_ update: Update, shutsDown: Bool = true, says: Bool = true) {
    var dead: [Int32] = []
    for client in clients where (try? client.reader.send(update)) == nil {
      if shutsDown { client.reader.shutdown() }
      dead.append(client.number)
    }
    for number in dead { forget(number) }
    if says { for number in dead { tell(Update(number: number, position: nil)) } }
  }

  mutating func join(_ reader: any UpdateReader, news: [Update]? = nil) throws -> Int32 {
    last += 1
    clients.append(.init(number: last, reader: reader))
    do {
      let all = positions.sorted { $0.key < $1.key }
      for update in news ?? all.map({ Update(number: $0.key, position: $0.value) }) {
        try reader.send(update)
      }
    } catch {
      reader.shutdown()
      let number = last
      try leave(number)
    }
    return last
  }

  mutating func move(_ number: Int32, _ position: Position) throws {
    guard has(number) else { return }
    positions[number] = position
    tell(Update(number: number, position: position))
  }

  mutating func leave(_ number: Int32) throws {
    guard has(number) else { return }
    forget(number)
    tell(Update(number: number, position: nil))
  }
}

private struct Others: WrongLesson11 {
  typealias World = WrongWorld
  typealias Outbox = WrongOutbox
}

private func world(_ name: String, _ summary: String, _ answer: WrongWorld.Answer) -> WrongProgram {
  WrongProgram(exercise: "11.2", name: name, summary: summary) {
    // Sound: set once, before anything else runs, in a process of one thread.
    WrongWorld.answer = answer
    ExerciseProgram.lesson11(Others(), $0)
  }
}

/// A world that tells everyone in its own way.
private func telling(
  _ name: String, _ summary: String,
  _ tell: @escaping @Sendable (inout WrongWorld.State, Update) throws -> Void
) -> WrongProgram {
  world(
    name, summary,
    .init(
      move: { state, number, position in
        guard state.has(number) else { return }
        state.positions[number] = position
        try tell(&state, Update(number: number, position: position))
      },
      leave: { state, number in
        guard state.has(number) else { return }
        state.forget(number)
        try tell(&state, Update(number: number, position: nil))
      }))
}

let worlds: [WrongProgram] = newcomers + numbers + departures + theDead

private let newcomers: [WrongProgram] = [
  world(
    "forgetsTheSender", "tells the others only",
    .init(move: { state, number, position in
      guard state.has(number) else { return }
      state.positions[number] = position
      for client in state.clients where client.number != number {
        try client.reader.send(Update(number: number, position: position))
      }
    })),
  world(
    "startsEmpty", "tells a newcomer nothing", .init(join: { try $0.join($1, news: []) })),
  world(
    "startsEmpty-butForTheLast", "tells a newcomer the last position of anybody",
    .init(
      join: { try $0.join($1, news: Array($0.past.suffix(1))) },
      move: { state, number, position in
        state.past.append(Update(number: number, position: position))
        try state.move(number, position)
      })),
  world(
    "replaysThePast", "tells a newcomer everything that ever happened",
    .init(
      join: { try $0.join($1, news: $0.past) },
      move: { state, number, position in
        state.past.append(Update(number: number, position: position))
        try state.move(number, position)
      })),
  world(
    "inventsPositions", "puts everybody at 0, 0 in the beginning",
    .init(join: { state, reader in
      let number = try state.join(reader)
      state.positions[number] = Position(x: 0, y: 0)
      return number
    })),
  world(
    "inventsPositions-nowhere", "tells a newcomer that the silent have left",
    .init(join: { state, reader in
      let news = state.clients.map {
        Update(number: $0.number, position: state.positions[$0.number])
      }
      return try state.join(reader, news: news)
    })),
  world(
    "showsTheDead", "keeps the positions of those who have left",
    .init(leave: { state, number in
      guard state.has(number) else { return }
      state.clients.removeAll { $0.number == number }
      state.tell(Update(number: number, position: nil))
    })),
  telling("showsTheDead-whoWereDropped", "keeps the positions of those who were dropped") {
    state, update in
    let positions = state.positions
    state.tell(update)
    state.positions = positions
  },
]

private let numbers: [WrongProgram] = [
  world(
    "reusesNumbers", "counts those who are there",
    .init(join: { state, reader in
      state.last = Int32(state.clients.count)
      return try state.join(reader)
    })),
  world(
    "reusesNumbers-theLowestFree", "takes the lowest number that is free",
    .init(join: { state, reader in
      state.last = (1...).first { !state.has($0) }.map { $0 - 1 } ?? 0
      return try state.join(reader)
    })),
  world(
    "wrongResult", "counts from 0",
    .init(join: { state, reader in try state.join(reader) - 1 })),
  world(
    "indexIsNumber", "strikes off by the place in an array",
    .init(leave: { state, number in
      guard state.has(number) else { return }
      let index = min(Int(number), state.clients.count) - 1
      state.clients.remove(at: index)
      state.positions[number] = nil
      state.tell(Update(number: number, position: nil))
    })),
  world(
    "indexIsNumber-pastTheEnd", "looks readers up by their place, and falls off the end",
    .init(leave: { state, number in
      let client = state.clients[Int(number) - 1]
      try state.leave(client.number)
    })),
  world(
    "indexIsNumber-inUpdates", "numbers the clients anew whenever it tells",
    .init(move: { state, number, position in
      guard let index = state.clients.firstIndex(where: { $0.number == number }) else { return }
      state.positions[number] = position
      state.tell(Update(number: Int32(index + 1), position: position))
    })),
]

private let departures: [WrongProgram] = [
  world(
    "forgetsTheSilent", "says that somebody has left only where there was a position",
    .init(leave: { state, number in
      guard state.has(number) else { return }
      let isSilent = state.positions[number] == nil
      state.forget(number)
      if !isSilent { state.tell(Update(number: number, position: nil)) }
    })),
  world(
    "leavesGhosts", "tells nobody that somebody has left", .init(leave: { $0.forget($1) })),
  telling("leavesGhosts-ofTheDead", "drops the dead in silence") { $0.tell($1, says: false) },
  world(
    "wrongResult-tellsTheLeaver", "tells him who leaves that he has left",
    .init(leave: { state, number in
      if state.has(number) { state.tell(Update(number: number, position: nil)) }
      state.forget(number)
    })),
  world(
    "keepsTheDead", "strikes nobody off who leaves",
    .init(leave: { state, number in
      if state.past.contains(where: { $0.number == number }) { return }
      state.past.append(Update(number: number, position: nil))
      state.positions[number] = nil
      for client in state.clients where client.number != number {
        try? client.reader.send(Update(number: number, position: nil))
      }
    })),
  world(
    "saysItTwice", "says again that somebody has left who was dropped",
    .init(leave: { state, number in
      state.forget(number)
      state.tell(Update(number: number, position: nil))
    })),
  world(
    "raisesTheDead", "lets the dead move",
    .init(move: { state, number, position in
      state.positions[number] = position
      state.tell(Update(number: number, position: position))
    })),
]

private let theDead: [WrongProgram] = [
  telling("stopsAtTheDead", "lets the error of a send pass") { state, update in
    for client in state.clients { try client.reader.send(update) }
  },
  world(
    "stopsAtTheDead-inJoin", "lets the error of the newcomer's first send pass",
    .init(join: { state, reader in
      state.last += 1
      state.clients.append(.init(number: state.last, reader: reader))
      for (number, position) in state.positions {
        try reader.send(Update(number: number, position: position))
      }
      return state.last
    })),
  telling("stopsAtTheDead-catching", "catches the error around the loop") { state, update in
    do {
      for client in state.clients { try client.reader.send(update) }
    } catch {}
  },
  telling("skipsAfterRemoval", "removes from the array that it walks through") { state, update in
    var (index, dead) = (0, [Int32]())
    while index < state.clients.count {
      let client = state.clients[index]
      if (try? client.reader.send(update)) == nil {
        client.reader.shutdown()
        state.forget(client.number)
        dead.append(client.number)
      }
      index += 1
    }
    for number in dead { state.tell(Update(number: number, position: nil)) }
  },
  telling("skipsAfterRemoval-pastTheEnd", "walks to where the array ended before") {
    state, update in
    var dead: [Int32] = []
    for index in state.clients.indices {
      let client = state.clients[index]
      guard (try? client.reader.send(update)) == nil else { continue }
      client.reader.shutdown()
      state.forget(client.number)
      dead.append(client.number)
    }
    for number in dead { state.tell(Update(number: number, position: nil)) }
  },
  telling("keepsTheDead-forEver", "ignores the errors of all sends") { state, update in
    var dead: [Int32] = []
    for client in state.clients where (try? client.reader.send(update)) == nil {
      client.reader.shutdown()
      dead.append(client.number)
    }
    for number in dead {
      state.positions[number] = nil
      for client in state.clients where !dead.contains(client.number) {
        try? client.reader.send(Update(number: number, position: nil))
      }
    }
  },
  telling("leavesItOpen", "does not shut the dead down") { $0.tell($1, shutsDown: false) },
  telling("raisesTheDead-inBetween", "tells of the dead before it has told all of the living") {
    state, update in
    for client in state.clients where state.has(client.number) {
      guard (try? client.reader.send(update)) == nil else { continue }
      client.reader.shutdown()
      state.forget(client.number)
      state.tell(Update(number: client.number, position: nil))
    }
  },
  telling("neverEnds", "tries again until it works") { state, update in
    for client in state.clients {
      while (try? client.reader.send(update)) == nil {}
    }
  },
]
