// Exercise 7.3 · Relay one request
//
// Receive the data of a request, send it on to the device that was named, and answer the
// controller. What exactly is asked stands in Sources/Workbook/Lesson07.swift; LengthHeader of
// lesson 2 reads and writes headers.
//
// Check it: swift run exercise07 check 7.3
// Hints:    Lessons/07-device-relay/README.md

import Framing
import Sockets
import Workbook

extension Exercises: Exercise7_3 {
  func relay(
    from controller: any ByteStream, to target: String?, in register: any DeviceRegister,
    limit: Int
  ) throws {
    try notStarted()
  }
}
