import Foundation

/// The number a failed system call leaves in `errno`, with its name.
public struct Errno: Error, RawRepresentable, Hashable, CustomStringConvertible {
  public let rawValue: Int32

  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// The `errno` of this thread, right after a call that failed.
  static var current: Errno { Errno(rawValue: errno) }

  public static let interrupted = Errno(rawValue: EINTR)
  public static let addressInUse = Errno(rawValue: EADDRINUSE)
  public static let addressNotAvailable = Errno(rawValue: EADDRNOTAVAIL)
  public static let permissionDenied = Errno(rawValue: EACCES)
  public static let connectionRefused = Errno(rawValue: ECONNREFUSED)
  public static let connectionReset = Errno(rawValue: ECONNRESET)
  public static let connectionAborted = Errno(rawValue: ECONNABORTED)
  public static let brokenPipe = Errno(rawValue: EPIPE)
  public static let wouldBlock = Errno(rawValue: EAGAIN)
  public static let timedOut = Errno(rawValue: ETIMEDOUT)
  public static let tooManyFiles = Errno(rawValue: EMFILE)
  public static let tooManyFilesInSystem = Errno(rawValue: ENFILE)
  public static let hostUnreachable = Errno(rawValue: EHOSTUNREACH)
  public static let networkUnreachable = Errno(rawValue: ENETUNREACH)
  public static let inProgress = Errno(rawValue: EINPROGRESS)
  public static let notConnected = Errno(rawValue: ENOTCONN)

  /// `EADDRINUSE` and the like; `errno 123` for one this table does not name.
  public var name: String { Self.names[self] ?? "errno \(rawValue)" }

  /// What the system says about it, in lower case: "address already in use".
  public var reason: String {
    let text = String(cString: strerror(rawValue))
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  public var description: String { "\(reason) (\(name))" }

  private static let names: [Errno: String] = [
    .interrupted: "EINTR", .addressInUse: "EADDRINUSE", .addressNotAvailable: "EADDRNOTAVAIL",
    .permissionDenied: "EACCES", .connectionRefused: "ECONNREFUSED",
    .connectionReset: "ECONNRESET", .connectionAborted: "ECONNABORTED", .brokenPipe: "EPIPE",
    .wouldBlock: "EAGAIN", .timedOut: "ETIMEDOUT", .tooManyFiles: "EMFILE",
    .tooManyFilesInSystem: "ENFILE", .hostUnreachable: "EHOSTUNREACH",
    .networkUnreachable: "ENETUNREACH", .notConnected: "ENOTCONN",
    Errno(rawValue: EBADF): "EBADF", Errno(rawValue: EINVAL): "EINVAL",
    Errno(rawValue: ENOBUFS): "ENOBUFS", Errno(rawValue: ENOMEM): "ENOMEM",
    .inProgress: "EINPROGRESS", Errno(rawValue: EPERM): "EPERM",
    Errno(rawValue: EAFNOSUPPORT): "EAFNOSUPPORT", Errno(rawValue: ENOTSOCK): "ENOTSOCK",
  ]
}
