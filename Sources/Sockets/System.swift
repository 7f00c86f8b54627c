import Foundation

/// The system calls behind the sockets, one small function each. Nothing above this file
/// sees a descriptor's `errno`.
package enum System {
  /// Calls `call` again for as long as a signal interrupts it (EINTR).
  ///
  /// - Throws: the `Errno` of any other failure.
  package static func uninterrupted<Result: SignedInteger>(
    _ call: () -> Result
  ) throws(Errno) -> Result {
    while true {
      let result = call()
      if result >= 0 { return result }
      let failure = Errno.current
      if failure != .interrupted { throw failure }
    }
  }

  /// A new TCP socket. - Source: socket(2).
  static func socket(family: Int32) throws(Errno) -> Int32 {
    let descriptor = try uninterrupted { Foundation.socket(family, Platform.stream, 0) }
    Platform.adopt(descriptor)
    return descriptor
  }

  /// A pipe that no child process inherits. - Source: pipe(2).
  static func pipe() throws(Errno) -> (reader: Int32, writer: Int32) {
    var ends: [Int32] = [-1, -1]
    _ = try uninterrupted { Foundation.pipe(&ends) }
    for end in ends { Platform.adopt(end) }
    return (ends[0], ends[1])
  }

  /// A descriptor of nothing, which may be closed when one is needed; nil when there is none.
  /// - Source: open(2).
  static func spareDescriptor() -> Int32? {
    let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
    return descriptor < 0 ? nil : descriptor
  }

  /// - Source: setsockopt(2).
  static func enable(_ option: Int32, at level: Int32, on descriptor: Int32) {
    var on: Int32 = 1
    _ = setsockopt(descriptor, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  /// A send that waits longer than `duration` fails with EAGAIN. - Source: SO_SNDTIMEO.
  static func limitSending(to duration: Duration, on descriptor: Int32) {
    var limit = Platform.timeValue(duration)
    _ = setsockopt(
      descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  /// About how many bytes the system keeps of what was sent and not taken yet (SO_SNDBUF), or of
  /// what has come and was not received yet (SO_RCVBUF); nil leaves it to the system.
  static func limit(_ buffer: Int32, to bytes: Int?, on descriptor: Int32) {
    guard let bytes else { return }
    var limit = Int32(clamping: bytes)
    _ = setsockopt(
      descriptor, SOL_SOCKET, buffer, &limit, socklen_t(MemoryLayout<Int32>.size))
  }

  /// - Source: fcntl(2) with O_NONBLOCK.
  static func setBlocking(_ blocking: Bool, on descriptor: Int32) {
    let flags = fcntl(descriptor, F_GETFL)
    _ = fcntl(descriptor, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK)
  }

  /// Waits until one of the descriptors is ready for `events` or the deadline passes; says
  /// for each whether it is ready. A nil deadline waits for ever. - Source: poll(2).
  static func poll(
    _ descriptors: [Int32], for events: Int32, until deadline: ContinuousClock.Instant?
  ) throws(Errno) -> [Bool] {
    var entries = descriptors.map { pollfd(fd: $0, events: Int16(events), revents: 0) }
    while true {
      let result = Foundation.poll(&entries, nfds_t(entries.count), milliseconds(until: deadline))
      if result > 0 || (result == 0 && ContinuousClock.now >= (deadline ?? .now)) { break }
      if result < 0, Errno.current != .interrupted { throw Errno.current }
    }
    return entries.map { $0.revents != 0 }
  }

  /// What poll(2) takes: whole milliseconds, rounded up so as not to spin; −1 is for ever.
  private static func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
    guard let deadline else { return -1 }
    let (seconds, attoseconds) = max(.zero, deadline - .now).components
    return Int32(
      clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
