import LessonKit
import Sockets
import Tape

/// What an answer to exercise 7.3 has done to a scripted relay, and which mistake that is.
struct Faults {
  let scene: ScriptedRelay
  let data: [UInt8]
  /// What it was given, in a few words.
  let what: String
  /// Whether the request came in several pieces.
  let isCut: Bool
  /// The device that was meant.
  let name: String

  var replies: [UInt8] { scene.controller.script.sent }
  var delivered: [UInt8] { scene.devices[name]?.stream.script.sent ?? [] }
  func frame(_ payload: [UInt8]) -> [UInt8] {
    Lesson02Checks.right(payload.count, 64) + payload
  }
  func frame(_ text: String) -> [UInt8] { frame(Array(text.utf8)) }
  static let words = [
    "data successfully sent", "|target not found|", "|target unreachable|",
  ]

  func refusal(_ error: any Error) -> Mistake {
    if scene.controller.script.wasOutrun {
      return .waits(for: "\(what) has come whole, and it receives once more", drawing: steps)
    }
    if String(validating: data, as: UTF8.self) == nil {
      return Mistake(
        "reframesAsText",
        "With \(what), it throws: \(error) A relay hands bytes on, whatever they mean.",
        drawing: ByteRuler.show("data", data), advice: "do not make a text of the data.")
    }
    if isCut {
      return Mistake(
        "oneReceive",
        "It fails on \(what). \(error)",
        drawing: steps,
        advice: "receive until 64 bytes of header, and then all bytes of data, are there: "
          + "receiveExactly(_:) does.")
    }
    return .refusal(error, of: what, drawing: steps)
  }

  /// What it did, in order.
  var steps: [String] { scene.log.all.count > 16 ? [] : scene.log.all }

  // MARK: Bytes

  func examineDevice(expected: [UInt8]) throws {
    let yours = delivered
    let drawing = ByteRuler.compare(expected: expected, yours: yours)
    if Self.words.contains(where: { yours.ends(with: frame($0)) && !data.ends(with: frame($0)) }) {
      throw Mistake(
        "answersTheDevice",
        "The device is sent the answer to the request. It has asked for nothing: to a device every "
          + "message is data.",
        drawing: ByteRuler.show(
          "device", yours, caret: expected.count, label: "what follows the data"),
        advice: "send the answer to `controller`, and only the data to the device.")
    }
    if scene.devices[name]?.sends.count ?? 0 > 1, yours == expected {
      throw Mistake(
        "mixesFrames",
        "It sends one message in \(scene.devices[name]?.sends.count ?? 0) calls of the device's "
          + "`send`. Between two of them another controller's thread may send: its message would "
          + "stand in the middle of yours.",
        drawing: steps, advice: "put header and data together, and send them in one call.")
    }
    guard yours != expected else { return }
    if isCut {
      throw Mistake(
        "oneReceive",
        "It fails on \(what). A receive brings what is there, and that may be a part of it.",
        drawing: drawing,
        advice: "receive until 64 bytes of header, and then all bytes of data, are there: "
          + "receiveExactly(_:) does.")
    }
    if !data.isEmpty, yours == data {
      throw Mistake(
        "forgetsTheHeader",
        "The device is sent the data alone. Without a header in front it does not know where the "
          + "message ends.",
        drawing: drawing, advice: "LengthHeader(width: 64).frame(data) is header and data.")
    }
    if String(validating: data, as: UTF8.self) == nil || yours.count > expected.count {
      let repaired = frame(String(decoding: data, as: UTF8.self))
      if yours == repaired || yours.isEmpty || replaced(yours) {
        throw Mistake(
          "reframesAsText",
          "With \(what), the device is sent other bytes. They were made into a text and back, and "
            + "not all bytes are a text.",
          drawing: drawing, advice: "hand the bytes on as they are, an array of UInt8.")
      }
    }
    let width = yours.count - data.count
    // With a narrow header on both sides, what it takes for the data is the rest of the header.
    let rest = yours.drop { (0x30...0x39).contains($0) }
    let isNarrow =
      (0x30...0x39).contains(yours.first ?? 0)
      && (yours.ends(with: data) || rest.allSatisfy { $0 == 0x20 })
    let hasAnswered = replies == frame(Self.words[0])
    throw Mistake(
      yours.isEmpty && hasAnswered ? "saysSentAnyway" : "wrongResult",
      yours.isEmpty
        ? hasAnswered
          ? "The controller is told `data successfully sent`, and the device has been sent nothing."
          : "The device that was named is sent nothing."
        : isNarrow && width != 64
          ? "With \(what), the device is sent a header of \(width.bytes). In this lesson it has 64."
          : "With \(what), the device is sent this.",
      drawing: yours.isEmpty ? steps : drawing,
      advice:
        "send the device a header for the data, and the data, in one call of its `send`; answer "
        + "when it has returned.")
  }

