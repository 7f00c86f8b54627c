import Checks
import Sockets
import Workbook

/// A wrong program answers one exercise; the others it has not started.
private protocol Wrong: Lesson02Workbook where Decoder == Feeder {}

extension Wrong {
  func header(for text: String, width: Int) throws -> [UInt8] { try notStarted() }
  func payloadLength(in header: [UInt8], limit: Int) throws -> Int { try notStarted() }
  func sendAll(_ bytes: [UInt8], to stream: any ByteStream) throws { try notStarted() }
}

/// A decoder made of a function; which one, is said by the program that is running.
struct Feeder: PieceDecoder {
  struct State {
    var width: Int
    var limit: Int
    var buffer: [UInt8] = []
    var text = ""
    var length: Int?
  }
  nonisolated(unsafe) static var answer: (inout State, [UInt8]) throws -> [String] = { _, _ in
    try notStarted()
  }
  private var state: State

  init(width: Int, limit: Int) { state = State(width: width, limit: limit) }

  mutating func feed(_ piece: [UInt8]) throws -> [String] { try Self.answer(&state, piece) }
}

private struct Headers: Wrong {
  typealias Decoder = Feeder
  let answer: @Sendable (String, Int) throws -> [UInt8]
  func header(for text: String, width: Int) throws -> [UInt8] { try answer(text, width) }
}

private struct Lengths: Wrong {
  typealias Decoder = Feeder
  let answer: @Sendable ([UInt8], Int) throws -> Int
  func payloadLength(in header: [UInt8], limit: Int) throws -> Int { try answer(header, limit) }
}

private struct Decoders: Wrong {
  typealias Decoder = Feeder
}

private struct Sending: Wrong {
  typealias Decoder = Feeder
  let answer: @Sendable ([UInt8], any ByteStream) throws -> Void
  func sendAll(_ bytes: [UInt8], to stream: any ByteStream) throws { try answer(bytes, stream) }
}

private func header(
  _ name: String, _ summary: String,
  _ answer: @escaping @Sendable (String, Int) throws -> [UInt8]
) -> WrongProgram {
  WrongProgram(exercise: "2.1", name: name, summary: summary) {
    ExerciseProgram.lesson02(Headers(answer: answer), $0)
  }
}

private func length(
  _ name: String, _ summary: String,
  _ answer: @escaping @Sendable ([UInt8], Int) throws -> Int
) -> WrongProgram {
  WrongProgram(exercise: "2.2", name: name, summary: summary) {
    ExerciseProgram.lesson02(Lengths(answer: answer), $0)
  }
}

private func decoder(
  _ name: String, _ summary: String,
  _ answer: @escaping @Sendable (inout Feeder.State, [UInt8]) throws -> [String]
) -> WrongProgram {
  WrongProgram(exercise: "2.3", name: name, summary: summary) {
    // Sound: set once, before anything else runs, in a process of one thread.
    Feeder.answer = answer
    ExerciseProgram.lesson02(Decoders(), $0)
  }
}

private func sending(
  _ name: String, _ summary: String,
  _ answer: @escaping @Sendable ([UInt8], any ByteStream) throws -> Void
) -> WrongProgram {
  WrongProgram(exercise: "2.4", name: name, summary: summary) {
    ExerciseProgram.lesson02(Sending(answer: answer), $0)
  }
}

/// What one decoder keeps for all.
// Not sound, and never used by two threads: one for all is the mistake.
nonisolated(unsafe) private var oneForAll: [UInt8] = []

/// Takes whole messages out of the buffer, as exercise 2.3 asks.
private func texts(in state: inout Feeder.State) throws -> [String] {
  var texts: [String] = []
  while state.buffer.count >= state.width {
    let length = try strictly(state.buffer.prefix(state.width), state.limit)
    guard state.buffer.count >= state.width + length else { break }
    let payload = state.buffer.dropFirst(state.width).prefix(length)
    guard let text = String(validating: payload, as: UTF8.self) else { throw NotText() }
    texts.append(text)
    state.buffer.removeFirst(state.width + length)
  }
  return texts
}

/// The length in a header, as exercise 2.2 asks; for decoders that go wrong elsewhere.
private func strictly(_ header: some Collection<UInt8>, _ limit: Int) throws -> Int {
  let digits = header.prefix { (0x30...0x39).contains($0) }
  guard !digits.isEmpty, header.dropFirst(digits.count).allSatisfy({ $0 == 0x20 }) else {
    throw HeaderProblem.malformed
  }
  guard let length = Int(String(decoding: digits, as: UTF8.self)), length <= limit else {
    throw HeaderProblem.tooLong
  }
  return length
}

private func padded(_ digits: String, _ width: Int) -> [UInt8] {
  Array(digits.utf8) + Array(repeating: 0x20, count: max(0, width - digits.utf8.count))
}

