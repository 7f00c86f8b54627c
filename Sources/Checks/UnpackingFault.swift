import Workbook

/// What a decoder did wrong with packets that are right, for the verdict on exercise 10.2.
struct UnpackingFault<Requests: RequestDecoder> {
  /// The requests of the whole stream.
  let requests: [MathRequest]
  /// What it has returned, up to the piece where it went wrong, and what it should have.
  let found: [MathRequest]
  let expected: [MathRequest]
  let failure: (any Error)?
  /// The mistake that this stream was made for.
  let id: String

  typealias Finding = (id: String, sentence: String, advice: String)

  var finding: Finding {
    let isFirst = id == "wrongResult" || id == "unsignedOperands"
    if isFirst, requests.count == 1 {
      if failure != nil || found.isEmpty, takesBigEndian(requests[0]) {
        return hostOrder("It reads the length with the highest byte first (big-endian).")
      }
      if failure == nil, found.isEmpty, waitsForMore(requests[0]) {
        return (
          "deliversLate", "The packet is whole, and it waits for one byte more.",
          "a packet is whole when 8 + length bytes are there: compare with `>=`, or with `<`."
        )
      }
      if let failure, let place = misplaced(failure, requests[0]) {
        return (
          "wrongPlace",
          "It takes the bytes \(place) to \(place + 3) of this packet for a length, and refuses that.",
          "a length stands in front of each packet; behind one, remove 8 + length bytes."
        )
      }
      if let yours = found.first, found.count == 1, yours != requests[0] {
        return difference(yours, requests[0])
      }
    }
    if failure != nil, isFirst {
      return (
        requests.count == 1 ? "refusesGoodInput" : "wrongResult",
        "It throws, and these packets are right.",
        "throw only for a length below 1 or above 64; any bytes are a command."
      )
    }
    if failure == nil, found.count > expected.count, found.allSatisfy(requests.contains) {
      return (
        "repeatsAPacket", "It returns a request that it has returned before.",
        "take a packet out of the buffer, 8 + length bytes, when you return its request."
      )
    }
    let isLate = found.isEmpty && expected.count == 1 && requests.count == 2
    let known = explanation[isLate ? "deliversLate" : id] ?? ("", "")
    return (
      isLate ? "deliversLate" : id == "unsignedOperands" ? "wrongResult" : id, known.sentence,
      known.advice
    )
  }

  private func hostOrder(_ sentence: String) -> Finding {
    (
      "hostOrder", sentence + " This protocol has the lowest byte first, on every machine.",
      "the first byte is the lowest: it counts once, the next one 256 times. Not `.bigEndian`."
    )
  }

  /// Whether a decoder returns that request as soon as the next one begins.
  private func waitsForMore(_ request: MathRequest) -> Bool {
    var decoder = Requests()
    return (try? decoder.feed(Lesson10Checks.packet(request) + [4])) == [request]
  }

  /// Where in that packet stands the number that the error complains of; nil when it is none of them.
  private func misplaced(_ error: any Error, _ request: MathRequest) -> Int? {
    let packet = Lesson10Checks.packet(request)
    let words = "\(error)".split { !$0.isNumber && $0 != "-" }
    return (1...packet.count - 4).first { place in
      let bytes = packet[place..<place + 4]
      let number = Int32(truncatingIfNeeded: bytes.reversed().reduce(0) { $0 << 8 | Int($1) })
      return words.contains("\(number)")
    }
  }

  /// Whether a decoder reads that request when each number stands the other way round.
  private func takesBigEndian(_ request: MathRequest) -> Bool {
    let packet = Lesson10Checks.packet(request)
    let turned =
      packet[0..<4].reversed() + packet[4..<6].reversed() + packet[6..<8].reversed()
      + packet.dropFirst(8)
    var decoder = Requests()
    return (try? decoder.feed(Array(turned)))?.isEmpty == false
  }

  private func difference(_ yours: MathRequest, _ right: MathRequest) -> Finding {
    let mine = (yours.first, yours.second)
    if yours.command != right.command { return wrongCommand(yours.command, right) }
    if mine == (right.second, right.first) {
      return (
        "swapsOperands", "First and second operand have changed places.",
        "the first operand is in the bytes 4 and 5, the second in 6 and 7."
      )
    }
    if mine == (right.first.byteSwapped, right.second.byteSwapped) {
      return hostOrder("It reads the operands with the highest byte first (big-endian).")
    }
    if mine.0 == right.first & 0xFF, right.first & 0xFF != right.first {
      return (
        "wrongWidth", "It reads one byte of an operand, and an operand has two.",
        "take two bytes together: the second one counts 256 times."
      )
    }
    if right.first < 0 && mine.0 >= 0 || right.second < 0 && mine.1 >= 0 {
      return (
        "unsignedOperands",
        "A negative operand has lost its sign. FE FF are the bits of -2 when they are taken for an "
          + "Int16, and 65534 when they are taken for a UInt16.",
        "keep the bits, and change the type: Int16(bitPattern: unsigned) or "
          + "Int16(truncatingIfNeeded: …)."
      )
    }
    return (
      "wrongPlace", "The operands are not those of the packet.",
      "the length is in the bytes 0 to 3, the first operand in 4 and 5, the second in 6 and 7."
    )
  }

  private func wrongCommand(_ yours: [UInt8], _ right: MathRequest) -> Finding {
    let repaired = Array(String(decoding: right.command, as: UTF8.self).utf8)
    if yours == repaired {
      return (
        "replacesBadBytes",
        "The command is no text, and it comes back repaired, as another command than was sent.",
        "keep the command as bytes: Array(buffer[…])."
      )
    }
    return (
      "wrongPlace",
      "The command comes back as \(Lesson10Checks.shown(yours)). It begins behind the operands, "
        + "with byte 8, and has as many bytes as the length says.",
      "take the bytes from 8 up to 8 + length."
    )
  }

  private let explanation: [String: (sentence: String, advice: String)] = [
    "wrongResult": (
      "These are not the requests of that stream.",
      "keep what has come in a buffer, and take a request out of it while a whole one is there."
    ),
    "unsignedOperands": (
      "This is not that request.",
      "keep what has come in a buffer, and take a request out of it while a whole one is there."
    ),
    "oneReceive": (
      "A packet may come in several receives.",
      "keep what has come; read the fields when 8 bytes are there, and the command when all of it is."
    ),
    "dropsSurplus": (
      "The bytes behind the first packet in the same piece were lost; they begin the next one.",
      "remove from the buffer what you have used, 8 + length bytes, and only that."
    ),
    "deliversLate": (
      "The first packet is whole, and it is held back until more has come.",
      "return what is whole, though a part of the next packet lies behind it."
    ),
    "firstPacketOnly": (
      "One call must return all that are whole.",
      "take requests out of the buffer in a loop, until none is whole."
    ),
  ]
}
