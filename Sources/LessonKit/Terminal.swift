import Foundation
import Sockets
import Synchronization

/// The terminal at standard input, in the mode in which each key arrives at once and nothing
/// appears that we have not written. However the process ends, it is left as it was found.
package final class Terminal: Sendable {
  package static let shared = Terminal()

  /// How it was found; nil until `begin`.
  private let found = Mutex<termios?>(nil)
  private let sources = Mutex<[any DispatchSourceSignal]>([])

  /// Whether a person is at both ends: what is typed comes from here, what is printed goes there.
  package static var isThere: Bool {
    isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
      && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Changes the mode. From then on the end of the process, and its being stopped by Ctrl-Z, change
  /// it back.
  ///
  /// - Parameter redraw: writes what belongs on the terminal, when the process goes on.
  /// - Source: tcgetattr(3), tcsetattr(3), atexit(3), signal(7).
  package func begin(redraw: @escaping @Sendable () -> Void) {
    var mode = termios()
    guard tcgetattr(STDIN_FILENO, &mode) == 0 else { return }
    let isFirst = found.withLock { found in
      defer { found = found ?? mode }
      return found == nil
    }
    enter()
    guard isFirst else { return }
    Self.rescue = mode
    atexit { Terminal.shared.leave() }
    for number in [SIGQUIT, SIGHUP, SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE] {
      signal(number) { number in
        Terminal.putBack()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
    watch(SIGTSTP) { [self] in
      leave()
      kill(getpid(), SIGSTOP)
    }
    watch(SIGCONT) { [self] in
      enter()
      redraw()
    }
  }

  /// How many characters fit into a row. - Source: TIOCGWINSZ.
  var columns: Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// What a signal handler needs: it may take no lock.
  // Sound: written once, before the first handler that reads it is in place.
  nonisolated(unsafe) private static var rescue = termios()

  /// Leaves the terminal as `begin` found it, out of a signal handler: nothing but what one may do.
  ///
  /// - Source: tcsetattr(3), which is on the list of signal-safety(7).
  package static func putBack() {
    if isInForeground { tcsetattr(STDIN_FILENO, TCSANOW, &rescue) }
  }

  private func enter() {
    found.withLock { found in
      guard var mode = found, Self.isInForeground else { return }
      // Lines are ours to make, and so is the echo; Ctrl-C and Ctrl-Z stay signals.
      mode.c_lflag &= ~tcflag_t(ICANON | ECHO | IEXTEN)
      withUnsafeMutableBytes(of: &mode.c_cc) {
        $0[Int(VMIN)] = 1
        $0[Int(VTIME)] = 0
      }
      tcsetattr(STDIN_FILENO, TCSADRAIN, &mode)
    }
  }

  private func leave() {
    found.withLock { found in
      if var mode = found, Self.isInForeground { tcsetattr(STDIN_FILENO, TCSADRAIN, &mode) }
    }
  }

  /// Whether the terminal is ours to change: in the background it is the shell's. One that is not
  /// this session's (-1) is nobody else's.
  private static var isInForeground: Bool {
    let group = tcgetpgrp(STDIN_FILENO)
    return group < 0 || group == getpgrp()
  }

  private func watch(_ number: Int32, _ action: @escaping @Sendable () -> Void) {
    if number == SIGTSTP { signal(number, SIG_IGN) }
    sources.withLock {
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler(handler: action)
      source.resume()
      $0.append(source)
    }
  }
}
