import LessonKit
import Sockets
import Tape
import Workbook

/// The examination of exercise 7.3: requests that arrive in any pieces, for devices that are there,
/// unknown, stuck or gone.
struct RelayExamination<Work: Exercise7_3> {
  static var sent: String { "data successfully sent" }
  static var notFound: String { "|target not found|" }
  static var unreachable: String { "|target unreachable|" }
  let work: Work
  private let name = "127.0.0.1:50001"
  private let other = "127.0.0.1:50002"
  private let limit = 1 << 20

  init(work: Work) { self.work = work }

  func run(_ trial: inout Trial) throws {
    let data = trial.bytes(trial.number(in: 5...9))
    // From the simplest request to the worst; the first that fails is the one to be shown.
    try relays(data, "a request in one piece", Schedule(Self.frame(data), cuts: []))
    for cut in 1..<Self.frame(data).count {
      let place = cut < 64 ? "the header is cut after byte \(cut)" : "the data is cut"
      try relays(data, "a request in two pieces: \(place)", Schedule(Self.frame(data), cuts: [cut]))
    }
    for (bytes, what) in binary {
      try relays(bytes, "data that \(what)", Schedule(Self.frame(bytes), cuts: []))
    }
    try finds(data)
    try leavesTheNext(data)
    try sendsAllOfIt(data)
    try endsInside(data)
    try refuses(data)
    try holdsNoLock(data)
    try losesTheDevice(data)
    try losesTheDeviceMeanwhile(data)
    try losesTheController(data)
  }

  private var binary: [([UInt8], String)] {
    [
      ([], "has no bytes"),
      ([0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10], "is no text"),
      (Array("caf".utf8) + [0xC3], "ends inside a character"),
      (Array("\r\n".utf8) + [0x00, 0x20, 0x20], "ends with spaces"),
      (Self.frame([0x68, 0x69]), "looks like a message"),
      (Array(repeating: 0x61, count: 12_000), "has 12 000 bytes"),
    ]
  }

  static func frame(_ payload: [UInt8]) -> [UInt8] {
    Lesson02Checks.right(payload.count, 64) + payload
  }

  static func frame(_ text: String) -> [UInt8] { frame(Array(text.utf8)) }

  // MARK: The stage

  private func scene(
    _ arrivals: [ScriptedStream.Arrival], sending departures: [ScriptedStream.Departure] = [],
    device: [ScriptedStream.Departure] = [], isLeaving: Bool = false
  ) -> ScriptedRelay {
    ScriptedRelay(
      arrivals, sending: departures, devices: [name: device, other: []],
      leaving: isLeaving ? name : nil)
  }

  /// Runs the answer; an error is returned, unless the exercise has not been started.
  @discardableResult
  private func run(
    _ scene: ScriptedRelay, to target: String?, limit: Int? = nil, _ what: String,
    crash: String = "crashes"
  ) throws -> (any Error)? {
    let shown = target.map { "\"\(Readable.text($0.utf8))\"" } ?? "nil"
    Judgement.isGiven([what, "relay(from: controller, to: \(shown), …)"], crashing: crash)
    do {
      try work.relay(
        from: scene.controller, to: target, in: scene.register, limit: limit ?? self.limit)
      return nil
    } catch let unsolved as NotStarted {
      throw unsolved
    } catch {
      return error
    }
  }

  // MARK: A device that is there

  private func relays(_ data: [UInt8], _ what: String, _ schedule: Schedule) throws {
    let scene = scene(schedule.arrivals.dropLast())
    let error = try run(scene, to: name, what)
    let faults = Faults(
      scene: scene, data: data, what: what, isCut: !schedule.cuts.isEmpty, name: name)
    if let error { throw faults.refusal(error) }
    try faults.examineDevice(expected: Self.frame(data))
    try faults.examineOthers()
    try faults.examineReply(Self.sent)
    try faults.examinePresence()
  }

  // MARK: Targets

  private func finds(_ data: [UInt8]) throws {
    let targets: [(String?, String)] = [
      ("127.0.0.1:50009", "a name that no device has"), ("", "the empty name"),
      (nil, "a name that was no text (nil)"), ("|no raspberrypies|", "the words of an empty list"),
    ]
    for (target, what) in targets {
      let scene = scene([.piece(Self.frame(data))])
      let error = try run(scene, to: target, what)
      let faults = Faults(scene: scene, data: data, what: what, isCut: false, name: name)
      if let error { throw faults.refusal(error) }
      let left = scene.controller.script.remaining
      guard left.isEmpty else { throw faults.leavesData(left) }
      try faults.examineOthers(also: name)
      try faults.examineReply(Self.notFound)
      try faults.examinePresence()
    }
  }

  private func leavesTheNext(_ data: [UInt8]) throws {
    let next = Self.frame("swift") + Array("|no target|".utf8)
    for target in [name, "127.0.0.1:50009"] {
      let scene = scene([.piece(Self.frame(data) + next)])
      let what = "the data, and behind it the next request of the same controller"
      let error = try run(scene, to: target, what)
      let left = scene.controller.script.remaining
      let faults = Faults(scene: scene, data: data, what: what, isCut: false, name: name)
      if let error { throw faults.refusal(error) }
      if left.count > next.count { throw faults.leavesData(Array(left.dropLast(next.count))) }
      if left != next { throw faults.swallowsNext(next, left) }
    }
  }

