import Foundation

/// Standard input, output and error, which a program may be started without.
public enum StandardDescriptors {
  /// Opens /dev/null for each that is closed: otherwise the first socket would get its number,
  /// and the program's own lines would go over the wire.
  ///
  /// - Source: fcntl(2), open(2).
  public static func open() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
      _ = Foundation.open("/dev/null", O_RDWR)
    }
  }

  /// Has `print` write each line at once, also into a pipe or a file.
  ///
  /// - Source: setvbuf(3) with _IOLBF.
  public static func writeLineByLine() { Platform.printLineByLine() }
}
