import LessonKit
import Sockets

/// What an answer to exercise 7.3 does when somebody fails: the controller in the middle of its data,
/// or the device; and what it does meanwhile with the register.
extension Faults {
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
    try examineClosing()
    if replies.starts(with: frame(Self.words[0])) { throw saysSentAnyway }
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

  /// The device has left between two visits of the register. Whoever had it in hand learns so from
  /// its `send`; who looks again does not find it.
  func examineRace(_ error: (any Error)?) throws {
    let isFine = [Self.words[1], Self.words[2]].contains { replies == frame($0) }
    // An error is what `send` throws; that nobody catches it is said where it is simpler.
    if isFine || error != nil { return }
    throw Mistake(
      "looksTwice",
      "It asks the register twice, first whether the device is there, and then for the device. In "
        + "between another thread may take it out; here one does, and the controller is told "
        + (replies == frame(Self.words[0]) ? "`\(Self.words[0])`." : "something else."),
      drawing: steps,
      advice:
        "visit the register once: let device = register.withLock { devices in devices[target] }, and "
        + "ask whether that is nil.")
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
