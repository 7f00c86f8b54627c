import Foundation
import LessonKit
import Sockets
import Synchronization
import Workbook

/// A relay without a network: one controller, a few devices, the register between them, and a note
/// of everything that an answer does with them.
final class ScriptedRelay: Sendable {
  let controller: WatchedStream
  let register: ScriptedRegister
  let devices: [String: ScriptedDevice]
  let log: Log

  /// What was done, in order.
  final class Log: Sendable {
    private let lines = Mutex<[String]>([])
    /// What was done while the register was locked.
    private let locked = Mutex<[(doing: String, to: String)]>([])

    var all: [String] { lines.withLock { $0 } }
    var whileLocked: [(doing: String, to: String)] { locked.withLock { $0 } }

    func note(_ doing: String, _ to: String = "", isLocked: Bool = false) {
      lines.withLock { $0.append([doing, to].filter { !$0.isEmpty }.joined(separator: " ")) }
      if isLocked { locked.withLock { $0.append((doing, to)) } }
    }
  }

  /// - Parameters:
  ///   - arrivals: what the controller's stream brings, from the header of the data on.
  ///   - departures: what sends to the controller meet.
  ///   - devices: the devices' names, and what sends to each of them meet.
  ///   - leaving: which of them another thread takes out as soon as the lock has been held once.
  init(
    _ arrivals: [ScriptedStream.Arrival], sending departures: [ScriptedStream.Departure] = [],
    devices: [String: [ScriptedStream.Departure]], leaving: String? = nil
  ) {
    let log = Log()
    let register = ScriptedRegister(log, leaving: leaving)
    self.log = log
    self.register = register
    controller = WatchedStream(
      ScriptedStream(arrivals, sending: departures), "the controller", log, register)
    self.devices = Dictionary(
      uniqueKeysWithValues: devices.map { name, departures in
        let stream = ScriptedStream(sending: departures)
        return (name, ScriptedDevice(WatchedStream(stream, name, log, register), log, register))
      })
    register.fill(self.devices)
  }
}

/// The register of a scripted relay: it knows who holds its lock.
final class ScriptedRegister: DeviceRegister {
  private let lock = NSLock()
  private let owner = Mutex<ObjectIdentifier?>(nil)
  private let devices = Mutex<[String: any RelayDevice]>([:])
  private let log: ScriptedRelay.Log
  /// Who leaves as soon as somebody has had the lock once.
  private let leaving: Mutex<String?>

  init(_ log: ScriptedRelay.Log, leaving: String? = nil) {
    self.log = log
    self.leaving = Mutex(leaving)
  }

  func fill(_ devices: [String: ScriptedDevice]) { self.devices.withLock { $0 = devices } }

  /// The names of those who are in it.
  var names: Set<String> { devices.withLock { Set($0.keys) } }

  /// Whether the calling thread holds the lock.
  var isHeldByMe: Bool { owner.withLock { $0 == ObjectIdentifier(Thread.current) } }

  func withLock<Result: Sendable>(
    _ body: (inout [String: any RelayDevice]) throws -> Result
  ) rethrows -> Result {
    if isHeldByMe {
      Judgement.abandon(
        Mistake(
          "locksTwice",
          "It asks for the register's lock while it holds it. A thread that waits for itself waits "
            + "for ever, and everyone else with it.",
          drawing: log.all + ["asks for the register's lock again"],
          advice: "leave the closure of the first withLock before you call withLock again."))
    }
    lock.lock()
    owner.withLock { $0 = ObjectIdentifier(Thread.current) }
    log.note("takes the register's lock")
    defer {
      log.note("gives it back")
      takeOut()
      owner.withLock { $0 = nil }
      lock.unlock()
    }
    var inside = devices.withLock { $0 }
    defer { devices.withLock { $0 = inside } }
    return try body(&inside)
  }

  /// What another thread does in the moment in which the lock is free.
  private func takeOut() {
    let gone = leaving.withLock { leaving in
      defer { leaving = nil }
      return leaving
    }
    guard let gone, devices.withLock({ $0.removeValue(forKey: gone) }) != nil else { return }
    log.note("(another thread takes \(gone) out)")
  }
}

/// A device of a scripted relay.
final class ScriptedDevice: RelayDevice {
  let stream: WatchedStream
  private let log: ScriptedRelay.Log
  private let register: ScriptedRegister
  private let calls = Mutex<[[UInt8]]>([])
  private let wasLost = Mutex(false)
  private let wasAway = Mutex(false)
  /// How often a stuck device may be sent to before the answer is taken off the stage.
  private static let patience = 100

  init(_ stream: WatchedStream, _ log: ScriptedRelay.Log, _ register: ScriptedRegister) {
    self.stream = stream
    self.log = log
    self.register = register
  }

  /// What each call of `send` was given.
  var sends: [[UInt8]] { calls.withLock { $0 } }
  /// Whether it was sent to after a send that had failed.
  var wasTriedAgain: Bool { calls.withLock { $0.count } > 1 && wasLost.withLock { $0 } }
  /// Whether it was sent to while it was not in the register.
  var wasSentToWhileAway: Bool { wasAway.withLock { $0 } }

  func send(_ bytes: [UInt8]) throws {
    let count = calls.withLock { calls in
      calls.append(bytes)
      return calls.count
    }
    if !register.names.contains(stream.name) { wasAway.withLock { $0 = true } }
    do {
      try stream.sendAll(bytes)
    } catch {
      log.note("… which fails")
      wasLost.withLock { $0 = true }
      if count > Self.patience { Judgement.abandon(Faults.triesAgain([])) }
      guard let error = error as? SocketError else { throw error }
      // In the words of a real relay: with the device's own name, and its five seconds.
      throw SocketError(
        "send to \(stream.name)",
        error.isPeerGone ? error.reason : .outOfPatience("it took no byte for 5 s"))
    }
  }

  func shutdown() {
    stream.shutdown()
  }
}

/// A scripted stream that notes what is done with it, and whether the register was locked then.
final class WatchedStream: ByteStream {
  let script: ScriptedStream
  let name: String
  private let log: ScriptedRelay.Log
  private let register: ScriptedRegister
  private let presence = Mutex<[Set<String>]>([])

  /// Who was in the register at each send.
  var registeredWhenSending: [Set<String>] { presence.withLock { $0 } }

  init(
    _ script: ScriptedStream, _ name: String, _ log: ScriptedRelay.Log, _ register: ScriptedRegister
  ) {
    self.script = script
    self.name = name
    self.log = log
    self.register = register
  }

  var peer: Endpoint { script.peer }

  func receive(upTo count: Int) throws -> [UInt8] {
    log.note("receives from", name, isLocked: register.isHeldByMe)
    return try script.receive(upTo: count)
  }

  func send(_ bytes: ArraySlice<UInt8>) throws -> Int {
    log.note("sends \(bytes.count.bytes) to", name, isLocked: register.isHeldByMe)
    presence.withLock { $0.append(register.names) }
    return try script.send(bytes)
  }

  func finishSending() throws {
    log.note("half-closes", name)
    try script.finishSending()
  }

  func shutdown() {
    log.note("shuts down", name)
    script.shutdown()
  }

  func waitForBytes(until deadline: ContinuousClock.Instant) throws -> Bool {
    try script.waitForBytes(until: deadline)
  }
}
