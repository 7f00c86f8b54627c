import Checks
import Framing
import Workbook

/// A wrong program answers one exercise; the others it has not started.
protocol WrongLesson11: Lesson11Workbook {}

extension WrongLesson11 {
  func positionPacket(_ position: Position) throws -> [UInt8] { try notStarted() }
  func position(in packet: ArraySlice<UInt8>) throws -> Position { try notStarted() }
  func updatePacket(_ update: Update) throws -> [UInt8] { try notStarted() }
  func update(in packet: ArraySlice<UInt8>) throws -> Update { try notStarted() }
}

extension WrongProgram {
  static let lesson11: [WrongProgram] = packets + worlds + latestOutboxes
}

// MARK: 11.1

private struct Packets: WrongLesson11 {
  typealias World = WrongWorld
  typealias Outbox = WrongOutbox
  /// The bytes of x and y, and of a number in front of them.
  var write: @Sendable (Int16, Int16) throws -> [UInt8] = { little($0) + little($1) }
  var writeNumber: @Sendable (Int32) throws -> [UInt8] = { little($0) }
  var writeDeparture: @Sendable () throws -> [UInt8] = { little(Int16.min) + little(Int16.min) }
  var read: @Sendable (ArraySlice<UInt8>, Int) throws -> Position = { place($0, at: $1) }
  var readNumber: @Sendable (ArraySlice<UInt8>) throws -> Int32 = {
    $0.integer(Int32.self, .littleEndian) ?? 0
  }
  var isNowhere: @Sendable (Position) throws -> Bool = { $0 == .nowhere }
  var refuses: @Sendable (Position) -> Bool = { $0 == .nowhere }

  func positionPacket(_ position: Position) throws -> [UInt8] { try write(position.x, position.y) }

  func position(in packet: ArraySlice<UInt8>) throws -> Position {
    let position = try read(packet, 0)
    if refuses(position) { throw PositionProblem.nowhere }
    return position
  }

  func updatePacket(_ update: Update) throws -> [UInt8] {
    try writeNumber(update.number)
      + (update.position.map { try write($0.x, $0.y) } ?? writeDeparture())
  }

  func update(in packet: ArraySlice<UInt8>) throws -> Update {
    let position = try read(packet, 4)
    return Update(
      number: try readNumber(packet), position: try isNowhere(position) ? nil : position)
  }
}

private func little(_ value: some FixedWidthInteger) -> [UInt8] { value.packed(.littleEndian) }

private func place(
  _ packet: ArraySlice<UInt8>, at offset: Int, _ order: ByteOrder = .littleEndian
) -> Position {
  Position(
    x: packet.integer(Int16.self, at: offset, order) ?? 0,
    y: packet.integer(Int16.self, at: offset + 2, order) ?? 0)
}

private func packet(_ name: String, _ summary: String, _ change: (inout Packets) -> Void)
  -> WrongProgram
{
  var packets = Packets()
  change(&packets)
  return WrongProgram(exercise: "11.1", name: name, summary: summary) { [packets] in
    ExerciseProgram.lesson11(packets, $0)
  }
}

