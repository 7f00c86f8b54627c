import Foundation

/// The end of this process, which comes once.
///
/// `exit` is for one thread: where a second one calls it, the process may be gone while the first still
/// does what comes last, such as putting the terminal back. On Ctrl-C a client's connection is shut down,
/// and two threads come to their end at once.
///
/// - Source: exit(3), "undefined if called more than once".
enum Exit {
  /// Never given back.
  private static let first = NSLock()

  /// Ends the process in order; whoever comes second waits for that.
  static func with(_ status: Int32) -> Never {
    first.lock()
    exit(status)
  }

  /// The same, but for an end that is under way and does not come.
  static func byForce(_ status: Int32) -> Never {
    if first.try() { exit(status) }
    _exit(status)
  }
}
