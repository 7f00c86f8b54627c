import Foundation

/// A program that was started beside this one: its lines, its end, and the means to end it.
///
/// Nothing here waits without a deadline, and nothing sleeps: whoever waits is woken by the
/// child's next bytes, or by its end.
public final class ChildProcess: @unchecked Sendable {
  // Sound: everything that changes is only touched while `change` is held.

  /// How a program ended.
  public enum Ending: Equatable, Sendable {
    case status(Int32)
    case signal(Int32)
    /// It had not ended at the deadline.
    case stillRunning
  }

  /// How much is kept of what a child writes, in bytes; one that writes for ever must not fill the
  /// memory of the one that listens.
  private static let most = 1 << 24

  private let process = Process()
  private let change = NSCondition()
  private var output = Data()
  private var errors = Data()
  private var outputIsOpen = true
  private var errorsAreOpen = true
  private var taken = 0
  /// Where `write` puts what is typed; nil when it has no standard input.
  private let input: FileHandle?

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - path: the executable's path, or a name to be found in PATH.
  ///   - environment: variables that are added to this process's own.
  ///   - takesInput: whether `write` will type something; otherwise its standard input is empty.
  ///   - terminal: the size of a terminal that is its standard input and output; it sees there
  ///     what a person at a keyboard would make it see. Nil for pipes.
  /// - Throws: Foundation's error when it cannot be started.
  public init(
    _ path: String, _ arguments: [String], environment: [String: String] = [:],
    folder: String? = nil, takesInput: Bool = false,
    terminal: (columns: Int, rows: Int)? = nil
  ) throws {
    let screen = try terminal.map { try PseudoTerminal(columns: $0.columns, rows: $0.rows) }
    let keyboard = takesInput && screen == nil ? Pipe() : nil
    input = screen?.outside ?? keyboard?.fileHandleForWriting
    // A child that has ended must not end us when we type. Caught and not ignored: a child
    // inherits what is ignored.
    if keyboard != nil { signal(SIGPIPE) { _ in } }
    if path.contains("/") {
      process.executableURL = URL(fileURLWithPath: path)
      process.arguments = arguments
    } else {
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = [path] + arguments
    }
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    process.environment = [
      // Heard only by programs that were built with ThreadSanitizer; the file says what for.
      "TSAN_OPTIONS":
        "suppressions=\(PackageFolder.root)/Tests/ThreadSanitizer.txt:atexit_sleep_ms=0"
    ].merging(ProcessInfo.processInfo.environment) { $1 }.merging(environment) { $1 }
    let pipes = (screen == nil ? Pipe() : nil, Pipe())
    process.standardInput = screen?.inside ?? (keyboard as Any?) ?? FileHandle.nullDevice
    process.standardOutput = screen?.inside ?? (pipes.0 as Any?)
    process.standardError = pipes.1
    process.terminationHandler = { [change] ended in
      Orphans.release(ended.processIdentifier)
      change.withLock { change.broadcast() }
    }
    try Self.withAllSignals { try process.run() }
    Orphans.adopt(process.processIdentifier)
    // Only the child has it now, so that we hear when it has let go of it.
    try screen?.inside.close()
    guard let written = screen?.outside ?? pipes.0?.fileHandleForReading else { return }
    follow(written) {
      if $1.isEmpty { $0.outputIsOpen = false } else { $0.output.append($1, upTo: Self.most) }
    }
    follow(pipes.1.fileHandleForReading) {
      if $1.isEmpty { $0.errorsAreOpen = false } else { $0.errors.append($1, upTo: Self.most) }
    }
  }

  deinit {
    send(signal: SIGKILL)
  }

  public var identifier: Int32 { process.processIdentifier }

  /// Types a text, newlines included.
  public func write(_ text: String) {
    // Who has ended hears nothing; what it said before is what counts.
    try? input?.write(contentsOf: Data(text.utf8))
  }

  /// Ends its standard input. (At a terminal that is a key: write "\u{04}", which is Ctrl-D.)
  public func closeInput() { try? input?.close() }

  /// All that it has written to standard output so far.
  public var standardOutput: String {
    change.withLock { String(decoding: output, as: UTF8.self) }
  }

  /// All that it has written to standard error so far.
  public var standardError: String {
    change.withLock { String(decoding: errors, as: UTF8.self) }
  }

  /// The next line of standard output, without its newline; nil when none has come by the
  /// deadline, or none will.
  public func nextLine(within limit: Duration = .seconds(5)) -> String? {
    waiting(limit) {
      guard let end = output[output.startIndex.advanced(by: taken)...].firstIndex(of: 0x0A) else {
        return outputIsOpen ? nil : .some(nil)
      }
      defer { taken = output.distance(from: output.startIndex, to: end) + 1 }
      return .some(
        String(decoding: output[output.startIndex.advanced(by: taken)..<end], as: UTF8.self))
    } ?? nil
  }

