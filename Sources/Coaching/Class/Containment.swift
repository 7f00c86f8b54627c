import Checks
import Foundation
import Sockets
import Synchronization

/// Runs a student's program: in a process of its own, with limits of time, memory and files, in an
/// empty folder and with an empty environment. That is no sandbox.
struct Containment: Sendable {
  /// What a teacher should know before somebody else's code runs.
  static let warning =
    "These are other people's programs. Each runs in a process of its own, with limits of time, "
    + "memory and file size, and with an empty environment. That is no sandbox: a program can still "
    + "read your files, use your network, and write a false verdict. A container or a virtual "
    + "machine is one; docs/setup.md has a container for the course."

  /// By this mark in their environment, processes are found again that have left their group.
  private let mark = UUID().uuidString
  private let folder: String

  /// - Parameter folder: where the programs may write; it is taken away afterwards.
  /// - Throws: `CocoaError` when there is no room for it.
  init(in folder: String) throws {
    self.folder = folder
    try? FileManager.default.removeItem(atPath: folder)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  /// In kilobytes: address space, a file (in units of 512 bytes), processes of this user.
  /// (ThreadSanitizer takes terabytes of address space for its own.)
  private static let limits =
    "cd \"$HOME\"; ulimit -c 0; ulimit -f 20480; ulimit -u 4096 2>&-; "
    + (Platform.slowness == 1 ? "ulimit -v 4194304 2>&-; " : "") + "exec \"$0\" \"$@\""

  /// Judges exercises, as many at a time as there are processors.
  func judge(_ exercises: [Exercise], program: @escaping @Sendable (Exercise) -> String)
    -> [Supervisor.Report]
  {
    let reports = Mutex<[Supervisor.Report]>([])
    DispatchQueue.concurrentPerform(iterations: exercises.count) { index in
      let supervisor = Supervisor(
        program: "/usr/bin/env",
        leadingArguments: [
          "-i", "HOME=\(folder)", "TMPDIR=\(folder)", "COACH_MARK=\(mark)",
          "SWIFT_BACKTRACE=enable=no", "SWIFT_DETERMINISTIC_HASHING=1",
          "/bin/sh", "-c", Self.limits, program(exercises[index]),
        ])
      let report = supervisor.judge(exercises[index])
      reports.withLock { $0.append(report) }
    }
    return reports.withLock { $0 }
  }

  /// Ends what is still running, and takes away what was written.
  func clean() {
    // What forks as fast as it is found takes more than one round.
    for _ in 1...50 {
      let left = leftovers()
      if left.isEmpty { break }
      for process in left { kill(process, SIGKILL) }
    }
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// - Source: proc(5), /proc/PID/environ. Where there is none, the groups of processes that have
  ///   been ended must do.
  private func leftovers() -> [Int32] {
    let wanted = Data("COACH_MARK=\(mark)".utf8)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.filter {
      Proc.contents("/proc/\($0)/environ")?.range(of: wanted) != nil
    }
  }
}
