import Foundation
import Synchronization

/// The children that are running, so that none is left behind when this process is told to end.
enum Orphans {
  /// How many children are remembered at once; beyond that they are not.
  private static let capacity = 256
  /// Held while a child is entered or struck off. (Not a Mutex: ThreadSanitizer does not see one wait,
  /// and the tests start children from many threads.)
  private static let lock = NSLock()
  // Sound: only touched while `lock` is held.
  nonisolated(unsafe) private static var isInstalled = false
  // Sound: made once and never freed; the entries are atomic, and 0 where there is no child. A signal
  // handler may not take a lock.
  nonisolated(unsafe) private static let children: UnsafeMutableBufferPointer<Atomic<Int32>> = {
    let memory = UnsafeMutableBufferPointer<Atomic<Int32>>.allocate(capacity: capacity)
    for index in 0..<capacity { memory.initializeElement(at: index, to: Atomic(0)) }
    return memory
  }()

  /// What is done last, when this process is told to end.
  // Sound: one pointer, written and read whole.
  nonisolated(unsafe) private static var lastWish: (@convention(c) () -> Void)?

  /// Ends `child` with this process, on Ctrl-C or SIGTERM.
  static func adopt(_ child: Int32) {
    lock.withLock {
      let free = (0..<capacity).first { children[$0].load(ordering: .relaxed) == 0 }
      if let free { children[free].store(child, ordering: .relaxed) }
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
      for index in 0..<capacity where children[index].load(ordering: .relaxed) == child {
        children[index].store(0, ordering: .relaxed)
      }
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
    (0..<capacity).contains { child(at: $0).map { kill($0, 0) == 0 } ?? false }
  }

  private static func tell(_ number: Int32) {
    for index in 0..<capacity {
      guard let child = child(at: index) else { continue }
      kill(child, number)
      // Foundation makes each child the first of a group.
      if number == SIGKILL { kill(-child, number) }
    }
  }

  private static func child(at index: Int) -> Int32? {
    let child = children[index].load(ordering: .relaxed)
    // 0 is nobody here, and everybody for kill(2).
    return child == 0 ? nil : child
  }
}
