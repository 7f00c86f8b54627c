// Exercise 7.2 · The list of devices
//
// Keep count of who is a device, and write the list that a controller asks for: in order of
// arrival, joined by commas, `|no raspberrypies|` when there are none. Give the struct a stored
// property for what it must remember.
//
// Check it: swift run exercise07 check 7.2
// Hints:    Lessons/07-device-relay/README.md

import Sockets
import Workbook

extension Exercises: Exercise7_2 {
  struct Devices: DeviceList {
    init() {}

    mutating func client(_ number: Int, at endpoint: Endpoint, isA type: String) throws {
      try notStarted()
    }

    mutating func clientLeft(_ number: Int) throws {
      try notStarted()
    }

    func list() throws -> String {
      try notStarted()
    }
  }
}
