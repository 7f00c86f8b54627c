import Foundation
import Processes

/// A .zip or .tar.gz out of which a few files are taken, and nothing else.
struct Archive {
  static let endings = [".zip", ".tar.gz", ".tgz"]

  private let path: String
  private let isZip: Bool

  static func isOne(_ name: String) -> Bool { endings.contains { name.hasSuffix($0) } }

  /// Nil when it is none by its name.
  init?(_ path: String) {
    guard Self.isOne(path) else { return nil }
    self.path = path
    isZip = path.hasSuffix(".zip")
  }

  /// Why an archive gives nothing.
  struct Unreadable: Error, CustomStringConvertible {
    let description: String
  }

  /// Unpacks the wanted files into a new folder, which is the caller's to remove.
  ///
  /// Only names that are asked for word for word are unpacked, so that no entry can lead out of the
  /// folder; and no file may become longer than is taken.
  ///
  /// - Returns: the folder; and for each entry found, its path below it and the one it stands for.
  func extract(_ wanted: [String]) throws -> (folder: String, entries: [(String, String)]) {
    let names = try names()
    let entries = wanted.compactMap { path in
      names.last { name in
        guard name == path || name.hasSuffix("/" + path) else { return false }
        let above = name.dropLast(path.count).split(separator: "/")
        // What is deeper is not the clone's own ("./repo-main/…" is usual); what has signs of unzip's patterns is no name.
        return above.count <= 3 && !above.contains("..") && !name.hasPrefix("/")
          && !name.contains(where: "*?[]\\".contains)
      }.map { ($0, path) }
    }
    let folder = NSTemporaryDirectory() + "coach-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard !entries.isEmpty else { return (folder, []) }
    if try !unpack(entries.map(\.0), into: folder) {
      // One of them has stopped it; the others can do without it.
      for (entry, _) in entries { _ = try unpack([entry], into: folder) }
    }
    return (folder, entries)
  }

  /// - Returns: whether all were unpacked. What was not is missing, and that is seen later.
  private func unpack(_ names: [String], into folder: String) throws -> Bool {
    // In units of 512 bytes, or of 1024 in some shells.
    let limit = "ulimit -f \(HandIn.longest / 512 + 1); exec \"$0\" \"$@\""
    let words =
      isZip
      ? ["unzip", "-qq", "-o", path] + names + ["-d", folder]
      : ["tar", "-xzf", path, "-C", folder, "--"] + names
    return try run(["sh", "-c", limit] + words).0 == .status(0)
  }

  private func names() throws -> [String] {
    let (ending, output) = try run(isZip ? ["unzip", "-Z1", path] : ["tar", "-tzf", path])
    if ending == .status(127) {
      throw Unreadable(
        description: "\(isZip ? "unzip" : "tar") is not installed: unpack it yourself")
    }
    guard ending == .status(0) else {
      throw Unreadable(description: "the archive cannot be read")
    }
    return output.split(separator: "\n").map(String.init)
  }

  private func run(_ words: [String]) throws -> (ChildProcess.Ending, String) {
    let child = try ChildProcess(words[0], Array(words.dropFirst()))
    let ending = child.wait(within: .seconds(60))
    child.killGroup()
    return (ending, child.standardOutput)
  }
}
