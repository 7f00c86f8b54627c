import Foundation
import Sockets
import Synchronization

/// The verdict on its way from the child process that examines an answer to whoever asked.
///
/// It travels in a file, so that standard output and standard error stay the learner's own.
public enum Judgement {
  private static let destination = Mutex<String?>(nil)
  /// Where the answer's current input is noted; open as long as the examination lasts.
  private static let notes = Mutex<FileHandle?>(nil)

  /// Whether this process has no other purpose, so that its processor time is the answer's.
  static var isAlone: Bool { destination.withLock { $0 != nil } }

  /// Examines in this process, whose only purpose that is, and writes the verdict to a file.
  ///
  /// - Parameters:
  ///   - limit: after so many seconds the process is ended by SIGALRM, whatever it does.
  static func deliver(to file: String, within limit: UInt32, _ verdict: () -> Verdict) throws {
    destination.withLock { $0 = file }
    Platform.printAtOnce()
    _ = FileManager.default.createFile(atPath: file + ".input", contents: nil)
    notes.withLock { $0 = FileHandle(forWritingAtPath: file + ".input") }
    // An endless loop ends by its processor time, whatever else the machine is doing; what
    // waits and does nothing ends by the alarm.
    Platform.limitProcessorTime(to: UInt(Platform.slowness))
    signal(SIGALRM, SIG_DFL)
    alarm(limit)
    try write(verdict(), to: file)
    alarm(0)
  }

  /// Notes what the answer is given next, so that a crash can be told with its input.
  ///
  /// - Parameter id: the name that a crash of this input has.
  static func isGiven(_ input: @autoclosure () -> [String], crashing id: String = "crashes") {
    notes.withLock { notes in
      guard let notes else { return }
      let text = ([id] + input()).joined(separator: "\n")
      // What stood there before and was longer stays behind it; the number says how much counts.
      try? notes.seek(toOffset: 0)
      try? notes.write(contentsOf: Data("\(text.utf8.count)\n\(text)".utf8))
    }
  }

  /// What the answer was given when its process ended without a verdict, and the name that a
  /// crash has there.
  static func lastInput(of file: String) -> (crash: String, input: [String]) {
    let data = FileManager.default.contents(atPath: file + ".input") ?? Data()
    let parts = data.split(separator: UInt8(ascii: "\n"), maxSplits: 1)
    guard parts.count == 2, let count = Int(String(decoding: parts[0], as: UTF8.self)) else {
      return ("crashes", [])
    }
    let lines = String(decoding: parts[1].prefix(count), as: UTF8.self)
      .components(separatedBy: "\n")
    return (lines[0], Array(lines.dropFirst()))
  }

  /// The verdict in a file; nil when the process ended before it wrote one.
  static func read(from file: String) -> Verdict? {
    guard let data = FileManager.default.contents(atPath: file) else { return nil }
    return try? JSONDecoder().decode(Verdict.self, from: data)
  }

  /// Ends the examination in the middle of the answer, which would not return by itself.
  static func abandon(_ mistake: Mistake) -> Never {
    if let file = destination.withLock({ $0 }), (try? write(.mistake(mistake), to: file)) != nil {
      exit(0)
    }
    fatalError(mistake.text)
  }

  private static func write(_ verdict: Verdict, to file: String) throws {
    try JSONEncoder().encode(verdict).write(to: URL(fileURLWithPath: file))
  }
}
