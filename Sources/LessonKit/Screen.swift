import Foundation
import Tape

/// Where a program's drawing goes: how wide it may be, and whether it may have colours.
public enum Screen {
  /// The columns of the terminal that standard output is; 80 where it is none, or does not say.
  ///
  /// - Source: ioctl(2) with TIOCGWINSZ.
  public static var columns: Int {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else {
      return 80
    }
    return size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// Colours where somebody looks at them, and has not said NO_COLOR.
  public static var paint: Paint {
    Paint(
      isTerminal: isatty(STDOUT_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
  }
}
