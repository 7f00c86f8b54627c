import Foundation

/// An exercise that waits for its first line of code, and where.
public struct NotStarted: Error, Sendable, CustomStringConvertible {
  public let file: String
  public let line: Int

  /// The path from the package's folder on, as one can type it there.
  private var shortFile: String {
    let start = file.range(of: "/Lessons/") ?? file.range(of: "/Solutions/")
    return start.map { String(file[$0.lowerBound...].dropFirst()) } ?? file
  }

  public var description: String {
    "not started: \(shortFile):\(line). Write your answer there, in place of `try notStarted()`."
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
