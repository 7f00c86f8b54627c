/// What lesson 6 asks.
public typealias Lesson06Workbook = Exercise6_1 & Exercise6_2 & Exercise6_3 & Sendable

/// Exercise 6.1 · The objects as Codable types
public protocol Exercise6_1 {
  associatedtype Request: RequestObject
  associatedtype Reply: ReplyObject

  /// The payload of a reply: one JSON object, compact, its keys sorted, slashes as they are.
  ///
  /// `payload(of: .goodbye)` is the 18 bytes `{"kind":"goodbye"}`.
  func payload(of reply: Reply) throws -> [UInt8]
}

/// What a client asks. How it is read out of JSON is its `init(from:)`: the `kind` first, then
/// the fields that this kind has. What other fields stand there is ignored.
///
///     {"kind":"reading","sensor":"kitchen","celsius":21.5}
///     {"kind":"goodbye"}
///
/// `init(from:)` throws for an unknown `kind`, a missing field and a value of the wrong type.
public protocol RequestObject: Decodable, Equatable {
  static func reading(sensor: String, celsius: Double) -> Self
  static var goodbye: Self { get }
}

/// What a server answers. How it stands in JSON is its `encode(to:)`.
///
///     {"count":1,"kind":"summary","maximum":21.5,"mean":21.5,"minimum":21.5,"sensor":"kitchen"}
///     {"kind":"goodbye"}
///     {"kind":"error","reason":"celsius is missing"}
public protocol ReplyObject: Encodable {
  static func summary(_ summary: Summary) -> Self
  static var goodbye: Self { get }
  static func error(reason: String) -> Self
}

/// All readings of one sensor, in a name and four numbers.
public struct Summary: Equatable, Sendable {
  public var sensor: String
  public var count: Int
  public var minimum: Double
  public var maximum: Double
  public var mean: Double

  public init(sensor: String, count: Int, minimum: Double, maximum: Double, mean: Double) {
    self.sensor = sensor
    self.count = count
    self.minimum = minimum
    self.maximum = maximum
    self.mean = mean
  }
}

/// Exercise 6.2 · A payload, whatever it is
public protocol Exercise6_2 {
  /// Answers one payload, whatever bytes it has.
  ///
  /// A reading is answered with the summary that `add` returns, a goodbye with a goodbye. Anything
  /// else is answered with an error whose reason names the field that is wrong, if it is one
  /// field: `{"kind":"error","reason":"celsius is missing"}`. A payload is UTF-8, and nothing else.
  ///
  /// - Parameters:
  ///   - bytes: the payload as it came; any bytes, or none.
  ///   - add: takes in a reading and returns the summary of its sensor. It throws for a reading
  ///     that it cannot take, and that is an error to be answered, too.
  /// - Returns: the payload of the reply, and whether it is the last one: after a goodbye the
  ///   connection is closed, after everything else it goes on.
  func answer(
    to bytes: [UInt8], add: (_ celsius: Double, _ sensor: String) throws -> Summary
  ) throws -> (reply: [UInt8], isLast: Bool)
}

/// Exercise 6.3 · The summary of each sensor
public protocol Exercise6_3 {
  associatedtype Readings: SensorReadings
}

/// The readings of one connection, sensor by sensor.
public protocol SensorReadings {
  init()

  /// Takes in a reading, and returns the summary of all readings of its sensor so far, this one
  /// among them.
  ///
  /// The kitchen's 20 and 23, the cellar's 8, the kitchen's 17: the last call returns a count of
  /// 3, a minimum of 17, a maximum of 23 and a mean of 20, which is the sum divided by the count.
  ///
  /// - Throws: any error (`BadField("celsius", …)`, say) when the sum would be infinite; the
  ///   reading is not counted then.
  mutating func add(_ celsius: Double, of sensor: String) throws -> Summary
}

/// A field that is not what it must be; for your own `throw`.
///
///     throw BadField("kind", "is unknown")          // prints as: kind is unknown
public struct BadField: Error, Equatable, Sendable, CustomStringConvertible {
  public let field: String
  public let problem: String

  public init(_ field: String, _ problem: String) {
    self.field = field
    self.problem = problem
  }

  public var description: String { "\(field) \(problem)" }
}
