// Exercise 7.2 · The list of devices: one answer among many.

import Sockets
import Workbook

extension Exercises: Exercise7_2 {
  struct Devices: DeviceList {
    private var devices: [Int: Endpoint] = [:]

    init() {}

    mutating func client(_ number: Int, at endpoint: Endpoint, isA type: String) throws {
      if type == "raspberrypi" || type == "arduino" { devices[number] = endpoint }
    }

    mutating func clientLeft(_ number: Int) throws {
      devices[number] = nil
    }

    func list() throws -> String {
      if devices.isEmpty { return "|no raspberrypies|" }
      // A dictionary has no order of its own; the numbers have.
      return devices.sorted { $0.key < $1.key }.map { "\($0.value)" }.joined(separator: ",")
    }
  }
}
