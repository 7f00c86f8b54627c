import CourseTesting
import Framing
import Sockets
import Testing

let noTarget = "|no target|"
let noDevices = "|no raspberrypies|"
let sent = "data successfully sent"
let notFound = "|target not found|"
let unreachable = "|target unreachable|"

/// A message with a header of 64 bytes.
func frame(_ payload: [UInt8]) throws -> [UInt8] { try LengthHeader(width: 64).frame(payload) }

func frame(_ text: String) throws -> [UInt8] { try frame(Array(text.utf8)) }

/// A target field.
func field(_ name: [UInt8]) -> [UInt8] {
  name + Array(repeating: 0x20, count: 64 - name.count)
}

func field(_ name: String) -> [UInt8] { field(Array(name.utf8)) }

/// A request for the list.
func listRequest() throws -> [UInt8] { try frame("python") + field(noTarget) }

/// A request to send data.
func request(_ data: [UInt8], to target: String) throws -> [UInt8] {
  try frame("python") + field(target) + frame(data)
}

extension Connection {
  /// This party's name on the relay's list.
  var name: String { "\(local)" }

  /// The next message.
  func message() throws -> [UInt8] {
    let header = try bytes(64)
    let length = try LengthHeader(width: 64, limit: 1 << 24).payloadLength(in: header[...])
    return try bytes(length, most: 1 << 16)
  }

  func text() throws -> String { String(decoding: try message(), as: UTF8.self) }

  /// Sends a request, and returns the reply.
  func ask(_ request: [UInt8]) throws -> String {
    try sendAll(request)
    return try text()
  }

  /// Whether no message has come, and none comes within a moment.
  func hearsNothing(for moment: Duration = .milliseconds(50)) throws -> Bool {
    try !waitForBytes(until: .now + moment)
  }
}

extension RunningServer {
  /// A new device, which is on the list when this returns.
  func device(_ type: String = "raspberrypi") throws -> Connection {
    let device = try connect()
    try device.sendAll(frame(type))
    let controller = try connect()
    let deadline = ContinuousClock.now + .seconds(5)
    while try !controller.ask(listRequest()).contains(device.name) {
      try #require(.now < deadline, "the device does not appear on the list")
    }
    return device
  }

  /// Asks for the list until it is this one; what it was last.
  func list(until wanted: String) throws -> String {
    let controller = try connect()
    let deadline = ContinuousClock.now + .seconds(5)
    while true {
      let list = try controller.ask(listRequest())
      if list == wanted || .now > deadline { return list }
    }
  }
}

/// Resets a connection: lets go of it, the last one who holds it.
func reset(_ connection: inout Connection?) {
  connection?.resetOnClose()
  connection = nil
}
