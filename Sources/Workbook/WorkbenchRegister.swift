import LessonKit
import Sockets
import Synchronization

/// The register that the relay of lesson 7's workbench shares among its threads, and the learner's
/// list beside it.
final class WorkbenchRegister<Devices: DeviceList>: DeviceRegister {
  private struct State {
    var devices: [String: any RelayDevice] = [:]
    var numbers: [String: Int] = [:]
  }
  private let state = Mutex(State())
  private let listed = Mutex(Devices())

  func withLock<Result: Sendable>(
    _ body: (inout [String: any RelayDevice]) throws -> Result
  ) rethrows -> Result {
    let (result, gone) = try state.withLock { state -> (Result, [Int]) in
      let before = state.devices.keys
      let result = try body(&state.devices)
      return (result, before.filter { state.devices[$0] == nil }.compactMap { state.numbers[$0] })
    }
    // Whom the learner's relay has given up, the list shows no more.
    for number in gone { try? clientLeft(number) }
    return result
  }

  func client(_ guest: Guest, isA type: String) throws {
    try listed.withLock { try $0.client(guest.number, at: guest.stream.peer, isA: type) }
  }

  func device(_ device: WorkbenchDevice, _ guest: Guest, isA type: String) throws {
    state.withLock {
      $0.devices["\(guest.stream.peer)"] = device
      $0.numbers["\(guest.stream.peer)"] = guest.number
    }
    try client(guest, isA: type)
  }

  func clientLeft(_ number: Int) throws {
    state.withLock { state in
      guard let name = state.numbers.first(where: { $0.value == number })?.key else { return }
      state.devices[name] = nil
      state.numbers[name] = nil
    }
    try listed.withLock { try $0.clientLeft(number) }
  }

  func list() throws -> String { try listed.withLock { try $0.list() } }
}

/// A device of the workbench; the lesson's own says why it is made like this.
final class WorkbenchDevice: RelayDevice {
  private let stream: any ByteStream
  private let loss = Mutex<(any Error)?>(nil)

  init(_ stream: any ByteStream) { self.stream = stream }

  var lostBy: (any Error)? { loss.withLock { $0 } }

  func send(_ bytes: [UInt8]) throws {
    try loss.withLock { loss in
      if let loss { throw loss }
      do {
        try stream.sendAll(bytes)
      } catch {
        loss = error
        throw error
      }
    }
  }

  func shutdown() { stream.shutdown() }
}