  /// Whether the bytes hold a character that stands for something unreadable.
  private func replaced(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.contains("\u{FFFD}")
      && String(validating: bytes, as: UTF8.self) != nil
  }

  func examineOthers(also target: String? = nil) throws {
    for (name, device) in scene.devices.sorted(by: { $0.key < $1.key }) {
      guard name != self.name || target != nil, !device.sends.isEmpty else { continue }
      throw Mistake(
        "sendsToOthers",
        "With \(target == nil ? "data for \(self.name)" : what), \(name) is sent "
          + "\(device.stream.script.sent.count.bytes).",
        drawing: steps,
        advice: "send to the device that stands under `target` in the register, and to no other.")
    }
  }

  func examineReply(_ expected: String, isShort: Bool = false) throws {
    let yours = replies
    guard yours != frame(expected) else { return }
    let drawing =
      yours.isEmpty
      ? steps : ByteRuler.compare(expected: frame(expected), yours: yours)
    if yours == Array(expected.utf8) {
      throw Mistake(
        "forgetsTheHeader",
        "The answer has no header. The controller takes its first 64 bytes for one.",
        drawing: drawing, advice: "an answer is a message: LengthHeader(width: 64).frame(bytes).")
    }
    if isShort, frame(expected).starts(with: yours) {
      throw Mistake(
        "ignoresShortSend",
        "The controller takes seven bytes in a send, and the rest of the answer is never sent.",
        drawing: drawing, advice: "controller.sendAll(_:) goes on until all is sent.")
    }
    if expected != Self.words[0], yours.starts(with: frame(Self.words[0])) { throw saysSentAnyway }
    let words = Self.words.first { frame($0) == yours }
    throw Mistake(
      "wrongResult",
      yours.isEmpty
        ? "With \(what), the controller gets no answer, and waits for one."
        : "With \(what), the answer is `\(expected)`, and the controller is sent "
          + (words.map { "`\($0)`." } ?? "something else."),
      drawing: drawing, advice: "send the message `\(expected)` to the controller, once.")
  }

  var saysSentAnyway: Mistake {
    Mistake(
      "saysSentAnyway",
      "With \(what), the controller is told `data successfully sent`"
        + (replies == frame(Self.words[0]) ? "." : ", and then something else."),
      drawing: steps,
      advice: "answer when `send` has returned: it throws when the device did not take the data.")
  }

  func leavesData(_ left: [UInt8]) -> Mistake {
    Mistake(
      "leavesDataUnread",
      "With \(what), \(left.count.bytes) of the data are left in the stream. They will be taken for "
        + "the controller's next request.",
      drawing: ByteRuler.show("unread", left),
      advice: "receive the data to its end first, and only then look for the target.")
  }

  func swallowsNext(_ next: [UInt8], _ left: [UInt8]) -> Mistake {
    let taken = next.count - left.count
    return Mistake(
      "swallowsTheNextRequest",
      "It takes \(taken.bytes) that belong to the next request. Whoever reads that one finds them "
        + "gone.",
      drawing: ByteRuler.show(
        "next", next, caret: taken < next.count ? taken : nil, label: "from here on it is there"),
      advice: "receive exactly 64 bytes, and then exactly as many as they announce. (MessageReader "
        + "reads ahead: it fits only where nobody else reads.)")
  }

  func examineClosing() throws {
    let controller = scene.controller.script
    guard controller.wasShutDown || controller.hasFinishedSending else { return }
    throw Mistake(
      "closesTheController",
      "It ends the controller's connection. A controller may send one request after the other.",
      drawing: steps, advice: "answer, and return: who called you reads the next request.")
  }

  /// Everybody is still there when a request has been answered.
  func examinePresence() throws {
    try examineClosing()
    let isGone = !scene.register.names.contains(name)
    guard isGone || scene.devices[name]?.wasSentToWhileAway == true else { return }
    throw Mistake(
      "forgetsTheDevice",
      isGone
        ? "Afterwards the device is not in the register any more, though it has taken everything."
        : "While it sends, the device is not in the register: another controller would be told that "
          + "there is no such target, and the list would not show it.",
      drawing: steps,
      advice: "look the device up, `devices[target]`, and leave it where it is.")
  }
}

extension [UInt8] {
  fileprivate func ends(with other: [UInt8]) -> Bool {
    count >= other.count && suffix(other.count) == other[...]
  }
}
