import Checks
import Sockets
import Workbook

/// A wrong program answers one exercise; the others it has not started.
private protocol Wrong: Lesson01Workbook {}

extension Wrong {
  func receiveEverything(from stream: any ByteStream, buffer: Int) throws -> [UInt8] {
    try notStarted()
  }
  func receiveText(from stream: any ByteStream, buffer: Int) throws -> String {
    try notStarted()
  }
  func receiveExactly(_ count: Int, from stream: any ByteStream) throws -> [UInt8] {
    try notStarted()
  }
}

private struct Everything: Wrong {
  let answer: @Sendable (any ByteStream, Int) throws -> [UInt8]
  func receiveEverything(from stream: any ByteStream, buffer: Int) throws -> [UInt8] {
    try answer(stream, buffer)
  }
}

private struct Text: Wrong {
  let answer: @Sendable (any ByteStream, Int) throws -> String
  func receiveText(from stream: any ByteStream, buffer: Int) throws -> String {
    try answer(stream, buffer)
  }
}

private struct Exactly: Wrong {
  let answer: @Sendable (Int, any ByteStream) throws -> [UInt8]
  func receiveExactly(_ count: Int, from stream: any ByteStream) throws -> [UInt8] {
    try answer(count, stream)
  }
}

private func everything(
  _ name: String, _ summary: String,
  _ answer: @escaping @Sendable (any ByteStream, Int) throws -> [UInt8]
) -> WrongProgram {
  WrongProgram(exercise: "1.1", name: name, summary: summary) {
    ExerciseProgram.lesson01(Everything(answer: answer), $0)
  }
}

private func text(
  _ name: String, _ summary: String,
  _ answer: @escaping @Sendable (any ByteStream, Int) throws -> String
) -> WrongProgram {
  WrongProgram(exercise: "1.2", name: name, summary: summary) {
    ExerciseProgram.lesson01(Text(answer: answer), $0)
  }
}

private func exactly(
  _ name: String, _ summary: String,
  _ answer: @escaping @Sendable (Int, any ByteStream) throws -> [UInt8]
) -> WrongProgram {
  WrongProgram(exercise: "1.3", name: name, summary: summary) {
    ExerciseProgram.lesson01(Exactly(answer: answer), $0)
  }
}

/// A right answer to 1.1, for those who go wrong afterwards.
private func receiveAll(_ stream: any ByteStream, _ buffer: Int) throws -> [UInt8] {
  var bytes: [UInt8] = []
  while true {
    let piece = try stream.receive(upTo: buffer)
    if piece.isEmpty { return bytes }
    bytes += piece
  }
}