/// A right decoder, but for what its parameters change.
private func decode(
  _ state: inout Feeder.State, _ piece: [UInt8],
  length: ([UInt8], Int) throws -> Int = { try strictly($0, $1) },
  text: ([UInt8]) throws -> String = { bytes in
    guard let text = String(validating: bytes, as: UTF8.self) else { throw NotText() }
    return text
  },
  isWhole: (Int, Int) -> Bool = { $0 >= $1 }, onlyOne: Bool = false, dropsRest: Bool = false
) throws -> [String] {
  state.buffer += piece
  var texts: [String] = []
  while isWhole(state.buffer.count, state.width) {
    let payload = try length(Array(state.buffer.prefix(state.width)), state.limit)
    guard isWhole(state.buffer.count, state.width + payload) else { break }
    texts.append(try text(Array(state.buffer.dropFirst(state.width).prefix(payload))))
    if dropsRest { state.buffer = [] } else { state.buffer.removeFirst(state.width + payload) }
    if onlyOne { break }
  }
  return texts
}

extension WrongProgram {
  static let lesson02: [WrongProgram] = [
    // MARK: 2.1
    header("countsCharacters", "announces `text.count`") { text, width in
      guard "\(text.count)".count <= width else { throw HeaderProblem.overflow }
      return padded("\(text.count)", width)
    },
    header("rightAligned", "puts the spaces in front") { text, width in
      let digits = Array("\(text.utf8.count)".utf8)
      guard digits.count <= width else { throw HeaderProblem.overflow }
      return Array(repeating: 0x20, count: width - digits.count) + digits
    },
    header("overflowsTheWidth", "lets a long length spill over") { text, width in
      padded("\(text.utf8.count)", width)
    },
    header("overflowsTheWidth-cutting", "cuts a long length off") { text, width in
      Array(padded("\(text.utf8.count)", width).prefix(width))
    },
    header("crashes", "asks for a negative number of spaces") { text, width in
      let digits = Array("\(text.utf8.count)".utf8)
      return digits + Array(repeating: 0x20, count: width - digits.count)
    },
    header("wrongResult", "fills up with zero bytes") { text, width in
      let digits = Array("\(text.utf8.count)".utf8)
      guard digits.count <= width else { throw HeaderProblem.overflow }
      return digits + Array(repeating: 0, count: width - digits.count)
    },
    header("refusesGoodInput", "refuses a length that just fits") { text, width in
      guard "\(text.utf8.count)".count < width else { throw HeaderProblem.overflow }
      return padded("\(text.utf8.count)", width)
    },
    // MARK: 2.2
    length("acceptsGarbage", "reads the digits it likes and ignores the rest") { header, limit in
      let digits = header.filter { (0x30...0x39).contains($0) }
      if header.first == 0x2D { throw HeaderProblem.malformed }
      guard let length = Int(String(decoding: digits, as: UTF8.self)) else { return 0 }
      guard length <= limit else { throw HeaderProblem.tooLong }
      return length
    },
    length("acceptsGarbage-skipping", "skips every byte that is no digit") { header, limit in
      let digits = header.filter { (0x30...0x39).contains($0) }
      guard let length = Int(String(decoding: digits, as: UTF8.self)) else { return 0 }
      guard length <= limit else { throw HeaderProblem.tooLong }
      return length
    },
    length("acceptsGarbage-trimming", "trims spaces on both sides") { header, limit in
      let text = String(decoding: header, as: UTF8.self).replacing(" ", with: "")
      if text.hasPrefix("-") { throw HeaderProblem.malformed }
      guard let length = Int(text) else { throw HeaderProblem.malformed }
      guard length <= limit else { throw HeaderProblem.tooLong }
      return length
    },
    length("acceptsNegative", "lets Int(_:) read a sign") { header, limit in
      let text = String(decoding: header.prefix { $0 != 0x20 }, as: UTF8.self)
      guard let length = Int(text), !text.hasPrefix("+") else { throw HeaderProblem.malformed }
      guard length <= limit else { throw HeaderProblem.tooLong }
      return length
    },
    length("trustsHugeLength", "has no limit") { header, _ in try strictly(header, .max) },
    length("trustsHugeLength-ofItsOwn", "has a limit of its own") { header, _ in
      try strictly(header, 1 << 20)
    },
    length("crashes", "unwraps what is no number") { header, limit in
      let digits = Array(header.prefix { $0 != 0x20 })
      let length = digits.reduce(0) { $0 * 10 + Int($1) - 48 }
      guard length <= limit else { throw HeaderProblem.tooLong }
      return [length][length < 0 ? 1 : 0]
    },
    length("wrongResult", "reads only the first digit") { header, limit in
      try strictly(header.prefix(1), limit)
    },
    length("refusesGoodInput", "wants ten bytes") { header, limit in
      guard header.count == 10 else { throw HeaderProblem.malformed }
      return try strictly(header, limit)
    },
    // MARK: 2.3
    decoder("sharesItsState", "has one buffer for all clients") { state, piece in
      oneForAll += piece
      state.buffer = oneForAll
      defer { oneForAll = state.buffer }
      return try texts(in: &state)
    },
    decoder("oneReceiveForHeader", "reads a header out of every first piece") { state, piece in
      if state.length == nil {
        guard
          let length = Int(
            String(decoding: piece.prefix(state.width), as: UTF8.self).prefix { $0 != " " })
        else { throw HeaderProblem.malformed }
        state.length = length
      }
      state.buffer += piece
      guard let length = state.length, state.buffer.count >= state.width + length else { return [] }
      defer {
        state.buffer = []
        state.length = nil
      }
      return [String(decoding: state.buffer.dropFirst(state.width).prefix(length), as: UTF8.self)]
    },
    decoder("oneReceiveForPayload", "takes what came with the header for the payload") {
      state, piece in
      state.buffer += piece
      guard state.buffer.count >= state.width else { return [] }
      let length = try strictly(state.buffer.prefix(state.width), state.limit)
      defer { state.buffer = [] }
      return [String(decoding: state.buffer.dropFirst(state.width).prefix(length), as: UTF8.self)]
    },
    decoder("decodesEachPiece", "keeps a text instead of bytes") { state, piece in
      state.text += String(decoding: piece, as: UTF8.self)
      var texts: [String] = []
      while state.text.utf8.count >= state.width {
        let length = try strictly(state.text.utf8.prefix(state.width), state.limit)
        guard state.text.utf8.count >= state.width + length else { break }
        let payload = state.text.utf8.dropFirst(state.width).prefix(length)
        texts.append(String(decoding: payload, as: UTF8.self))
        state.text = String(
          decoding: state.text.utf8.dropFirst(state.width + length), as: UTF8.self)
      }
      return texts
    },
    decoder("dropsSurplus", "empties the buffer after a message") { state, piece in
      try decode(&state, piece, dropsRest: true)
    },
    decoder("firstMessageOnly", "returns one message a piece") { state, piece in
      try decode(&state, piece, onlyOne: true)
    },
    decoder("forgetsEmptyMessages", "waits for a byte behind every header") { state, piece in
      try decode(&state, piece, isWhole: { $0 > $1 || $0 == $1 && $1 > 10 })
    },
    decoder("acceptsGarbage", "takes a wrong header for a length of 0") { state, piece in
      try decode(&state, piece, length: { (try? strictly($0, $1)) ?? 0 })
    },
    decoder("trustsHugeLength", "has no limit") { state, piece in
      try decode(&state, piece, length: { header, _ in try strictly(header, .max) })
    },
    decoder("replacesBadBytes", "repairs what is not UTF-8") { state, piece in
      try decode(&state, piece, text: { String(decoding: $0, as: UTF8.self) })
    },
    decoder("deliversLate", "returns messages only when nothing is left over") { state, piece in
      state.buffer += piece
      var copy = state
      copy.buffer = []
      let texts = try decode(&copy, state.buffer)
      if !copy.buffer.isEmpty { return [] }
      state = copy
      return texts
    },
    decoder("ignoresTheWidth", "takes every header for ten bytes") { state, piece in
      state.width = 10
      return try decode(&state, piece)
    },
    decoder("trustsHugeLength-ofItsOwn", "has a limit of its own") { state, piece in
      try decode(&state, piece, length: { header, _ in try strictly(header, 1 << 20) })
    },
    decoder("wrongResult", "returns the header with the payload") { state, piece in
      try decode(&state, piece).map { "\($0.utf8.count)         \($0)" }
    },
    decoder("crashes", "takes a header that is not there") { state, piece in
      _ = piece[9]
      return try decode(&state, piece)
    },
    // MARK: 2.4
    sending("ignoresShortSend", "sends once") { bytes, stream in
      _ = try stream.send(bytes[...])
    },
    sending("resendsFromStart", "begins again after a short send") { bytes, stream in
      while try stream.send(bytes[...]) < bytes.count {}
    },
    sending("hidesTheReset", "takes an error for the end") { bytes, stream in
      var rest = bytes[...]
      while !rest.isEmpty, let taken = try? stream.send(rest) { rest = rest.dropFirst(taken) }
    },
    sending("wrongResult", "sends a byte more") { bytes, stream in
      try stream.sendAll(bytes + [0])
    },
    sending("neverEnds-forgettingToAdd", "keeps the last count instead of the sum") {
      bytes, stream in
      var sent = 0
      while sent < bytes.count { sent = try stream.send(bytes[sent...]) }
    },
    sending("neverEnds", "counts the bytes that it never adds up") { bytes, stream in
      let sent = 0
      while sent < bytes.count { _ = try? stream.send(bytes[sent..<sent]) }
    },
  ]
}
