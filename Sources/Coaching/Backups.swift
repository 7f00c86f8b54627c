import Foundation

/// Where what a learner has written is kept: `.coach/backups`, which git ignores.
struct Backups {
  static let folder = ".coach/backups"
  let clone: Clone

  /// Copies a file into a dated one; nil when there is none.
  ///
  /// - Parameter file: relative to the clone, as is the result.
  func keep(_ file: String) throws -> String? {
    guard let old = FileManager.default.contents(atPath: clone.path(file)) else { return nil }
    try FileManager.default.createDirectory(
      atPath: clone.path(Self.folder), withIntermediateDirectories: true)
    for name in names(for: file) {
      do {
        try old.write(to: URL(fileURLWithPath: clone.path(name)), options: .withoutOverwriting)
        return name
      } catch CocoaError.fileWriteFileExists {
        continue
      }
    }
    throw CocoaError(.fileWriteFileExists)
  }

  /// What takes a file out of Swift's way and keeps it, as one types it.
  func command(moving file: String) -> String {
    let isThere = FileManager.default.fileExists(atPath: clone.path(Self.folder))
    let free = names(for: file).first { !FileManager.default.fileExists(atPath: clone.path($0)) }
    return (isThere ? "" : "mkdir -p \(Self.folder) && ") + "mv \(file) \(free ?? Self.folder)"
  }

  /// Names with the date in them; twice within a second, neither may be lost.
  private func names(for file: String) -> [String] {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyy-MM-dd-HHmmss"
    let name = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
    let stem = "\(Self.folder)/\(name)-\(formatter.string(from: .now))"
    return (1...100).map { $0 == 1 ? "\(stem).swift" : "\(stem)-\($0).swift" }
  }
}
