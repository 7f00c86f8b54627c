import Foundation
import Processes

/// Who listens at a port of this machine.
struct PortHolder {
  let name: String
  let id: Int

  /// Nil when nobody does, or another user's program, whom we are not told.
  static func find(_ port: UInt16) -> PortHolder? {
    FileManager.default.fileExists(atPath: "/proc/net/tcp") ? inProc(port) : byLsof(port)
  }

  /// - Source: proc(5): /proc/net/tcp has a socket's number, /proc/PID/fd who holds it.
  private static func inProc(_ port: UInt16) -> PortHolder? {
    let hex = String(port, radix: 16, uppercase: true)
    let ending = ":" + String(repeating: "0", count: 4 - hex.count) + hex
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"].compactMap {
      Proc.contents($0).map { String(decoding: $0, as: UTF8.self) }
    }
    let sockets = tables.flatMap { $0.split(separator: "\n") }.compactMap { line -> String? in
      let fields = line.split(separator: " ")
      // 0A is LISTEN.
      guard fields.count > 9, fields[1].hasSuffix(ending), fields[3] == "0A" else { return nil }
      return "socket:[\(fields[9])]"
    }
    let manager = FileManager.default
    for name in (try? manager.contentsOfDirectory(atPath: "/proc")) ?? [] {
      guard let id = Int(name) else { continue }
      let folder = "/proc/\(name)/fd"
      let links = ((try? manager.contentsOfDirectory(atPath: folder)) ?? []).compactMap {
        try? manager.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
      }
      guard links.contains(where: sockets.contains) else { continue }
      let command = Proc.contents("/proc/\(name)/comm") ?? Data()
      return PortHolder(
        name: String(decoding: command, as: UTF8.self).trimmingCharacters(
          in: .whitespacesAndNewlines),
        id: id)
    }
    return nil
  }

  private static func byLsof(_ port: UInt16) -> PortHolder? {
    let child = try? ChildProcess("lsof", ["-nP", "-iTCP:\(port)", "-sTCP:LISTEN", "-Fpc"])
    guard let child, child.wait(within: .seconds(5)) == .status(0) else { return nil }
    let lines = child.standardOutput.split(separator: "\n")
    guard let id = lines.first(where: { $0.hasPrefix("p") }).flatMap({ Int($0.dropFirst()) }),
      let name = lines.first(where: { $0.hasPrefix("c") })
    else { return nil }
    return PortHolder(name: String(name.dropFirst()), id: id)
  }
}

/// Files that the system makes up while they are read.
enum Proc {
  /// All of it. (FileManager goes by a file's size, which is 0 here, and reads a page.)
  static func contents(_ path: String) -> Data? {
    try? FileHandle(forReadingAtPath: path)?.readToEnd()
  }
}