extension WrongProgram {
  static let lesson01: [WrongProgram] = [
    // MARK: 1.1
    everything("oneReceive", "receives once") { stream, buffer in
      try stream.receive(upTo: buffer)
    },
    everything("stopsAtShortReceive", "takes a short receive for the end") { stream, buffer in
      var bytes: [UInt8] = []
      while true {
        let piece = try stream.receive(upTo: buffer)
        bytes += piece
        if piece.count < buffer { return bytes }
      }
    },
    everything("loopsOnZero", "never looks whether a receive was empty") { stream, buffer in
      var bytes: [UInt8] = []
      while true { bytes += try stream.receive(upTo: buffer) }
    },
    everything("loopsOnZero-swallowingErrors", "the same, and takes no error for an answer") {
      stream, buffer in
      var bytes: [UInt8] = []
      while bytes.count < 1000 { bytes += (try? stream.receive(upTo: buffer)) ?? [] }
      return bytes
    },
    everything("ignoresTheBuffer", "asks for as much as it likes") { stream, _ in
      try receiveAll(stream, 4096)
    },
    everything("hidesTheReset", "takes an error for the end") { stream, buffer in
      var bytes: [UInt8] = []
      while let piece = try? stream.receive(upTo: buffer), !piece.isEmpty { bytes += piece }
      return bytes
    },
    everything("ignoresTheBuffer-hardCoded", "asks for 8 bytes, whatever the buffer") { stream, _ in
      try receiveAll(stream, 8)
    },
    everything("crashes-onNothing", "reads the first byte of nothing") { stream, buffer in
      let bytes = try receiveAll(stream, buffer)
      return [bytes[0]] + bytes.dropFirst()
    },
    everything("wrongResult", "puts the pieces together the wrong way round") { stream, buffer in
      var bytes: [UInt8] = []
      while true {
        let piece = try stream.receive(upTo: buffer)
        if piece.isEmpty { return bytes }
        bytes = piece + bytes
      }
    },
    everything("refusesGoodInput", "throws at the end of the stream") { stream, buffer in
      while true {
        if try stream.receive(upTo: buffer).isEmpty { throw CutOff(missing: 1) }
      }
    },
    everything("crashes", "reads beyond the end of an array") { stream, buffer in
      let piece = try stream.receive(upTo: buffer)
      return [piece[buffer]]
    },
    everything("crashes-byLeaving", "ends the process") { _, _ in leave() },
    everything("neverEnds", "goes round in a loop that has no end") { _, _ in
      var turns = 0
      while turns >= 0 { turns = (turns + 1) % 1000 }
      return []
    },
    // MARK: 1.2
    text("decodesEachPiece", "decodes each piece, replacing half characters") { stream, buffer in
      var text = ""
      while true {
        let piece = try stream.receive(upTo: buffer)
        if piece.isEmpty { return text }
        text += String(decoding: piece, as: UTF8.self)
      }
    },
    text("decodesEachPiece-strictly", "decodes each piece, refusing half characters") {
      stream, buffer in
      var text = ""
      while true {
        let piece = try stream.receive(upTo: buffer)
        if piece.isEmpty { return text }
        guard let part = String(validating: piece, as: UTF8.self) else { throw NotText() }
        text += part
      }
    },
    text("decodesEachPiece-droppingHalves", "drops what is half a character") { stream, buffer in
      var text = ""
      while true {
        let piece = try stream.receive(upTo: buffer)
        if piece.isEmpty { return text }
        text += String(validating: piece, as: UTF8.self) ?? ""
      }
    },
    text("ignoresTheBuffer", "asks for as much as it likes") { stream, _ in
      let bytes = try receiveAll(stream, 4096)
      guard let text = String(validating: bytes, as: UTF8.self) else { throw NotText() }
      return text
    },
    text("refusesGoodInput", "takes no bytes for text") { _, _ in throw NotText() },
    text("replacesBadBytes", "repairs what is not UTF-8") { stream, buffer in
      String(decoding: try receiveAll(stream, buffer), as: UTF8.self)
    },
    text("hidesTheReset", "takes every error for bytes that are no text") { stream, buffer in
      do {
        let bytes = try receiveAll(stream, buffer)
        if let text = String(validating: bytes, as: UTF8.self) { return text }
      } catch {}
      throw NotText()
    },
    text("oneReceive", "receives once") { stream, buffer in
      guard let text = String(validating: try stream.receive(upTo: buffer), as: UTF8.self)
      else { return "" }
      return text
    },
    text("wrongResult", "changes the text on the way") { stream, buffer in
      String(decoding: try receiveAll(stream, buffer), as: UTF8.self).uppercased()
    },
    // MARK: 1.3
    exactly("takesTooMuch", "asks for more than is missing") { count, stream in
      var bytes: [UInt8] = []
      while bytes.count < count {
        let piece = try stream.receive(upTo: 1024)
        if piece.isEmpty { throw CutOff(missing: count - bytes.count) }
        bytes += piece
      }
      return Array(bytes.prefix(count))
    },
    exactly("takesTooMuch-askedForNothing", "receives before it looks") { count, stream in
      var bytes: [UInt8] = []
      repeat {
        let piece = try stream.receive(upTo: max(1, count - bytes.count))
        if piece.isEmpty { throw CutOff(missing: count - bytes.count) }
        bytes += piece
      } while bytes.count < count
      return bytes
    },
    exactly("hidesTheReset", "takes an error for the end") { count, stream in
      var bytes: [UInt8] = []
      while bytes.count < count {
        guard let piece = try? stream.receive(upTo: count - bytes.count), !piece.isEmpty else {
          throw CutOff(missing: count - bytes.count)
        }
        bytes += piece
      }
      return bytes
    },
    exactly("crashes", "cannot receive 0 bytes") { count, stream in
      var bytes: [UInt8] = []
      for _ in 1...count { bytes += try stream.receive(upTo: 1) }
      if bytes.count < count { throw CutOff(missing: count - bytes.count) }
      return bytes
    },
    exactly("returnsShort", "returns what there is when the stream ends") { count, stream in
      var bytes: [UInt8] = []
      while bytes.count < count {
        let piece = try stream.receive(upTo: count - bytes.count)
        if piece.isEmpty { return bytes }
        bytes += piece
      }
      return bytes
    },
    exactly("oneReceive", "receives once") { count, stream in
      try stream.receive(upTo: count)
    },
    exactly("loopsOnZero", "waits for the missing bytes of a closed stream") { count, stream in
      var bytes: [UInt8] = []
      while bytes.count < count { bytes += try stream.receive(upTo: count - bytes.count) }
      return bytes
    },
    exactly("wrongCount", "says how many came, not how many are missing") { count, stream in
      var bytes: [UInt8] = []
      while bytes.count < count {
        let piece = try stream.receive(upTo: count - bytes.count)
        if piece.isEmpty { throw CutOff(missing: max(1, bytes.count)) }
        bytes += piece
      }
      return bytes
    },
    exactly("waitsForBytes", "receives until the stream ends") { count, stream in
      Array(try receiveAll(stream, 1).prefix(count))
    },
  ]

  private static func leave() -> Never { end(with: 3) }
}