  private func sendsAllOfIt(_ data: [UInt8]) throws {
    let what = "a controller that takes seven bytes at a time"
    let scene = scene(
      [.piece(Self.frame(data))], sending: Array(repeating: .takes(7), count: 20))
    let error = try run(scene, to: name, what)
    let faults = Faults(scene: scene, data: data, what: what, isCut: false, name: name)
    if let error { throw faults.refusal(error) }
    try faults.examineReply(Self.sent, isShort: true)
  }

  // MARK: Requests that are none

  private func refuses(_ data: [UInt8]) throws {
    let cases: [(String, String, [UInt8], Int)] = [
      ("acceptsGarbage", "a header that is none", Array("-5".utf8), limit),
      ("acceptsGarbage", "a header that is none", Array("5x".utf8), limit),
      (
        "trustsHugeLength", "a header that announces more than the limit of 100", Array("101".utf8),
        100
      ),
      (
        "trustsHugeLength", "a header that announces 999999999999 bytes",
        Array("999999999999".utf8), limit
      ),
    ]
    for (id, what, digits, limit) in cases {
      let header = digits + Array(repeating: 0x20, count: 64 - digits.count)
      let scene = scene([.piece(header + Array(repeating: 0x78, count: 101))])
      let error = try run(scene, to: name, limit: limit, what)
      let sends = scene.devices[name]?.sends ?? []
      if error != nil, !(error is ScriptedStream.Outrun), sends.isEmpty { continue }
      if error == nil, sends.isEmpty {
        throw Mistake(
          "hidesTheCut",
          "It is sent \(what), and returns as if there had been a request. Whoever called it reads "
            + "on, and does not know where.",
          drawing: ByteRuler.show("header", header),
          advice: "let the error that LengthHeader throws pass: `try`, and not `try?`.")
      }
      throw Mistake(
        id,
        error is ScriptedStream.Outrun
          ? "It is sent \(what), and waits for the payload. A controller that lies would fill the "
            + "memory."
          : "It is sent \(what), and goes on as if it were one.",
        drawing: ByteRuler.show("header", header),
        advice: "LengthHeader(width: 64, limit: limit) reads a header, and throws when it is none; "
          + "let that error pass.")
    }
  }

  private func endsInside(_ data: [UInt8]) throws {
    let frame = Self.frame(data)
    let stories: [(Int, ScriptedStream.Arrival, String)] = [
      (frame.count - 2, .close, "closes in the middle of the data"),
      (frame.count - 2, .reset, "resets the connection in the middle of the data"),
      (64, .close, "closes behind the header"), (30, .close, "closes inside the header"),
      (0, .close, "closes before the header"),
    ]
    for (count, ending, how) in stories {
      let pieces: [ScriptedStream.Arrival] = count > 0 ? [.piece(Array(frame.prefix(count)))] : []
      for target in [name, "127.0.0.1:50009"] {
        let scene = scene(pieces + [ending])
        let error = try run(scene, to: target, "a controller that \(how)")
        let faults = Faults(
          scene: scene, data: data, what: "a controller that \(how)", isCut: false, name: name)
        if scene.controller.script.wasAskedInCircles {
          throw Mistake.loopsOnZero(
            advice: "an empty receive is the end: throw, a CutOff for instance.")
        }
        try faults.examineHalf(error)
      }
    }
  }

  // MARK: Those who fail

  private func losesTheDevice(_ data: [UInt8]) throws {
    let stories: [(ScriptedStream.Departure, String)] = [
      (.brokenPipe, "a device that has gone"), (.stuck, "a device that takes no byte for 5 s"),
    ]
    for (departure, what) in stories {
      for before in [0, 66] {
        let taken = before > 0 ? [ScriptedStream.Departure.takes(before)] : []
        let scene = scene([.piece(Self.frame(data))], device: taken + [departure])
        let error = try run(scene, to: name, what)
        let faults = Faults(scene: scene, data: data, what: what, isCut: false, name: name)
        try faults.examineLoss(error, isStuck: departure == .stuck)
        try faults.examineReply(Self.unreachable)
        try faults.examineDropped()
      }
    }
  }

  /// A device that is slow holds up whoever waits for it: nobody may wait for it with a lock.
  private func holdsNoLock(_ data: [UInt8]) throws {
    let what = "a device that takes no byte for 5 s"
    let scene = scene([.piece(Self.frame(data))], device: [.stuck])
    try run(scene, to: name, what)
    try Faults(scene: scene, data: data, what: what, isCut: false, name: name).examineLocks()
  }

  /// What one visit of the register has shown is history at the next one.
  private func losesTheDeviceMeanwhile(_ data: [UInt8]) throws {
    let what =
      "a device that another thread takes out of the register, and shuts down, when you have looked"
    let scene = scene([.piece(Self.frame(data))], device: [.brokenPipe], isLeaving: true)
    let error = try run(scene, to: name, what, crash: "looksTwice")
    try Faults(scene: scene, data: data, what: what, isCut: false, name: name)
      .examineRace(error)
  }

  private func losesTheController(_ data: [UInt8]) throws {
    let what = "a controller that is gone when it is to be answered"
    let scene = scene([.piece(Self.frame(data))], sending: [.reset])
    let error = try run(scene, to: name, what)
    try Faults(scene: scene, data: data, what: what, isCut: false, name: name)
      .examineBlame(error)
  }
}
