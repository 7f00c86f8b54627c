import Checks
import Foundation

/// What one student has handed in: a clone, or an archive of one. Only the exercises' own files are
/// taken out of it, by their names; whatever else is there is never read, built or run.
struct HandIn: Sendable {
  /// The folder's or the archive's name.
  let student: String
  /// The contents by their paths in a clone: `Lessons/02-header-streaming/Exercises/…`.
  private(set) var files: [String: Data] = [:]
  /// What the teacher should know: a file that was not taken, an archive that cannot be read.
  private(set) var notes: [String] = []

  /// The longest file that is taken, in bytes; the longest solution has a hundredth of it.
  static let longest = 256 * 1024

  /// - Parameters:
  ///   - path: a folder, or a file that ends in .zip, .tar.gz or .tgz.
  ///   - wanted: the paths that are looked for.
  init(_ path: String, wanted: [String]) {
    let name = (path as NSString).lastPathComponent
    student =
      Archive.endings.first { name.hasSuffix($0) }.map { String(name.dropLast($0.count)) }
      ?? name
    if let archive = Archive(path) {
      take(archive, wanted)
    } else {
      take(folder: path, wanted)
    }
    if files.isEmpty, notes.isEmpty { notes.append("no exercise file is in it") }
  }

  /// The hand-ins that lie in a folder, by name. Links are not followed, hidden files not looked at.
  static func paths(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted().filter { name in
      let kind = self.kind(of: "\(folder)/\(name)")
      return !name.hasPrefix(".")
        && (kind == .typeDirectory || kind == .typeRegular && Archive.isOne(name))
    }.map { "\(folder)/\($0)" }
  }

  // MARK: Folders

  private mutating func take(folder: String, _ wanted: [String]) {
    guard let root = Self.courseFolder(in: folder) else { return }
    for path in wanted {
      guard Self.isFree(of: .typeSymbolicLink, path, below: root) else {
        notes.append("\(path) is a link, and was not taken")
        continue
      }
      take("\(root)/\(path)", as: path)
    }
    for folder in Set(wanted.map { ($0 as NSString).deletingLastPathComponent }).sorted() {
      for name in Folder.swiftFiles(in: "\(root)/\(folder)")
      where name != "main.swift" && !wanted.contains("\(folder)/\(name)") {
        notes.append("\(folder)/\(name) was not taken: only the exercises' own files are")
      }
    }
  }

  /// The clone itself, or the one folder in it that is one.
  private static func courseFolder(in folder: String) -> String? {
    let inner = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
      .map { "\(folder)/\($0)" }
    return ([folder] + inner).first {
      kind(of: $0) == .typeDirectory && kind(of: "\($0)/Lessons") == .typeDirectory
    }
  }

  private mutating func take(_ file: String, as path: String) {
    guard Self.kind(of: file) == .typeRegular else { return }
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    let size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
    guard size <= Self.longest else {
      notes.append("\(path) was not taken: it is longer than \(Self.longest) bytes")
      return
    }
    files[path] = FileManager.default.contents(atPath: file)
  }

  private static func isFree(
    of kind: FileAttributeType, _ path: String, below root: String
  ) -> Bool {
    var place = root
    return path.split(separator: "/").allSatisfy {
      place += "/\($0)"
      return self.kind(of: place) != kind
    }
  }

  /// What a path itself is, a link being a link. - Source: lstat(2).
  private static func kind(of path: String) -> FileAttributeType? {
    try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
  }

  // MARK: Archives

  private mutating func take(_ archive: Archive, _ wanted: [String]) {
    do {
      let (folder, entries) = try archive.extract(wanted)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      for (entry, path) in entries { take("\(folder)/\(entry)", as: path) }
    } catch {
      notes.append("\(error)")
    }
  }
}
