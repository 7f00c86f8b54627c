import Foundation

/// A short text that is another one when the files it was made of are others.
///
/// It tells changes from no changes, and is no protection against somebody who wants to deceive.
enum Fingerprint {
  /// The fingerprint of files: of their names and of what is in them.
  static func of(_ paths: [String]) -> String {
    of(
      paths.map {
        (($0 as NSString).lastPathComponent, FileManager.default.contents(atPath: $0) ?? Data())
      })
  }

  /// The fingerprint of names and contents.
  static func of(_ files: [(name: String, data: Data)]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for file in files {
      take(Array(file.name.utf8) + [0], into: &hash)
      take([UInt8](file.data) + [0], into: &hash)
    }
    return String(hash, radix: 16)
  }

  /// - Source: FNV-1a, draft-eastlake-fnv.
  private static func take(_ bytes: [UInt8], into hash: inout UInt64) {
    bytes.withUnsafeBufferPointer {
      for byte in $0 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
  }
}
