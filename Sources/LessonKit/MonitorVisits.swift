/// The visits that a thread pays to monitors, for whoever must know of them: an examination lets
/// others in between two of them.
package enum MonitorVisits {
  package enum Moment: Sendable {
    /// The thread is about to ask for the lock.
    case isComing
    /// It has given the lock back.
    case hasLeft
  }

  /// Is called at both moments of a visit, on the thread that pays it. (Where there is no task, a
  /// task-local value is one of the thread; threads that are started meanwhile have none.)
  @TaskLocal package static var watcher: (@Sendable (Moment) -> Void)?

  static func watching<Result>(_ visit: () throws -> Result) rethrows -> Result {
    guard let watcher else { return try visit() }
    watcher(.isComing)
    defer { watcher(.hasLeft) }
    return try visit()
  }
}
