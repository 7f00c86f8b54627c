// Every difference between Linux (glibc or musl) and macOS that this package knows of.
//
// The other files import Foundation for the C library: on each system it brings along the
// one that is there. Here it is imported by its name, for `stdout` is a variable to Swift, and
// only `@preconcurrency` lets us say that nobody changes it.

#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

package enum Platform {
  /// How many times longer than usual things may take: in a program built with ThreadSanitizer,
  /// which looks at every access to memory, all limits of time are wider.
  /// - Source: dlsym(3); every such program has this function.
  package static let slowness: Int = {
    let program = dlopen(nil, RTLD_NOW)
    defer { if let program { dlclose(program) } }
    return dlsym(program, "__tsan_init") == nil ? 1 : 10
  }()

  /// Ends this process by SIGXCPU once it has used so many seconds of processor time.
  /// - Source: setrlimit(2) with RLIMIT_CPU.
  package static func limitProcessorTime(to seconds: UInt) {
    var limit = rlimit(rlim_cur: numericCast(seconds), rlim_max: numericCast(seconds + 1))
    #if canImport(Glibc)
      _ = setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
    #else
      _ = setrlimit(RLIMIT_CPU, &limit)
    #endif
  }

  /// The system's number of this thread; 0 where `threadStates` is nil.
  /// - Source: proc(5), /proc/thread-self, a link to PID/task/TID.
  package static var threadNumber: Int {
    #if os(Linux)
      var link = [CChar](repeating: 0, count: 64)
      guard readlink("/proc/thread-self", &link, link.count - 1) > 0 else { return 0 }
      let text = String(
        decoding: link.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      return text.split(separator: "/").last.flatMap { Int($0) } ?? 0
    #else
      0
    #endif
  }

  /// The state of each thread of this process, `R` for running or ready to, `S` for waiting; nil
  /// where that is not easily said. - Source: proc(5), /proc/self/task/TID/stat.
  package static var threadStates: [Int: Character]? {
    #if os(Linux)
      guard let folder = opendir("/proc/self/task") else { return nil }
      defer { closedir(folder) }
      var states: [Int: Character] = [:]
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        guard let number = Int(name), let file = fopen("/proc/self/task/\(name)/stat", "r") else {
          continue
        }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { continue }
        // "4711 (a name) S 1 …": the name may have anything in it, the state follows the last ")".
        let text = String(decoding: line.map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { continue }
        states[number] = text[end...].dropFirst(2).first
      }
      return states
    #else
      return nil
    #endif
  }

  /// How often that thread of this process has gone to sleep; nil where that is not easily said.
  /// - Source: proc(5), /proc/self/task/TID/status.
  package static func sleeps(ofThread number: Int) -> Int? {
    #if os(Linux)
      guard let file = fopen("/proc/self/task/\(number)/status", "r") else { return nil }
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 256)
      while fgets(&line, Int32(line.count), file) != nil {
        let text = String(
          decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard text.hasPrefix("voluntary_ctxt_switches:") else { continue }
        return text.split(whereSeparator: \.isWhitespace).last.flatMap { Int($0) }
      }
      return nil
    #else
      return nil
    #endif
  }

  /// Sets the soft limit of open descriptors to the hard one, and returns it.
  /// - Source: setrlimit(2) with RLIMIT_NOFILE.
  static func raiseDescriptorLimit() -> Int {
    var limit = rlimit()
    #if canImport(Glibc)
      let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
      let resource = RLIMIT_NOFILE
    #endif
    guard getrlimit(resource, &limit) == 0 else { return 0 }
    var raised = limit
    raised.rlim_cur = limit.rlim_max
    #if canImport(Darwin)
      // macOS says "unlimited", and refuses more than this.
      raised.rlim_cur = min(limit.rlim_max, rlim_t(OPEN_MAX))
    #endif
    if raised.rlim_cur > limit.rlim_cur, setrlimit(resource, &raised) == 0 { limit = raised }
    return Int(clamping: limit.rlim_cur)
  }

  /// Writes each `print` at once: what was printed before a crash must not be lost with it.
  /// (The C library's `stdout` is a variable that nobody changes.)
  /// - Source: setvbuf(3).
  package static func printAtOnce() {
    setvbuf(stdout, nil, _IONBF, 0)
  }

  /// Writes each line of `print` at once, in one piece. - Source: setvbuf(3).
  static func printLineByLine() {
    setvbuf(stdout, nil, _IOLBF, 1 << 14)
  }

  /// Catches a signal so that the system calls it interrupts fail with EINTR, as they do not by
  /// default. For tests. - Source: sigaction(2) without SA_RESTART.
  package static func interrupt(on number: Int32, _ handler: @convention(c) (Int32) -> Void) {
    var action = sigaction()
    #if canImport(Darwin)
      action.__sigaction_u.__sa_handler = handler
    #elseif canImport(Musl)
      action.__sa_handler.sa_handler = handler
    #else
      action.__sigaction_handler.sa_handler = handler
    #endif
    sigaction(number, &action, nil)
  }

  #if canImport(Darwin)
    static let stream = SOCK_STREAM
    static let sendFlags = MSG_DONTWAIT
    static let bothDirections = SHUT_RDWR
    static let sendingDirection = SHUT_WR
    static let receivingDirection = SHUT_RD
    static let tcp = IPPROTO_TCP
  #else
    #if canImport(Musl)
      static let stream = SOCK_STREAM
    #else
      static let stream = Int32(SOCK_STREAM.rawValue)
    #endif
    /// A send to a peer that has gone fails with EPIPE instead of killing the process; one that
    /// would have to wait, with EAGAIN.
    static let sendFlags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
    static let bothDirections = Int32(SHUT_RDWR)
    static let sendingDirection = Int32(SHUT_WR)
    static let receivingDirection = Int32(SHUT_RD)
    static let tcp = Int32(IPPROTO_TCP)
  #endif

  /// Makes a new socket safe to own: not inherited by child processes, and, on systems
  /// without MSG_NOSIGNAL, unable to raise SIGPIPE.
  static func adopt(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    #if canImport(Darwin)
      var on: Int32 = 1
      _ = setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  /// Length of a socket address: macOS stores it in the address, Linux does not.
  static func setLength(_ length: socklen_t, in address: inout sockaddr_storage) {
    #if canImport(Darwin)
      address.ss_len = UInt8(length)
    #endif
  }

  /// A `timeval` of the given seconds, whose fields have different types on each system.
  static func timeValue(_ duration: Duration) -> timeval {
    let (seconds, attoseconds) = duration.components
    return timeval(
      tv_sec: numericCast(seconds), tv_usec: numericCast(attoseconds / 1_000_000_000_000))
  }
}
