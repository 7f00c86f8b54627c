import Synchronization

/// The devices that are there. Its lock is held for as long as it takes to look, and never while
/// somebody sends or receives.
final class Register: Sendable {
  private let devices = Mutex<[Device]>([])

  /// Enters a device in its place: whose thread comes first is chance, whose number is not.
  func add(_ device: Device) {
    devices.withLock { devices in
      devices.append(device)
      devices.sort { $0.number < $1.number }
    }
  }

  func remove(_ device: Device) {
    devices.withLock { $0.removeAll { $0 === device } }
  }

  func device(named name: String) -> Device? {
    devices.withLock { $0.first { $0.name == name } }
  }

  /// The names of all devices, in order of arrival.
  var names: [String] { devices.withLock { $0.map(\.name) } }
}
