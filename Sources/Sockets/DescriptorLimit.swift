/// How many descriptors this process may have open at once.
public enum DescriptorLimit {
  /// Raises the limit as far as a process may raise it by itself; a server with many clients
  /// needs one descriptor for each.
  ///
  /// - Returns: the limit that holds now.
  /// - Source: setrlimit(2) with RLIMIT_NOFILE.
  @discardableResult
  public static func raise() -> Int { Platform.raiseDescriptorLimit() }
}
