import Foundation

/// Where things lie in this package, for programs and tests that run inside it.
public enum PackageFolder {
  /// The folder that holds Package.swift.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The folder with the built programs: the one that the running program or test bundle is in.
  public static let programs: String = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") }
    let path = bundle ?? Bundle.main.executablePath ?? CommandLine.arguments[0]
    let folder = path.components(separatedBy: ".xctest")[0]
    return URL(fileURLWithPath: folder).deletingLastPathComponent().path
  }()

  /// A built program of this package.
  public static func program(_ name: String) -> String { "\(programs)/\(name)" }

  /// `Lessons/02-header-streaming`, for "02".
  public static func lesson(_ number: String) -> String {
    let lessons = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/Lessons")) ?? []
    return "Lessons/" + (lessons.first { $0.hasPrefix("\(number)-") } ?? number)
  }
}
