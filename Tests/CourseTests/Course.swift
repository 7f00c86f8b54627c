import Foundation
import Processes
import Testing

/// What the course holds about itself runs only with COURSE=1: a learner's own edits must not
/// turn a test red.
let isCourse = ProcessInfo.processInfo.environment["COURSE"] == "1"

/// With REGENERATE=1 as well, what may be regenerated is written instead of compared.
let regenerates = ProcessInfo.processInfo.environment["REGENERATE"] == "1"

/// A file of the package.
func read(_ path: String) throws -> String {
  try String(contentsOfFile: "\(PackageFolder.root)/\(path)", encoding: .utf8)
}

/// The paths of all files below a folder of the package, sorted; build products left out.
func files(below folder: String, ending: String) -> [String] {
  let root = "\(PackageFolder.root)/\(folder)"
  let paths = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
  return paths.filter { $0.hasSuffix(ending) }.sorted().map { "\(folder)/\($0)" }
}

/// Compares a generated file with the one in the package, or writes it.
func hold(_ path: String, to text: String) throws {
  if regenerates {
    try text.write(
      toFile: "\(PackageFolder.root)/\(path)", atomically: true, encoding: .utf8)
    return
  }
  let current = (try? read(path)) ?? ""
  guard current != text else { return }
  let pairs = zip(
    current.split(separator: "\n", omittingEmptySubsequences: false),
    text.split(separator: "\n", omittingEmptySubsequences: false))
  let line = pairs.enumerated().first { $1.0 != $1.1 }?.offset ?? 0
  Issue.record(
    "\(path) is out of step from line \(line + 1) on. Scripts/regenerate writes it anew.",
    sourceLocation: SourceLocation(
      fileID: path.contains("/") ? path : "./\(path)",
      filePath: "\(PackageFolder.root)/\(path)", line: line + 1, column: 1))
}