private let packets: [WrongProgram] = [
  packet("wrongWidth", "writes x and y as Int, eight bytes each") {
    $0.write = { little(Int($0)) + little(Int($1)) }
  },
  packet("wrongWidth-oneByte", "writes one byte for each") {
    $0.write = { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $1)] }
  },
  packet("wrongWidth-number", "writes the number in two bytes") {
    $0.writeNumber = { little(Int16(truncatingIfNeeded: $0)) }
  },
  packet("wrongWidth-reading", "reads two bytes of the number") {
    $0.readNumber = { Int32($0.integer(Int16.self, .littleEndian) ?? 0) }
  },
  packet("bigEndian", "writes the highest byte first") {
    $0.write = { $0.packed(.bigEndian) + $1.packed(.bigEndian) }
  },
  packet("bigEndian-number", "writes the number's highest byte first") {
    $0.writeNumber = { $0.packed(.bigEndian) }
  },
  packet("bigEndian-reading", "reads the highest byte first") {
    $0.read = { place($0, at: $1, .bigEndian) }
  },
  packet("bigEndian-readingTheNumber", "reads the number's highest byte first") {
    $0.readNumber = { $0.integer(Int32.self, .bigEndian) ?? 0 }
  },
  packet("swapsXY", "writes y in front of x") { $0.write = { little($1) + little($0) } },
  packet("swapsXY-reading", "reads y in front of x") {
    $0.read = {
      let position = place($0, at: $1)
      return Position(x: position.y, y: position.x)
    }
  },
  packet("unsignedOperands", "makes UInt16 of what may be negative") {
    $0.write = { little(UInt16($0)) + little(UInt16($1)) }
  },
  packet("unsignedOperands-magnitude", "writes how far, and not in which direction") {
    $0.write = { little($0.magnitude) + little($1.magnitude) }
  },
  packet("unsignedOperands-reading", "reads UInt16, and makes Int16 of it") {
    $0.read = { packet, offset in
      Position(
        x: Int16(packet.integer(UInt16.self, at: offset, .littleEndian) ?? 0),
        y: Int16(packet.integer(UInt16.self, at: offset + 2, .littleEndian) ?? 0))
    }
  },
  packet("unsignedOperands-clamping", "reads UInt16, and takes the nearest Int16") {
    $0.read = { packet, offset in
      Position(
        x: Int16(clamping: packet.integer(UInt16.self, at: offset, .littleEndian) ?? 0),
        y: Int16(clamping: packet.integer(UInt16.self, at: offset + 2, .littleEndian) ?? 0))
    }
  },
  packet("countsFromZero", "takes a slice for an array that begins at 0") {
    $0.read = { packet, offset in
      let bytes = (0..<4).map { UInt16(packet[offset + $0]) }
      return Position(
        x: Int16(bitPattern: bytes[0] | bytes[1] << 8),
        y: Int16(bitPattern: bytes[2] | bytes[3] << 8))
    }
  },
  packet("wrongDeparture", "leaves out the place of somebody who has none") {
    $0.writeDeparture = { [] }
  },
  packet("wrongDeparture-zero", "puts those who have left at 0, 0") {
    $0.writeDeparture = { [0, 0, 0, 0] }
  },
  packet("wrongDeparture-refusing", "takes a departure for a mistake when it writes one") {
    $0.writeDeparture = { throw PositionProblem.nowhere }
  },
  packet("missesDepartures", "makes a position of every update") { $0.isNowhere = { _ in false } },
  packet("missesDepartures-refusing", "reads updates with what reads a client's position") {
    $0.isNowhere = { if $0 == .nowhere { throw PositionProblem.nowhere } else { false } }
  },
  packet("halfIsNowhere", "takes one -32768 for a departure") {
    $0.isNowhere = { $0.x == .min || $0.y == .min }
  },
  packet("halfIsNowhere-looksAtX", "looks at x alone") { $0.isNowhere = { $0.x == .min } },
  packet("halfIsNowhere-refuses", "refuses a client whose x is -32768") {
    $0.refuses = { $0.x == .min }
  },
  packet("acceptsNowhere", "lets a client say that it has left") { $0.refuses = { _ in false } },
  packet("refusesGoodInput", "takes negative numbers for a mistake") {
    $0.refuses = { $0.x < 0 || $0.y < 0 }
  },
  packet("wrongResult", "reads x twice") {
    $0.read = {
      let position = place($0, at: $1)
      return Position(x: position.x, y: position.x)
    }
  },
]

// MARK: 11.3

struct WrongOutbox: LatestOutbox {
  /// What is put in, in order; the answer says what becomes of it.
  struct Answer: Sendable {
    var put: @Sendable (inout [Update], Update) throws -> Void = { waiting, update in
      waiting.removeAll { $0.number == update.number }
      waiting.append(update)
    }
    var take: @Sendable (inout [Update]) throws -> [Update] = { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
  nonisolated(unsafe) static var answer = Answer(
    put: { _, _ in try notStarted() }, take: { _ in try notStarted() })
  private var waiting: [Update] = []

  init() {}
  mutating func put(_ update: Update) throws { try Self.answer.put(&waiting, update) }
  mutating func takeAll() throws -> [Update] { try Self.answer.take(&waiting) }
}

private struct Others: WrongLesson11 {
  typealias World = WrongWorld
  typealias Outbox = WrongOutbox
}

private func outbox(_ name: String, _ summary: String, _ answer: WrongOutbox.Answer) -> WrongProgram
{
  WrongProgram(exercise: "11.3", name: name, summary: summary) {
    // Sound: set once, before anything else runs, in a process of one thread.
    WrongOutbox.answer = answer
    ExerciseProgram.lesson11(Others(), $0)
  }
}

/// Takes only the last of each client out of a queue.
private func lastOfEach(_ queue: [Update]) -> [Update] {
  var latest: [Int32: Update] = [:]
  for update in queue { latest[update.number] = update }
  return Array(latest.values)
}

private struct Sparing: WrongLesson11 {
  typealias World = WrongWorld

