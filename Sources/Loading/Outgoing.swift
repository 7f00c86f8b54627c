import Framing

/// The messages that one client sends, header and payload behind each other.
///
///     64······(64 bytes)······client 7 message 0000123 abcdefghijklmnopqrstuvwxyz…
///
/// No two are the same while they are long enough to hold a client's number and the message's.
/// None begins with `!`, so that none is a goodbye (docs/protocols.md, "Lesson 5").
struct Outgoing {
  /// What is handed to the system in one call.
  struct Batch {
    /// How many messages it is.
    let messages: Int
    /// Their bytes; of a message that is too long for the buffer, the beginning.
    let head: ArraySlice<UInt8>
    /// The rest of that message.
    let tail: ArraySlice<UInt8>
  }

  /// Every server of lessons 4 to 8 reads headers of 64 bytes.
  static let header = LengthHeader(width: 64, limit: .max)
  private static let bufferSize = 1 << 16
  /// The digits of a message's number; after 9 999 999 it begins again.
  private static let digits = 7

  /// Several messages, or the beginning of one long one; the numbers in them change.
  private var buffer: [UInt8] = []
  /// The bytes of one message in `buffer`.
  private let stride: Int
  /// Where the last digit of the first message's number stands, and how many of its digits
  /// there are: few in a short payload.
  private let lastDigit: Int
  private let shownDigits: Int
  /// What follows the beginning of a long message; one array for all clients.
  private let tail: ArraySlice<UInt8>
  private var number = 0

  /// - Parameters:
  ///   - client: its number, from 1.
  ///   - depth: the most messages that are sent together.
  ///   - filling: letters, at least `size` of them.
  init(client: Int, size: Int, depth: Int, filling: [UInt8]) {
    let name = Self.name(of: client, fitting: size)
    let own = min(size, Self.bufferSize - Self.header.width)
    let text = (name + [UInt8(ascii: " ")] + filling[..<own])[..<own]
    let message = Self.headerBytes(size) + text
    stride = message.count
    lastDigit = Self.header.width + name.count - 1
    shownDigits = min(Self.digits, size)
    tail = filling[..<(size - own)]
    let slots = tail.isEmpty ? max(1, min(depth, Self.bufferSize / stride)) : 1
    for _ in 0..<slots { buffer += message }
  }

  /// The message that ends a connection in lesson 5.
  static let goodbye = message("!DISCONNECT")

  /// Header and payload.
  static func message(_ text: String) -> [UInt8] {
    let payload = Array(text.utf8)
    return headerBytes(payload.count) + payload
  }

  /// A header of 64 bytes holds every length.
  private static func headerBytes(_ length: Int) -> [UInt8] {
    (try? header.bytes(announcing: length)) ?? []
  }

  /// Letters from a to z, again and again.
  static func filling(_ size: Int) -> [UInt8] {
    let letters = Array(UInt8(ascii: "a")...UInt8(ascii: "z"))
    var filling: [UInt8] = []
    filling.reserveCapacity(size)
    while filling.count < size {
      filling += filling.isEmpty ? letters[...] : filling[..<min(filling.count, size)]
    }
    return Array(filling[..<size])
  }

  /// `client 7 message 0000000`, or as much of it as a short payload holds.
  private static func name(of client: Int, fitting size: Int) -> [UInt8] {
    let zeros = String(repeating: "0", count: digits)
    let long = Array("client \(client) message \(zeros)".utf8)
    return size >= long.count ? long : Array("\(client):\(zeros)".utf8.suffix(size))
  }

  /// The next messages, at most `count`, each with a number of its own.
  mutating func next(_ count: Int) -> Batch {
    let messages = min(count, buffer.count / stride)
    for slot in 0..<messages {
      number += 1
      write(number, into: slot)
    }
    return Batch(messages: messages, head: buffer[..<(messages * stride)], tail: tail)
  }

  private mutating func write(_ number: Int, into slot: Int) {
    var rest = number
    let last = slot * stride + lastDigit
    for place in 0..<shownDigits {
      buffer[last - place] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    }
  }
}
