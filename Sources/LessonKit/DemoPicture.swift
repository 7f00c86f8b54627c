import Foundation
import Tape

extension LessonProgram {
  /// Writes a picture of a demo.
  ///
  /// - Parameter words: the demo's arguments, for the line under the picture.
  /// - Throws: `Failure` when the file cannot be written; what it held before is still there then.
  func draw(_ recording: Recording, into file: String, _ words: [String]) throws {
    let drawing = [Common.picture.name, Common.trace.name]
    let given = words.filter { word in
      word != file && !drawing.contains { word.hasPrefix($0) }
    }
    let picture = Picture(
      recording, wire: wire, title: "\(name): \(summary)",
      caption: (["swift run", name] + given).joined(separator: " "), clients: actorNames,
      host: machineName)
    do {
      // In one go, so that a full disk leaves the old picture as it was; but what is no file, a
      // pipe or /dev/stdout, is written to and not replaced.
      let isFile =
        (try? FileManager.default.attributesOfItem(atPath: file))?[.type] as? FileAttributeType
      try Data(picture.svg.utf8).write(
        to: URL(fileURLWithPath: file),
        options: [nil, .typeRegular].contains(isFile) ? .atomic : [])
    } catch {
      throw Failure(
        "the picture cannot be written to \(file): \(error.localizedDescription) "
          + "--picture takes another file.")
    }
    Console.standard.write("the picture is in \(file)")
  }

  /// This machine's name, which a picture must not have in it. - Source: gethostname(2).
  private var machineName: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
