import Sockets

/// What lesson 7 asks.
public typealias Lesson07Workbook = Exercise7_1 & Exercise7_2 & Exercise7_3 & Sendable

/// Exercise 7.1 · The target field
public protocol Exercise7_1 {
  /// The 64 bytes that name a target: the name in UTF-8, filled up with spaces. No header.
  ///
  /// `targetField(naming: "127.0.0.1:50001")` is these 15 bytes and 49 spaces.
  ///
  /// - Throws: any error (`TargetProblem.tooLong`, say) for a name of more than 64 bytes. It is
  ///   not cut: what is left of it might be the name of another device.
  func targetField(naming name: String) throws -> [UInt8]

  /// The name in a target field: all bytes but the spaces behind it. Nil when they are not UTF-8;
  /// a field of nothing but spaces holds the empty name.
  ///
  /// - Parameter field: 64 bytes.
  func targetName(in field: [UInt8]) throws -> String?
}

/// Exercise 7.2 · The list of devices
public protocol Exercise7_2 {
  associatedtype Devices: DeviceList
}

/// Who of those connected is a device.
public protocol DeviceList: Sendable {
  init()

  /// A client has said what it is: a device does so once, a controller before every request.
  ///
  /// - Parameters:
  ///   - number: its number, in order of arrival. A client that came first is not always the first
  ///     to speak: 2 may be reported before 1.
  ///   - endpoint: where it connected from. It may be that of a client that is gone, and whose
  ///     going is reported later.
  ///   - type: `raspberrypi` or `arduino` for a device, `python` or `swift` for a controller.
  mutating func client(_ number: Int, at endpoint: Endpoint, isA type: String) throws

  /// A client has left: a device, a controller, or one that has not said what it is.
  mutating func clientLeft(_ number: Int) throws

  /// The devices that are there, in order of arrival, joined by commas, each as
  /// `127.0.0.1:50001` or `[::1]:50001`; `|no raspberrypies|` when there are none.
  func list() throws -> String
}

/// Exercise 7.3 · Relay one request
public protocol Exercise7_3 {
  /// Hands the data of one request on to a device, and answers the controller.
  ///
  /// Client type and target field have been received. The data comes next, a message with a header
  /// of 64 bytes; behind it the controller's next request may have arrived, which is not yours.
  ///
  /// The device is sent the same bytes as a message of its own. The controller is sent a message:
  /// `data successfully sent`, `|target not found|` when no device has that name, or
  /// `|target unreachable|` when the device's `send` has failed; such a device is taken off the
  /// register and shut down first.
  ///
  /// - Parameters:
  ///   - target: the name in the target field; nil when it was no text, and so nobody's.
  ///   - register: all threads of the relay share it.
  ///   - limit: the longest payload that is accepted.
  /// - Throws: any error when the data cannot be received whole, and what sending the answer throws.
  func relay(
    from controller: any ByteStream, to target: String?, in register: any DeviceRegister,
    limit: Int) throws
}

/// The devices of a relay by their names, behind a lock.
public protocol DeviceRegister: AnyObject, Sendable {
  /// Calls `body` with the devices, while every other thread that wants them waits.
  ///
  ///     let device = register.withLock { devices in devices["127.0.0.1:50001"] }
  func withLock<Result: Sendable>(
    _ body: (inout [String: any RelayDevice]) throws -> Result
  ) rethrows -> Result
}

/// A device as a controller's thread sees it.
public protocol RelayDevice: AnyObject, Sendable {
  /// Sends all of `bytes`. The bytes of one call stay together, whoever else is sending to this
  /// device; those of two calls need not.
  ///
  /// - Throws: when the device is gone, or has taken no byte for five seconds.
  func send(_ bytes: [UInt8]) throws

  /// Ends its connection.
  func shutdown()
}

/// What can be wrong with a target; for your own `throw`.
public enum TargetProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// More than 64 bytes.
  case tooLong

  public var description: String { "a target has at most 64 bytes." }
}
