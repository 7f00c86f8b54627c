import Framing

/// What relay, devices and controllers have agreed on.
enum Words {
  static let noTarget = "|no target|"
  static let noDevices = "|no raspberrypies|"
  static let unknownType = "|unknown client type|"
  static let sent = "data successfully sent"
  static let notFound = "|target not found|"
  static let unreachable = "|target unreachable|"
}

/// What a client says it is, in the first message of every request.
enum ClientType: String {
  case raspberrypi, arduino, python, swift

  var isDevice: Bool { self == .raspberrypi || self == .arduino }
}

let width = 64  // bytes in every header, and in every target field

/// Header and payload of a text.
func frame(_ text: String) throws -> [UInt8] {
  try LengthHeader(width: width).frame(Array(text.utf8))
}
