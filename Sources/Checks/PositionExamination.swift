import Workbook

/// The examination of exercise 11.1: positions and updates into packets, and out of them.
struct PositionExamination<Work: Exercise11_1> {
  let work: Work

  func run(_ trial: inout Trial) throws {
    let places = places(&trial)
    for place in places { try examineWriting(place) }
    for place in places { try examineReading(place) }
    try examineNowhere()
    let numbers: [Int32] = [3, Int32(trial.number(in: 256...9999)), 70_000, .max]
    let updates = numbers.map { Update(number: $0, position: places[0]) }
    let ends = places.map { Update(number: 3, position: $0) }
    for update in updates + ends + numbers.map({ Update(number: $0, position: nil) }) {
      try examineWriting(update)
    }
    for update in updates + ends + numbers.map({ Update(number: $0, position: nil) }) {
      try examineReading(update)
    }
  }

  /// From the plainest to the ends of Int16; one coordinate alone may be −32768.
  private func places(_ trial: inout Trial) -> [Position] {
    let random = (1...4).map { _ in Int16(trial.number(in: 300...9999)) }
    return [
      Position(x: 1, y: 2), Position(x: random[0], y: random[1]), Position(x: 1, y: -2),
      Position(x: -random[2], y: random[3]), Position(x: .max, y: .min + 1),
      Position(x: .min, y: 0), Position(x: 0, y: .min), Position(x: -1, y: .max),
    ]
  }

  private static func bytes(_ position: Position?) -> [UInt8] {
    let place = position ?? .nowhere
    return [place.x, place.y].flatMap { Self.lowestFirst(UInt64(UInt16(bitPattern: $0)), 2) }
  }

  private static func bytes(_ update: Update) -> [UInt8] {
    lowestFirst(UInt64(UInt32(bitPattern: update.number)), 4) + bytes(update.position)
  }

  private static func lowestFirst(_ value: UInt64, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(value >> ($0 * 8) & 0xFF) }
  }

  // MARK: Writing

  private func examineWriting(_ position: Position) throws {
    let call = "positionPacket(Position(x: \(position.x), y: \(position.y)))"
    let yours = try answering(call, crash(of: position)) { try work.positionPacket(position) }
    let faults = PacketFaults(call, expected: Self.bytes(position), position: position)
    try faults.examine(yours)
  }

  private func examineWriting(_ update: Update) throws {
    let call = "updatePacket(Update(number: \(update.number), \(Self.place(update)))"
    let departure = update.position == nil ? "wrongDeparture" : nil
    let yours = try answering(call, crash(of: update.position), departure: departure) {
      try work.updatePacket(update)
    }
    let faults = PacketFaults(call, expected: Self.bytes(update), position: update.position)
    try faults.examine(yours)
  }

  private static func place(_ update: Update) -> String {
    update.position.map { "position: Position(x: \($0.x), y: \($0.y)))" } ?? "position: nil)"
  }

  /// What a crash is called: an unsigned type cannot hold what is negative.
  private func crash(of position: Position?) -> String {
    guard let position else { return "wrongDeparture" }
    return min(position.x, position.y) < 0 ? "unsignedOperands" : "crashes"
  }

  // MARK: Reading

  private func examineReading(_ position: Position) throws {
    for offset in [0, 4] {
      let bytes = Self.bytes(position)
      let (packet, call) = slice(bytes, offset, "position")
      let yours: Position
      do {
        yours = try answering(call, name(offset, position), PacketFaults.drawing(bytes)) {
          try work.position(in: packet)
        }
      } catch let mistake as Mistake where [position.x, position.y].contains(.min) {
        throw mistake.id == "refusesGoodInput" ? halfIsNowhere(position, bytes) : mistake
      }
      guard yours != position else { continue }
      throw PacketFaults(call, expected: bytes, position: position).misread(
        yours, expected: "\(position)")
    }
  }

  private func examineReading(_ update: Update) throws {
    for offset in [0, 8, 16] {
      let bytes = Self.bytes(update)
      let (packet, call) = slice(bytes, offset, "update")
      let yours = try answering(
        call, name(offset, update.position ?? .nowhere), PacketFaults.drawing(bytes),
        departure: update.position == nil ? "missesDepartures" : nil
      ) {
        try work.update(in: packet)
      }
      guard yours != update else { continue }
      if yours.position == nil, let position = update.position {
        throw halfIsNowhere(position, bytes)
      }
      if update.position == nil, yours.position == .nowhere {
        throw Mistake(
          "missesDepartures",
          "These bytes say that client \(update.number) has left, and it makes a position of them. "
            + "On everyone's grid it would stand in the corner for ever.",
          drawing: PacketFaults.drawing(bytes),
          advice: "return an Update whose position is nil when x and y are both −32768.")
      }
      let faults = PacketFaults(call, expected: bytes, position: update.position)
      if yours.number == update.number, let position = yours.position {
        throw faults.misread(position, expected: update.position.map { "\($0)" } ?? "nil")
      }
      throw faults.misread(yours, expected: update)
    }
  }

  /// A packet as a part of what was received, and how it is shown.
  private func slice(
    _ bytes: [UInt8], _ offset: Int, _ function: String
  ) -> (ArraySlice<UInt8>, String) {
    let received = Array(repeating: UInt8(0x2A), count: offset) + bytes + [0x2A, 0x2A, 0x2A]
    let range = offset..<offset + bytes.count
    return (received[range], "\(function)(in: received[\(range.lowerBound)..<\(range.upperBound)])")
  }

  private func name(_ offset: Int, _ position: Position) -> String {
    if offset > 0 { return "countsFromZero" }
    return min(position.x, position.y) < 0 ? "unsignedOperands" : "crashes"
  }

  private func halfIsNowhere(_ position: Position, _ bytes: [UInt8]) -> Mistake {
    Mistake(
      "halfIsNowhere",
      "\(position) is a position like any other, and it takes it for nowhere: only x and y together "
        + "have that meaning.",
      drawing: PacketFaults.drawing(bytes),
      advice: "ask for both, `position == .nowhere`.")
  }

  private func examineNowhere() throws {
    let bytes = Self.bytes(nil)
    Judgement.isGiven(["position(in: received[0..<4])"] + PacketFaults.drawing(bytes))
    let yours: Position
    do {
      yours = try work.position(in: bytes[...])
    } catch {
      if error is NotStarted { throw error }
      return
    }
    throw Mistake(
      "acceptsNowhere",
      "A client that sends −32768, −32768 would tell everyone that it has left, and be there all the "
        + "same. It returns \(yours) as if that were a place.",
      drawing: PacketFaults.drawing(bytes),
      advice: "throw, PositionProblem.nowhere for instance, when both are −32768.")
  }

  private func answering<Result>(
    _ call: String, _ crash: String, _ drawing: [String] = [], departure: String? = nil,
    _ body: () throws -> Result
  ) throws -> Result {
    let notes = [
      "countsFromZero": "(a slice: its first byte is at packet.startIndex, and not at 0)",
      "unsignedOperands": "(a number may be negative; UInt8 and UInt16 have no room for that)",
    ]
    Judgement.isGiven([call] + drawing + [notes[crash]].compactMap(\.self), crashing: crash)
    do {
      return try body()
    } catch let error where !(error is NotStarted) {
      guard let departure else {
        throw Mistake.refusal(error, of: "a right input: \(call)", drawing: drawing)
      }
      throw Mistake(
        departure,
        "\(call) is about somebody who has left, and it throws: \(error) Of a client that is a mistake; "
          + "what the server says is news.",
        drawing: drawing,
        advice: "throw only in position(in:), which reads what a client has sent.")
    }
  }
}
