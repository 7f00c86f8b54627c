import Framing

let width = 64  // bytes in every header
let goodbye = "!DISCONNECT"

/// Header and payload of a text.
func frame(_ text: String) throws -> [UInt8] {
  try LengthHeader(width: width).frame(Array(text.utf8))
}

/// What the server puts in front of a text makes it longer than what it was sent.
let longestPrefix = 32