  /// Waits until standard output contains `text`; whether it came.
  public func prints(_ text: String, within limit: Duration = .seconds(5)) -> Bool {
    waiting(limit) {
      if String(decoding: output, as: UTF8.self).contains(text) { return true }
      return outputIsOpen ? nil : false
    } ?? false
  }

  /// Waits until standard error contains `text`; whether it came.
  public func complains(_ text: String, within limit: Duration = .seconds(5)) -> Bool {
    waiting(limit) {
      if String(decoding: errors, as: UTF8.self).contains(text) { return true }
      return errorsAreOpen ? nil : false
    } ?? false
  }

  /// Waits until a line of standard output contains all of `parts`; whether it came.
  public func line(_ parts: String..., within limit: Duration = .seconds(5)) -> Bool {
    waitForLines(within: limit) { parts.allSatisfy($0.contains) }
  }

  /// Waits until so many lines of standard output contain `text`; whether they came.
  public func lines(
    with text: String, _ count: Int, within limit: Duration = .seconds(5)
  ) -> Bool {
    waitForLines(count, within: limit) { $0.contains(text) }
  }

  private func waitForLines(
    _ count: Int = 1, within limit: Duration, _ isWanted: (Substring) -> Bool
  ) -> Bool {
    waiting(limit) {
      // A terminal ends its lines with CR and LF, which are one Character.
      let lines = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline)
      if lines.count(where: isWanted) >= count { return true }
      return outputIsOpen ? nil : false
    } ?? false
  }

  /// Waits until standard output has so many whole lines, or ends; whether they came.
  public func waitForLines(_ count: Int, within limit: Duration = .seconds(5)) -> Bool {
    waiting(limit) {
      if output.count(where: { $0 == 0x0A }) >= count { return true }
      return outputIsOpen ? nil : false
    } ?? false
  }

  /// Waits for its end, and for all it wrote before.
  public func wait(within limit: Duration = .seconds(5)) -> Ending {
    waiting(limit) {
      guard !process.isRunning, !outputIsOpen, !errorsAreOpen else { return nil }
      return process.terminationReason == .uncaughtSignal
        ? .signal(process.terminationStatus) : .status(process.terminationStatus)
    } ?? .stillRunning
  }

  /// Sends it a signal, as `kill` does; none when it has ended, for its number may be another
  /// process's by then.
  public func send(signal: Int32) {
    if process.isRunning { kill(process.processIdentifier, signal) }
  }

  /// Kills it, and all that it has started, unless that has left its group of processes.
  public func killGroup() {
    send(signal: SIGKILL)
    kill(-process.processIdentifier, SIGKILL)
  }

  /// Ends all children that are running, as Ctrl-C would.
  public static func endAll() { Orphans.endAll() }

  /// What is done last on Ctrl-C and SIGTERM, when the children have ended.
  ///
  /// - Parameter wish: makes only calls that a signal handler may make (signal-safety(7)).
  public static func atInterruption(_ wish: @convention(c) () -> Void) { Orphans.remember(wish) }

  /// Ctrl-C, and then its end.
  public func interrupt(within limit: Duration = .seconds(5)) -> Ending {
    send(signal: SIGINT)
    return wait(within: limit)
  }

  /// A child inherits which signals are blocked, and the threads of a pool block all of them:
  /// a child that was started by one of those would not hear Ctrl-C.
  private static func withAllSignals(_ body: () throws -> Void) rethrows {
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
  }

  /// Calls `look` again after each change until it finds something or the limit has passed.
  private func waiting<Found>(_ limit: Duration, for look: () -> Found?) -> Found? {
    let deadline = Date(timeIntervalSinceNow: limit / .seconds(1))
    change.lock()
    defer { change.unlock() }
    while true {
      if let found = look() { return found }
      if !change.wait(until: deadline) { return look() }
    }
  }

  /// Reads a pipe to its end on a thread of its own, and closes it: Foundation keeps a `Process`,
  /// and so its pipes, for longer than we do.
  ///
  /// - Source: read(2). (`availableData` ends the program when a signal interrupts it.)
  private func follow(
    _ pipe: FileHandle, _ store: @escaping @Sendable (ChildProcess, Data) -> Void
  ) {
    Thread.detachNewThread { [weak self, change] in
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      var isOpen = true
      while isOpen {
        let count = read(pipe.fileDescriptor, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        isOpen = count > 0
        change.withLock {
          if let self { store(self, Data(buffer.prefix(max(0, count)))) }
          change.broadcast()
        }
      }
      try? pipe.close()
    }
  }
}

extension Data {
  /// Takes in what fits.
  fileprivate mutating func append(_ more: Data, upTo most: Int) {
    append(more.prefix(Swift.max(0, most - count)))
  }
}
