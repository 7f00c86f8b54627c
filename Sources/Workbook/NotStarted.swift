/// An exercise that waits for its first line of code, and where.
public struct NotStarted: Error, Sendable, CustomStringConvertible {
  public let file: String
  public let line: Int

  public var description: String {
    "not started: \(file):\(line). Write your answer there, in place of `try notStarted()`."
  }
}

/// Stands where an answer will stand, whatever its type.
///
///     func header(for text: String, width: Int) throws -> [UInt8] {
///       try notStarted()
///     }
///
/// - Throws: `NotStarted`, always.
public func notStarted<Anything>(
  file: String = #filePath, line: Int = #line
) throws -> Anything {
  throw NotStarted(file: file, line: line)
}

/// The same for an answer that returns nothing.
///
/// - Throws: `NotStarted`, always.
public func notStarted(file: String = #filePath, line: Int = #line) throws {
  throw NotStarted(file: file, line: line)
}