  struct Outbox: LatestOutbox {
    private var waiting: [Int32: Update] = [:]
    private var sent: [Int32: Update] = [:]

    init() {}

    mutating func put(_ update: Update) throws {
      if sent[update.number] != update { waiting[update.number] = update }
    }

    mutating func takeAll() throws -> [Update] {
      defer { waiting = [:] }
      sent.merge(waiting) { $1 }
      return Array(waiting.values)
    }
  }
}

/// What one outbox keeps for all.
// Not sound, and never used by two threads: one for all is the mistake.
nonisolated(unsafe) private var oneForAll: [Update] = []

private let latestOutboxes: [WrongProgram] = [
  outbox(
    "sharesItsState", "has one dictionary for all readers",
    .init(
      put: { _, update in
        oneForAll.removeAll { $0.number == update.number }
        oneForAll.append(update)
      },
      take: { _ in
        defer { oneForAll = [] }
        return oneForAll
      })),
  WrongProgram(
    exercise: "11.3", name: "keepsTheOldest-thatTheReaderHas",
    summary: "leaves out what the reader has been sent last"
  ) {
    ExerciseProgram.lesson11(Sparing(), $0)
  },
  outbox("queuesEverything", "is a queue", .init(put: { $0.append($1) })),
  outbox(
    "queuesEverything-untilTaken", "keeps everything, and sends the last of each",
    .init(
      put: { $0.append($1) },
      take: { queue in
        defer { queue = [] }
        return lastOfEach(queue)
      })),
  outbox(
    "losesDepartures", "takes out of a dictionary whoever has left",
    .init(put: { waiting, update in
      waiting.removeAll { $0.number == update.number }
      if update.position != nil { waiting.append(update) }
    })),
  outbox(
    "losesDepartures-ofTheUnknown", "keeps a departure only where a position waits",
    .init(put: { waiting, update in
      let waits = waiting.contains { $0.number == update.number }
      waiting.removeAll { $0.number == update.number }
      if update.position != nil || waits { waiting.append(update) }
    })),
  outbox(
    "losesDepartures-whileWaiting", "leaves out those who have come and gone in between",
    .init(put: { waiting, update in
      let waits = waiting.contains { $0.number == update.number }
      waiting.removeAll { $0.number == update.number }
      if update.position != nil || !waits { waiting.append(update) }
    })),
  outbox(
    "movesTheDeparted", "keeps departures beside the positions",
    .init(put: { waiting, update in
      waiting.removeAll { $0.number == update.number && update.position != nil }
      waiting.append(update)
    })),
  outbox(
    "keepsTheOldest", "does not replace what waits",
    .init(put: { waiting, update in
      if !waiting.contains(where: { $0.number == update.number }) { waiting.append(update) }
    })),
  outbox("onlyTheNewest", "has room for one update", .init(put: { $0 = [$1] })),
  outbox("sendsAgain", "leaves everything where it is", .init(take: { $0 })),
  outbox(
    "sendsOnlyOnce", "remembers who has been sent, and sends him no more",
    .init(
      put: { waiting, update in
        // A mark in the place of who has been taken.
        if waiting.contains(where: { $0.number == -update.number }) { return }
        waiting.removeAll { $0.number == update.number }
        waiting.append(update)
      },
      take: { waiting in
        let taken = waiting.filter { $0.number > 0 }
        waiting = waiting.map { Update(number: -abs($0.number), position: nil) }
        return taken
      })),
  outbox("wrongResult", "hands out nothing at all", .init(take: { _ in [] })),
  outbox(
    "refusesGoodInput", "does not expect that nothing waits",
    .init(take: { waiting in
      if waiting.isEmpty { throw PositionProblem.nowhere }
      defer { waiting = [] }
      return waiting
    })),
  outbox(
    "crashes", "takes the last one of none",
    .init(take: { waiting in
      defer { waiting = [] }
      return Array(waiting.dropLast()) + [waiting[waiting.count - 1]]
    })),
]
