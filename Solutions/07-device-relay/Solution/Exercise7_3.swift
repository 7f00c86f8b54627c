// Exercise 7.3 · Relay one request: one answer among many.

import Framing
import Sockets
import Workbook

extension Exercises: Exercise7_3 {
  func relay(
    from controller: any ByteStream, to target: String?, in register: any DeviceRegister,
    limit: Int
  ) throws {
    let header = LengthHeader(width: 64, limit: limit)
    let digits = try controller.receiveExactly(64, of: "the header")
    let length = try header.payloadLength(in: digits[...])
    // All of it, whoever it is for; and not one byte of the next request.
    let data = try controller.receiveExactly(length, of: "the data")
    let reply = handOn(try header.frame(data), to: target, in: register)
    try controller.sendAll(header.frame(Array(reply.utf8)))
  }

  /// Sends a frame to the device of that name, and says what became of it.
  private func handOn(
    _ frame: [UInt8], to target: String?, in register: any DeviceRegister
  ) -> String {
    guard let target, let device = register.withLock({ devices in devices[target] }) else {
      return "|target not found|"
    }
    do {
      try device.send(frame)  // the lock is free again: this may take its five seconds
      return "data successfully sent"
    } catch {
      register.withLock { devices in devices[target] = nil }
      device.shutdown()
      return "|target unreachable|"
    }
  }
}
