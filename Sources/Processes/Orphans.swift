import Foundation

/// The children that are running, so that none is left behind when this process is told to end.
enum Orphans {
  /// How many children are remembered at once; beyond that they are not.
  private static let capacity = 256
  /// Held while a child is entered or struck off. (Not a Mutex: ThreadSanitizer does not see one wait,
  /// and the tests start children from many threads.)
  private static let lock = NSLock()
  // Sound: only touched while `lock` is held.
  nonisolated(unsafe) private static var isInstalled = false
  // Sound: made once and never freed; each entry is one aligned Int32, which is written and read
  // whole, and 0 where there is no child. A signal handler may not take a lock.
  nonisolated(unsafe) private static let children: UnsafeMutablePointer<Int32> = {
    let memory = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
    memory.initialize(repeating: 0, count: capacity)
    return memory
  }()

  /// What is done last, when this process is told to end.
  // Sound: one pointer, written and read whole.
  nonisolated(unsafe) private static var lastWish: (@convention(c) () -> Void)?

  /// Ends `child` with this process, on Ctrl-C or SIGTERM.
  static func adopt(_ child: Int32) {
    lock.withLock {
      if let free = (0..<capacity).first(where: { children[$0] == 0 }) { children[free] = child }
      install()
    }
  }

  /// Calls `wish` when this process is told to end, and its children have. Whatever else has caught
  /// the signals meanwhile does so no more.
  static func remember(_ wish: @convention(c) () -> Void) {
    lock.withLock {
      lastWish = wish
      isInstalled = false
      install()
    }
  }

  private static func install() {
    if isInstalled { return }
    isInstalled = true
    // Caught and not ignored: a child inherits what is ignored, and would not hear Ctrl-C.
    for number in [SIGINT, SIGTERM] { signal(number) { Orphans.end(as: $0) } }
    // The terminal was closed; whoever was started by nohup goes on.
    let before = signal(SIGHUP) { Orphans.end(as: $0) }
    if unsafeBitCast(before, to: Int.self) == 1 { signal(SIGHUP, SIG_IGN) }
  }

  static func release(_ child: Int32) {
    lock.withLock {
      for index in 0..<capacity where children[index] == child { children[index] = 0 }
    }
  }

  /// Only calls that a signal handler may make (signal-safety(7)).
  private static func end(as number: Int32) {
    endAll()
    lastWish?()
    // And then as if nobody had caught the signal.
    signal(number, SIG_DFL)
    raise(number)
  }

  /// Ends all children, and what they have started: in order if they can, and else by force. A
  /// compiler that is killed leaves its own children behind; one that hears Ctrl-C does not.
  static func endAll() {
    tell(SIGINT)
    var tick = timespec(tv_sec: 0, tv_nsec: 10_000_000)
    for _ in 1...100 where isAnyLeft { nanosleep(&tick, nil) }
    tell(SIGKILL)
  }

  private static var isAnyLeft: Bool {
    (0..<capacity).contains { children[$0] != 0 && kill(children[$0], 0) == 0 }
  }

  private static func tell(_ number: Int32) {
    for index in 0..<capacity where children[index] != 0 {
      kill(children[index], number)
      // Foundation makes each child the first of a group.
      if number == SIGKILL { kill(-children[index], number) }
    }
  }
}
