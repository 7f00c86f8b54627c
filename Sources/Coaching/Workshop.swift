import Foundation
import Processes

/// Builds the learner's programs, with the same `swift build` that everybody types.
///
/// An exercise's program is built alone, so that another lesson's half-written file is not in the
/// way; and in the clone's own `.build`, so that nothing is compiled twice.
struct Workshop: Sendable {
  /// The folder with Package.swift.
  let root: String
  /// Told while a build takes long, or waits for another one.
  let note: @Sendable (String) -> Void
  /// Further words for `swift build`.
  var flags: [String] = []

  enum Outcome: Equatable {
    case built
    /// All that the build has written.
    case failed(String)
    /// It was ended: it took longer than it may.
    case tookTooLong
  }

  /// - Parameters:
  ///   - product: `exercise02`; nil for all that the package has.
  ///   - limit: how long it may take.
  /// - Throws: Foundation's error when there is no `swift`.
  func build(_ product: String?, within limit: Duration = .seconds(3600)) throws -> Outcome {
    let child = try ChildProcess(
      "env", Self.words + (product.map { ["--product", $0] } ?? []) + flags, folder: root)
    let start = ContinuousClock.now
    var (isTold, told) = (false, start)
    while true {
      let ending = child.wait(within: .milliseconds(200))
      if ending == .status(0) { return .built }
      let output = child.standardOutput + child.standardError
      guard ending == .stillRunning else { return .failed(output) }
      if !isTold, output.contains("Another instance of SwiftPM") {
        isTold = true
        note("another program is building in this folder; waiting for it …")
      }
      if .now - told > .seconds(5) {
        told = .now
        note("still building" + progress(in: output))
      }
      if .now - start > limit {
        child.killGroup()
        return .tookTooLong
      }
    }
  }

  /// `swift build` in the environment in which `swift run coach` was typed: in another one SwiftPM
  /// plans all anew, here and when that is typed next, which takes a second each time.
  private static var words: [String] {
    // LESSON=02 would hide all other lessons.
    let isOurs = ProcessInfo.processInfo.environment["TSAN_OPTIONS"] == nil
    return ["-u", "LESSON"] + (isOurs ? ["-u", "TSAN_OPTIONS"] : []) + ["swift", "build"]
  }

  /// `: 34 of 142`, out of `[34/142] Compiling Checks`.
  private func progress(in output: String) -> String {
    guard let match = output.matches(of: /\[(\d+)\/(\d+)\]/).last else { return " …" }
    return ": \(match.1) of \(match.2) steps …"
  }
}
