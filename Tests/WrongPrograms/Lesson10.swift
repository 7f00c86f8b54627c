import Checks
import Workbook

/// A wrong program answers one exercise; the others it has not started.
private protocol WrongLesson10: Lesson10Workbook where Requests == Unpacking {}

extension WrongLesson10 {
  func request(_ command: String, _ first: Int16, _ second: Int16) throws -> [UInt8] {
    try notStarted()
  }
  func reply(status: Int32, result: Double) throws -> [UInt8] { try notStarted() }
  func compute(_ request: MathRequest) throws -> MathReply { try notStarted() }
}

private struct Packing: WrongLesson10 {
  var request: @Sendable (String, Int16, Int16) throws -> [UInt8] = { try right($0, $1, $2) }
  var reply: @Sendable (Int32, Double) throws -> [UInt8] = { right($0, $1) }
  func request(_ command: String, _ first: Int16, _ second: Int16) throws -> [UInt8] {
    try request(command, first, second)
  }
  func reply(status: Int32, result: Double) throws -> [UInt8] { try reply(status, result) }
}

/// A decoder made of functions; which ones, is said by the program that is running.
private struct Unpacking: RequestDecoder {
  nonisolated(unsafe) static var feed: (inout [UInt8], [UInt8]) throws -> [MathRequest] = { _, _ in
    try notStarted()
  }
  private var buffer: [UInt8] = []

  init() {}

  mutating func feed(_ piece: [UInt8]) throws -> [MathRequest] { try Self.feed(&buffer, piece) }
}

private struct Decoding: WrongLesson10 {}

private struct Computing: WrongLesson10 {
  let answer: @Sendable (MathRequest) throws -> MathReply
  func compute(_ request: MathRequest) throws -> MathReply { try answer(request) }
}

// MARK: What is right

