import Foundation

/// The learner's files as they were saved last: when, and how long they are.
struct Saved: Equatable {
  private struct Stamp: Equatable {
    let seconds: Int
    let nanoseconds: Int
    let size: Int
    let number: UInt64
  }

  private var stamps: [String: Stamp] = [:]

  /// - Source: stat(2). Cheap enough to be done ten times a second.
  init(in clone: Clone) {
    for lesson in clone.lessons {
      let folder = clone.path(lesson.exerciseFolder)
      for name in Folder.swiftFiles(in: folder) {
        var found = stat()
        guard stat("\(folder)/\(name)", &found) == 0 else { continue }
        #if canImport(Darwin)
          let time = found.st_mtimespec
        #else
          let time = found.st_mtim
        #endif
        stamps["\(lesson.exerciseFolder)/\(name)"] = Stamp(
          seconds: Int(time.tv_sec), nanoseconds: Int(time.tv_nsec), size: Int(found.st_size),
          number: UInt64(found.st_ino))
      }
    }
  }

  /// The paths of the files that are others than before, gone or new.
  func changes(since before: Saved) -> [String] {
    Set(stamps.keys).union(before.stamps.keys).filter { stamps[$0] != before.stamps[$0] }.sorted()
  }
}
