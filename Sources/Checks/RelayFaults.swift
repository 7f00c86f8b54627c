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

  private var replies: [UInt8] { scene.controller.script.sent }
  private var delivered: [UInt8] { scene.devices[name]?.stream.script.sent ?? [] }
  private func frame(_ payload: [UInt8]) -> [UInt8] {
    Lesson02Checks.right(payload.count, 64) + payload
  }
  private func frame(_ text: String) -> [UInt8] { frame(Array(text.utf8)) }
  private static let words = [
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
  private var steps: [String] { scene.log.all.count > 16 ? [] : scene.log.all }

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
    let isNarrow = yours.ends(with: data) && (0x30...0x39).contains(yours.first ?? 0)
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
    if expected != Self.words[0], yours.starts(with: frame(Self.words[0])) {
      throw Mistake(
        "saysSentAnyway",
        "With \(what), the controller is told `data successfully sent`"
          + (yours == frame(Self.words[0]) ? "." : ", and then something else."),
        drawing: steps,
        advice: "answer when `send` has returned: it throws when the device did not take the data.")
    }
    let words = Self.words.first { frame($0) == yours }
    throw Mistake(
      "wrongResult",
      yours.isEmpty
        ? "With \(what), the controller gets no answer, and waits for one."
        : "With \(what), the answer is `\(expected)`, and the controller is sent "
          + (words.map { "`\($0)`." } ?? "something else."),
      drawing: drawing, advice: "send the message `\(expected)` to the controller, once.")
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

  /// Everybody is still there when a request has been answered.
  func examinePresence() throws {
    if scene.controller.script.wasShutDown || scene.controller.script.hasFinishedSending {
      throw Mistake(
        "closesTheController",
        "It ends the controller's connection. A controller may send one request after the other.",
        drawing: steps, advice: "answer, and return: who called you reads the next request.")
    }
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

  // MARK: Endings

  /// The controller is gone before its data was whole.
  func examineHalf(_ error: (any Error)?) throws {
    if let device = scene.devices[name], !device.sends.isEmpty {
      throw Mistake(
        "forwardsHalfAMessage",
        "There is \(what), and the device is sent \(delivered.count.bytes) all the same. It waits for "
          + "the rest, and takes the next message for it.",
        drawing: steps,
        advice: "send nothing to the device before all of the data is there; throw when it ends "
          + "too soon.")
    }
    if !scene.register.names.contains(name)
      || scene.devices[name]?.stream.script.wasShutDown == true
    {
      throw blame
    }
    if error == nil {
      throw Mistake(
        "hidesTheCut",
        "There is \(what), and it returns as if the request were complete.",
        drawing: steps,
        advice:
          "throw: receiveExactly(_:) throws CutOff when the stream ends too soon. Let it pass.")
    }
  }

  private var blame: Mistake {
    Mistake(
      "blamesTheDevice",
      "There is \(what), and the device is taken off the register or shut down. It has done nothing "
        + "wrong.",
      drawing: steps,
      advice:
        "catch what the device's `send` throws, and not what receiving from or sending to the "
        + "controller throws.")
  }

  func examineLoss(_ error: (any Error)?, isStuck: Bool) throws {
    if scene.devices[name]?.wasTriedAgain == true {
      throw Self.triesAgain(steps)
    }
    if let error {
      throw Mistake(
        "diesWithTheDevice",
        "With \(what), it throws: \(error) The controller gets no answer, and has done nothing wrong.",
        drawing: steps,
        advice: "catch the error of the device's `send`, and answer `|target unreachable|`.")
    }
  }

  static func triesAgain(_ steps: [String]) -> Mistake {
    Mistake(
      "stallsOnStuckDevice",
      "It sends again to a device whose `send` has failed. Each try may take five seconds, and the "
        + "beginning of the message may be there already.",
      drawing: steps, advice: "give the device up after the first error.")
  }

  func examineDropped() throws {
    if let other = scene.devices.keys.first(where: {
      $0 != name && !scene.register.names.contains($0)
    }) {
      throw Mistake(
        "blamesTheDevice",
        "With \(what), it takes \(other) off the register, too, which has nothing to do with it.",
        drawing: steps, advice: "take out the one device whose `send` has thrown.")
    }

    let isEarly = scene.controller.registeredWhenSending.contains { $0.contains(name) }
    if isEarly, !scene.register.names.contains(name) {
      throw Mistake(
        "keepsTheStuck",
        "With \(what), the controller is answered while the device is still in the register. Whoever "
          + "asks for the list in that moment finds somebody there who is unreachable.",
        drawing: steps, advice: "first take the device out and shut it down, and then answer.")
    }
    let isListed = scene.register.names.contains(name)
    let isShut = scene.devices[name]?.stream.script.wasShutDown == true
    guard isListed || !isShut else { return }
    throw Mistake(
      "keepsTheStuck",
      "With \(what), \(isListed ? "the device stays in the register" : "the device is not shut down"). "
        + (isListed
          ? "The next controller finds it there, and waits as long again."
          : "It has half a message, perhaps, and its own thread goes on waiting for it."),
      drawing: steps,
      advice: "take it out, register.withLock { devices in devices[target] = nil }, and call its "
        + "shutdown(), before you answer.")
  }

  func examineLocks() throws {
    let locked = scene.log.whileLocked
    let toDevice = locked.first { scene.devices[$0.to] != nil }
    guard let (doing, to) = toDevice ?? locked.first else { return }
    let isDevice = toDevice != nil
    throw Mistake(
      isDevice ? "stallsOnStuckDevice" : "waitsWhileLocked",
      isDevice
        ? "It sends to the device while it holds the register's lock. For the five seconds in which "
          + "this device takes nothing, nobody gets at the register: no list, no other request, no "
          + "newcomer."
        : "It holds the register's lock while it \(doing) \(to). A controller that is slow holds "
          + "up everyone: no list, no other request, no newcomer.",
      drawing: scene.log.all.map { $0 == "\(doing) \(to)" ? "\($0)   ◀ with the lock" : $0 },
      advice:
        "inside of withLock only look the device up, or take it out; leave it before you send "
        + "or receive.")
  }

  func examineBlame(_ error: (any Error)?) throws {
    if !scene.register.names.contains(name)
      || scene.devices[name]?.stream.script.wasShutDown == true
    {
      throw blame
    }
    if error == nil {
      throw Mistake(
        "hidesTheCut",
        "There is \(what), and it returns as if it had been answered.", drawing: steps,
        advice: "let the error of controller.sendAll(_:) pass: `try`, without a `catch`.")
    }
  }
}

extension [UInt8] {
  fileprivate func ends(with other: [UInt8]) -> Bool {
    count >= other.count && suffix(other.count) == other[...]
  }
}