/// As many bytes as the type has, the lowest first.
private func low(_ number: some FixedWidthInteger) -> [UInt8] {
  (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}

private func high(_ number: some FixedWidthInteger) -> [UInt8] { low(number).reversed() }

private func checked(_ command: String) throws -> [UInt8] {
  let bytes = Array(command.utf8)
  guard (1...64).contains(bytes.count) else { throw PacketProblem.commandLength(bytes.count) }
  return bytes
}

private func right(_ command: String, _ first: Int16, _ second: Int16) throws -> [UInt8] {
  let name = try checked(command)
  return low(Int32(name.count)) + low(first) + low(second) + name
}

private func right(_ status: Int32, _ result: Double) -> [UInt8] {
  low(status) + low(result.bitPattern)
}

/// How a wrong decoder reads its numbers.
private struct Reading: Sendable {
  var length: @Sendable (ArraySlice<UInt8>) -> Int = { Int(Int32(truncatingIfNeeded: lowest($0))) }
  var operand: @Sendable (ArraySlice<UInt8>) -> Int16 = { Int16(truncatingIfNeeded: lowest($0)) }
  var command: @Sendable (ArraySlice<UInt8>) throws -> [UInt8] = { Array($0) }
  var lengths = 1...64
  var places = (first: 4, second: 6)

  /// Takes one request off the front, if a whole one is there.
  func next(_ buffer: inout [UInt8]) throws -> MathRequest? {
    guard buffer.count >= 8 else { return nil }
    let length = length(buffer[0..<4])
    guard lengths.contains(length) else { throw PacketProblem.commandLength(length) }
    guard buffer.count >= 8 + length else { return nil }
    let request = MathRequest(
      command: try command(buffer[8..<8 + length]),
      first: operand(buffer[places.first..<places.first + 2]),
      second: operand(buffer[places.second..<places.second + 2]))
    buffer.removeFirst(8 + length)
    return request
  }

  func all(_ buffer: inout [UInt8]) throws -> [MathRequest] {
    var requests: [MathRequest] = []
    while let request = try next(&buffer) { requests.append(request) }
    return requests
  }
}

private func lowest(_ bytes: ArraySlice<UInt8>) -> UInt64 {
  bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
}

private func highest(_ bytes: ArraySlice<UInt8>) -> UInt64 {
  bytes.reduce(0) { $0 << 8 | UInt64($1) }
}

private func right(_ request: MathRequest) -> MathReply {
  let (first, second) = (Int(request.first), Int(request.second))
  switch String(validating: request.command, as: UTF8.self) {
  case "SUMA": return MathReply(result: Double(first + second))
  case "RESTA": return MathReply(result: Double(first - second))
  case "MULTIPLICACION": return MathReply(result: Double(first * second))
  case "DIVISION" where second == 0: return MathReply(status: 1)
  case "DIVISION": return MathReply(result: Double(first) / Double(second))
  default: return MathReply(status: 2)
  }
}

// Sound: only the one wrong program that has it uses it, on one thread.
nonisolated(unsafe) private var commonBuffer: [UInt8] = []

// MARK: The catalogue

private func packing(
  _ name: String, _ summary: String,
  _ answer: @escaping @Sendable (String, Int16, Int16) throws -> [UInt8]
) -> WrongProgram {
  WrongProgram(exercise: "10.1", name: name, summary: summary) {
    ExerciseProgram.lesson10(Packing(request: answer), $0)
  }
}

private func replying(
  _ name: String, _ summary: String,
  _ answer: @escaping @Sendable (Int32, Double) throws -> [UInt8]
) -> WrongProgram {
  WrongProgram(exercise: "10.1", name: name, summary: summary) {
    ExerciseProgram.lesson10(Packing(reply: answer), $0)
  }
}

private func feeding(
  _ name: String, _ summary: String,
  _ answer: @escaping @Sendable (inout [UInt8], [UInt8]) throws -> [MathRequest]
) -> WrongProgram {
  WrongProgram(exercise: "10.2", name: name, summary: summary) {
    // Sound: set once, before anything else runs, in a process of one thread.
    Unpacking.feed = answer
    ExerciseProgram.lesson10(Decoding(), $0)
  }
}

/// A decoder that is right but for the way in which it reads numbers or commands.
private func reading(_ name: String, _ summary: String, _ reading: Reading) -> WrongProgram {
  feeding(name, summary) { buffer, piece in
    buffer += piece
    return try reading.all(&buffer)
  }
}

/// A right answer, but where the command is this one and `answer` has another one.
private func computing(
  _ name: String, _ summary: String,
  _ answer: @escaping @Sendable (MathRequest, _ command: String) throws -> MathReply?
) -> WrongProgram {
  WrongProgram(exercise: "10.3", name: name, summary: summary) {
    let work = Computing { request in
      let command = String(validating: request.command, as: UTF8.self) ?? ""
      return try answer(request, command) ?? right(request)
    }
    ExerciseProgram.lesson10(work, $0)
  }
}

extension WrongProgram {
  static let lesson10: [WrongProgram] = requests + replies + decoders + answers

  // MARK: 10.1

  private static let requests: [WrongProgram] = [
    packing("hostOrder", "writes the highest byte first") {
      let name = try checked($0)
      return high(Int32(name.count)) + high($1) + high($2) + name
    },
    packing("hostOrder-length", "writes the length with the highest byte first") {
      let name = try checked($0)
      return high(Int32(name.count)) + low($1) + low($2) + name
    },
    packing("hostOrder-operands", "writes the operands with the highest byte first") {
      let name = try checked($0)
      return low(Int32(name.count)) + high($1) + high($2) + name
    },
    packing("paddedStruct", "gives the command a field of 64 bytes, as a struct of C does") {
      let name = try checked($0)
      return try right($0, $1, $2) + Array(repeating: 0, count: 64 - name.count)
    },
    packing("paddedStruct-zeroAtTheEnd", "ends the command with a zero byte, as C does") {
      try right($0, $1, $2) + [0]
    },
    packing("wrongWidth-aligned", "puts each field at a multiple of four") {
      let name = try checked($0)
      return low(Int32(name.count)) + low($1) + [0, 0] + low($2) + [0, 0] + name
    },
    packing("paddedStruct-memory", "sends the memory of a struct with a String in it") {
      let name = try checked($0)
      if name.count > 15 { return try right($0, $1, $2) }
      let text = name + Array(repeating: 0, count: 15 - name.count) + [0xE0 | UInt8(name.count)]
      return low(Int32(name.count)) + low($1) + low($2) + text
    },
    packing("countsCharacters", "announces the characters of the command") {
      let name = try checked($0)
      return low(Int32($0.count)) + low($1) + low($2) + name
    },
    packing("wrongWidth", "writes the length as an Int") {
      let name = try checked($0)
      return low(name.count) + low($1) + low($2) + name
    },
    packing("wrongWidth-operands", "writes the operands as Int32") {
      let name = try checked($0)
      return low(Int32(name.count)) + low(Int32($1)) + low(Int32($2)) + name
    },
    packing(
      "wrongWidth-bigEndian", "writes the length as an Int16, and with the highest byte first"
    ) {
      let name = try checked($0)
      return high(Int16(name.count)) + high($1) + high($2) + name
    },
    packing("wrongWidth-lowByte", "writes the lowest byte of each operand, and a zero") {
      let name = try checked($0)
      return low(Int32(name.count)) + low(Int16($1 & 0xFF)) + low(Int16($2 & 0xFF)) + name
    },
    packing("paddedStruct-address", "sends the memory of a struct with an array in it") {
      struct Packet {
        var length: Int32
        var first: Int16
        var second: Int16
        var command: [UInt8]
      }
      let name = try checked($0)
      let packet = Packet(length: Int32(name.count), first: $1, second: $2, command: name)
      return withUnsafeBytes(of: packet) { Array($0) }
    },
    packing("swapsOperands", "writes the second operand first") { try right($0, $2, $1) },
    packing("mixesFields", "writes the operands in front of the length") {
      let name = try checked($0)
      return low($1) + low($2) + low(Int32(name.count)) + name
    },
    packing("mixesFields-commandFirst", "writes the command behind its length") {
      let name = try checked($0)
      return low(Int32(name.count)) + name + low($1) + low($2)
    },
    packing("textForNumbers", "writes the digits of the numbers") {
      let name = try checked($0)
      return Array("\(name.count)\($1)\($2)".utf8) + name
    },
    packing("textForNumbers-spaces", "writes the numbers with spaces between them") {
      Array("\(try checked($0).count) \($1) \($2) \($0)".utf8)
    },
    packing("textForNumbers-header", "writes the length as the header of the lessons before") {
      let name = try checked($0)
      let digits = Array("\(name.count)".utf8)
      let spaces = Array(repeating: UInt8(ascii: " "), count: 64 - digits.count)
      return digits + spaces + low($1) + low($2) + name
    },
    packing("unsignedOperands", "makes a UInt16 of a negative number") {
      let name = try checked($0)
      return low(Int32(name.count)) + low(UInt16($1)) + low(UInt16($2)) + name
    },
    packing("unsignedOperands-magnitude", "writes a number without its sign") {
      let name = try checked($0)
      return low(Int32(name.count)) + low($1.magnitude) + low($2.magnitude) + name
    },
    packing("countsTheFields", "announces the whole packet") {
      let name = try checked($0)
      return low(Int32(8 + name.count)) + low($1) + low($2) + name
    },
    packing("countsTheFields-zero", "counts a zero byte that it does not send") {
      let name = try checked($0)
      return low(Int32(name.count + 1)) + low($1) + low($2) + name
    },
    packing("forgetsAField", "leaves the command out") {
      Array(try right($0, $1, $2).prefix(8))
    },
    packing("forgetsAField-length", "leaves the length out") {
      Array(try right($0, $1, $2).dropFirst(4))
    },
    packing("acceptsAnyLength", "packs a command of any length") {
      low(Int32($0.utf8.count)) + low($1) + low($2) + Array($0.utf8)
    },
    packing("acceptsAnyLength-characters", "counts characters up to 64") {
      if $0.isEmpty || $0.count > 64 { throw PacketProblem.commandLength($0.count) }
      return low(Int32($0.utf8.count)) + low($1) + low($2) + Array($0.utf8)
    },
    packing("acceptsAnyLength-empty", "packs no command at all") {
      $0.isEmpty ? low(Int32(0)) + low($1) + low($2) : try right($0, $1, $2)
    },
    packing("refusesGoodInput", "takes 64 bytes for too many") {
      if $0.utf8.count >= 64 { throw PacketProblem.commandLength($0.utf8.count) }
      return try right($0, $1, $2)
    },
    packing("wrongResult", "writes a text with two bytes a character") {
      let name = try checked($0)
      return low(Int32(name.count)) + low($1) + low($2) + $0.utf16.flatMap { low($0) }
    },
  ]

  private static let replies: [WrongProgram] = [
    replying("paddedStruct-reply", "leaves a gap between status and result") {
      low($0) + [0, 0, 0, 0] + low($1.bitPattern)
    },
    replying("paddedStruct-replyMemory", "sends the memory of a pair") { status, result in
      var pair = (status: status, result: result)
      return withUnsafeBytes(of: &pair) { Array($0) }
    },
    replying("paddedStruct-statusIsInt", "writes the status as an Int") {
      low(Int($0)) + low($1.bitPattern)
    },
    replying("hostOrder-reply", "writes the reply with the highest byte first") {
      high($0) + high($1.bitPattern)
    },
    replying("hostOrder-result", "writes the result with the highest byte first") {
      low($0) + high($1.bitPattern)
    },
    replying("mixesFields-reply", "writes the result in front of the status") {
      low($1.bitPattern) + low($0)
    },
    replying("convertsTheResult", "makes a whole number of the result") {
      low($0) + low(Int64($1))
    },
    replying("floatForDouble", "writes a Float") { low($0) + low(Float($1).bitPattern) },
    replying("floatForDouble-inBetween", "makes a Float of the result, and a Double of that") {
      low($0) + low(Double(Float($1)).bitPattern)
    },
    replying("wrongWidth-status", "writes the status in one byte") {
      low(Int8($0)) + low($1.bitPattern)
    },
    replying("forgetsAField-status", "writes nothing but the result") { low($1.bitPattern) },
    replying("forgetsAField-result", "leaves the result out where there is none") {
      $0 == 0 ? right($0, $1) : low($0)
    },
    replying("textForNumbers-reply", "writes the reply as text") { Array("\($0) \($1)".utf8) },
  ]

  // MARK: 10.2

  private static let decoders: [WrongProgram] = [
    reading(
      "hostOrder", "reads every number with the highest byte first",
      .init(
        length: { Int(Int32(truncatingIfNeeded: highest($0))) },
        operand: { Int16(truncatingIfNeeded: highest($0)) })),
    reading(
      "hostOrder-operands", "reads the operands with the highest byte first",
      .init(operand: { Int16(truncatingIfNeeded: highest($0)) })),
    reading(
      "hostOrder-lengthUnchecked", "waits for a length of many millions",
      .init(length: { Int(highest($0)) }, lengths: 0...Int.max)),
    reading(
      "unsignedOperands", "makes an Int16 of a UInt16", .init(operand: { Int16(lowest($0)) })),
    reading(
      "unsignedOperands-clamping", "takes the nearest Int16",
      .init(operand: { Int16(clamping: lowest($0)) })),
    reading(
      "unsignedOperands-mask", "takes fifteen bits",
      .init(operand: { Int16(lowest($0) & 0x7FFF) })),
    reading("swapsOperands", "reads the second operand first", .init(places: (6, 4))),
    reading(
      "wrongWidth", "reads one byte of each operand",
      .init(operand: { Int16($0[$0.startIndex]) })),
    reading("wrongPlace", "reads the first operand a byte too far", .init(places: (5, 6))),
    reading(
      "replacesBadBytes", "makes a text of the command",
      .init(command: { Array(String(decoding: $0, as: UTF8.self).utf8) })),
    reading(
      "refusesGoodInput", "takes only text for a command",
      .init(command: {
        guard let text = String(validating: $0, as: UTF8.self) else {
          throw PacketProblem.commandLength($0.count)
        }
        return Array(text.utf8)
      })),
    reading("refusesGoodInput-64", "takes 64 bytes for too many", .init(lengths: 1...63)),
    reading(
      "acceptsAnyLength", "accepts any length that is not negative", .init(lengths: 0...Int.max)),
    reading("acceptsAnyLength-zero", "accepts an empty command", .init(lengths: 0...64)),
    reading("acceptsAnyLength-65", "draws the limit one too high", .init(lengths: 1...65)),
    reading(
      "acceptsAnyLength-negative", "looks at the upper limit only", .init(lengths: Int.min...64)),
    reading(
      "wrongWidth-length", "reads one byte of the length",
      .init(length: { Int($0[$0.startIndex]) })),
    feeding("oneReceive", "takes a piece for a packet") { _, piece in
      var packet = piece
      return try Reading().next(&packet).map { [$0] } ?? []
    },
    feeding("oneReceive-fields", "takes for granted that the fields are there") {
      $0 += $1
      let length = Reading().length($0[0..<4])
      guard (1...64).contains(length) else { throw PacketProblem.commandLength(length) }
      return try Reading().all(&$0)
    },
    feeding("oneReceive-command", "takes as much of a command as is there") { buffer, piece in
      buffer += piece
      guard buffer.count >= 8 else { return [] }
      let length = Reading().length(buffer[0..<4])
      guard (1...64).contains(length) else { throw PacketProblem.commandLength(length) }
      defer { buffer = [] }
      return [
        MathRequest(
          command: Array(buffer.dropFirst(8).prefix(length)),
          first: Reading().operand(buffer[4..<6]),
          second: Reading().operand(buffer[6..<8]))
      ]
    },
    feeding("repeatsAPacket", "reads all of its buffer, and removes nothing") { buffer, piece in
      buffer += piece
      var rest = buffer
      return try Reading().all(&rest)
    },
    feeding("dropsSurplus", "empties its buffer behind a packet") { buffer, piece in
      buffer += piece
      guard let request = try Reading().next(&buffer) else { return [] }
      buffer = []
      return [request]
    },
    feeding("firstPacketOnly", "returns one packet a call") { buffer, piece in
      buffer += piece
      return try Reading().next(&buffer).map { [$0] } ?? []
    },
    feeding("deliversLate", "waits until nothing is left over") { buffer, piece in
      buffer += piece
      var rest = buffer
      let requests = try Reading().all(&rest)
      guard rest.isEmpty else { return [] }
      buffer = []
      return requests
    },
    feeding("deliversLate-byOne", "waits for a byte behind the packet") { buffer, piece in
      buffer += piece
      guard buffer.count > 8 else { return [] }
      let length = Reading().length(buffer[0..<4])
      guard (1...64).contains(length) else { throw PacketProblem.commandLength(length) }
      return buffer.count > 8 + length ? try Reading().next(&buffer).map { [$0] } ?? [] : []
    },
    feeding("wrongPlace-removesTooLittle", "removes the command, and not the fields") {
      buffer, piece in
      buffer += piece
      var requests: [MathRequest] = []
      var rest = buffer
      while let request = try Reading().next(&rest) {
        requests.append(request)
        buffer.removeFirst(request.command.count)
        rest = buffer
      }
      return requests
    },
    feeding("sharesItsState", "has one buffer for all clients") { _, piece in
      commonBuffer += piece
      return try Reading().all(&commonBuffer)
    },
    feeding("unalignedLoad", "loads numbers from wherever they stand") { buffer, piece in
      buffer += piece
      var requests: [MathRequest] = []
      var start = 0
      while buffer.count - start >= 8 {
        let (length, first, second) = buffer.withUnsafeBytes { bytes in
          (
            Int(Int32(littleEndian: bytes.load(fromByteOffset: start, as: Int32.self))),
            Int16(littleEndian: bytes.load(fromByteOffset: start + 4, as: Int16.self)),
            Int16(littleEndian: bytes.load(fromByteOffset: start + 6, as: Int16.self))
          )
        }
        guard (1...64).contains(length) else { throw PacketProblem.commandLength(length) }
        guard buffer.count - start >= 8 + length else { break }
        let command = Array(buffer[start + 8..<start + 8 + length])
        requests.append(MathRequest(command: command, first: first, second: second))
        start += 8 + length
      }
      buffer.removeFirst(start)
      return requests
    },
    feeding("wrongPlace-command", "begins the command behind the length") { buffer, piece in
      buffer += piece
      let whole = buffer
      return try Reading().all(&buffer).map {
        MathRequest(
          command: Array(whole[4..<4 + $0.command.count]), first: $0.first, second: $0.second)
      }
    },
    feeding("repeatsAPacket-atOnce", "returns every packet twice") {
      $0 += $1
      return try Reading().all(&$0).flatMap { [$0, $0] }
    },
  ]

  // MARK: 10.3

  private static let answers: [WrongProgram] = [
    computing("trapsOnOverflow", "adds Int16") { request, command in
      command == "SUMA" ? MathReply(result: Double(request.first + request.second)) : nil
    },
    computing("trapsOnOverflow-division", "divides Int16 where nothing is left over") {
      request, command in
      guard command == "DIVISION", request.second != 0,
        Int(request.first) % Int(request.second) == 0
      else { return nil }
      return MathReply(result: Double(request.first / request.second))
    },
    computing("cutsTheResult", "lets a sum begin again at the other end") { request, command in
      command == "SUMA" ? MathReply(result: Double(request.first &+ request.second)) : nil
    },
    computing("cutsTheResult-clamping", "takes the nearest Int16") { request, command in
      guard command == "RESTA" else { return nil }
      return MathReply(
        result: Double(Int16(clamping: Int(request.first) - Int(request.second))))
    },
    computing("trapsOnZero", "divides by whatever comes") { request, command in
      guard command == "DIVISION" else { return nil }
      _ = request.first / request.second
      return nil
    },
    computing("infiniteResult", "divides Doubles by whatever comes") { request, command in
      command == "DIVISION"
        ? MathReply(result: Double(request.first) / Double(request.second)) : nil
    },
    computing("integerDivision", "divides whole numbers") { request, command in
      guard command == "DIVISION", request.second != 0 else { return nil }
      return MathReply(result: Double(Int(request.first) / Int(request.second)))
    },
    computing("floatForDouble", "divides Floats") { request, command in
      guard command == "DIVISION", request.second != 0 else { return nil }
      return MathReply(result: Double(Float(request.first) / Float(request.second)))
    },
    computing("swapsOperands", "subtracts the first operand from the second") { request, command in
      command == "RESTA" ? MathReply(result: Double(request.second) - Double(request.first)) : nil
    },
    computing("swapsOperands-division", "divides the second operand") { request, command in
      guard command == "DIVISION", request.first != 0, request.second != 0 else { return nil }
      return MathReply(result: Double(request.second) / Double(request.first))
    },
    computing("mixesStatuses", "has the two statuses the wrong way round") { request, _ in
      let reply = right(request)
      return MathReply(status: [0, 2, 1][Int(reply.status)], result: reply.result)
    },
    computing("mixesStatuses-one", "says 1 when all is well") { request, _ in
      let reply = right(request)
      return MathReply(status: reply.status == 0 ? 1 : 0, result: reply.result)
    },
    computing("resultBesideAnError", "sends NaN where there is no result") { request, _ in
      let reply = right(request)
      return reply.status == 0 ? reply : MathReply(status: reply.status, result: .nan)
    },
    computing("resultBesideAnError-infinity", "divides all the same") { request, command in
      guard command == "DIVISION", request.second == 0 else { return nil }
      return MathReply(status: 1, result: Double(request.first) / 0)
    },
    computing("refusesEveryZero", "looks at the second operand first") { request, _ in
      request.second == 0 ? MathReply(status: 1) : nil
    },
    computing("zeroBeforeCommand", "takes an unknown command for a division") { request, command in
      let known = ["SUMA", "RESTA", "MULTIPLICACION"].contains(command)
      return !known && request.second == 0 ? MathReply(status: 1) : nil
    },
    computing("acceptsOtherCommands", "takes small letters for large ones") { request, command in
      var other = request
      other.command = Array(command.uppercased().utf8)
      return right(other)
    },
    computing("acceptsOtherCommands-prefix", "looks how a command begins") { request, command in
      command.hasPrefix("SUMA")
        ? MathReply(result: Double(Int(request.first) + Int(request.second))) : nil
    },
    computing("acceptsOtherCommands-spaces", "takes spaces away") { request, command in
      var other = request
      other.command = Array(command.filter { $0 != " " }.utf8)
      return right(other)
    },
    computing("acceptsOtherCommands-division", "takes whatever is left for a division") {
      request, command in
      guard !["SUMA", "RESTA", "MULTIPLICACION"].contains(command) else { return nil }
      var other = request
      other.command = Array("DIVISION".utf8)
      return right(other)
    },
    computing("closesOnBadInput", "throws on an unknown command") { request, _ in
      let reply = right(request)
      if reply.status == 2 { throw PacketProblem.commandLength(request.command.count) }
      return reply
    },
    computing("closesOnBadInput-zero", "throws on a division by zero") { request, _ in
      let reply = right(request)
      if reply.status == 1 { throw PacketProblem.commandLength(0) }
      return reply
    },
    computing("crashesOnBadInput", "takes for granted that a command is text") { request, _ in
      precondition(String(validating: request.command, as: UTF8.self) != nil)
      return nil
    },
    computing("wrongResult", "rounds to two decimals") { request, _ in
      let reply = right(request)
      return MathReply(status: reply.status, result: (reply.result * 100).rounded() / 100)
    },
    computing("wrongResult-sign", "knows no negative difference") { request, command in
      command == "RESTA"
        ? MathReply(result: abs(Double(request.first) - Double(request.second))) : nil
    },
    computing("wrongResult-zero", "says that all is well when it divides by zero") { request, _ in
      let reply = right(request)
      return reply.status == 1 ? MathReply() : reply
    },
  ]
}
