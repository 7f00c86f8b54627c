import Checks
import Foundation
import Processes
import Sockets
import Synchronization

/// The players of a rehearsal: fork servers, each of which plays one learner at a time.
///
/// It is a child process for each of them all the same, which may crash or hang.
final class Company: Sendable {
  static let shared = Company()
  /// Those who have nothing to do; as many as there were tests at once.
  private let idle = Mutex<[ChildProcess]>([])

  /// Elsewhere a copy of a process is not good for much: the libraries of macOS, and
  /// ThreadSanitizer, have threads of their own.
  static var isThere: Bool {
    #if os(Linux)
      Platform.slowness == 1
    #else
      false
    #endif
  }

  /// Has `player` do what a `Supervisor` asks for.
  func play(_ player: String, _ words: [String]) throws -> Supervisor.Outcome {
    let file = words.last ?? ""
    defer {
      for ending in [".out", ".err"] { try? FileManager.default.removeItem(atPath: file + ending) }
    }
    let server = try idle.withLock { $0.popLast() } ?? start()
    server.write(([player] + words).joined(separator: " ") + "\n")
    // What hangs ends itself after 4 s.
    let ending = server.nextLine(within: .seconds(6)).flatMap(ending)
    if ending != nil { idle.withLock { $0.append(server) } }
    return Supervisor.Outcome(
      ending: ending ?? .stillRunning, printed: text(file + ".out"),
      standardError: text(file + ".err"))
  }

  private func start() throws -> ChildProcess {
    try ChildProcess(
      PackageFolder.program("rehearsal"), ["fork-server"],
      // The loader finds every function once, and not in each copy.
      environment: Supervisor.environment(namesLines: false).merging(["LD_BIND_NOW": "1"]) { $1 },
      takesInput: true)
  }

  private func ending(_ line: String) -> ChildProcess.Ending? {
    let words = line.split(separator: " ")
    guard words.count == 2, let number = Int32(words[1]) else { return nil }
    return words[0] == "status" ? .status(number) : .signal(number)
  }

  private func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}
