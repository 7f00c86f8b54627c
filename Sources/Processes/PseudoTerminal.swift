import Foundation

/// A terminal that is none: what a program writes to `inside` is read from `outside`, and what is
/// typed at `outside` is read from `inside`; the program cannot tell the difference.
///
/// - Source: ptmx(4), pty(7). (`posix_openpt` is missing from Swift's Glibc, so Linux is asked as
///   the C library would ask it.)
struct PseudoTerminal {
  let outside: FileHandle
  let inside: FileHandle

  /// - Throws: `CocoaError` when the system has no terminal left.
  init(columns: Int, rows: Int) throws {
    let outside = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard outside >= 0 else { throw CocoaError(.fileReadUnknown) }
    self.outside = FileHandle(fileDescriptor: outside, closeOnDealloc: true)
    let inside = open(try Self.nameOfInside(outside), O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard inside >= 0 else { throw CocoaError(.fileReadUnknown) }
    self.inside = FileHandle(fileDescriptor: inside, closeOnDealloc: true)
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    guard ioctl(inside, UInt(TIOCSWINSZ), &size) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  private static func nameOfInside(_ outside: Int32) throws -> String {
    #if os(Linux)
      let (unlock, number): (UInt, UInt) = (0x4004_5431, 0x8004_5430)  // TIOCSPTLCK, TIOCGPTN
      var (zero, name): (Int32, Int32) = (0, 0)
      guard ioctl(outside, unlock, &zero) == 0, ioctl(outside, number, &name) == 0 else {
        throw CocoaError(.fileReadUnknown)
      }
      return "/dev/pts/\(name)"
    #else
      guard grantpt(outside) == 0, unlockpt(outside) == 0, let name = ptsname(outside) else {
        throw CocoaError(.fileReadUnknown)
      }
      return String(cString: name)
    #endif
  }
}
