import Foundation
import Checks
import Processes
import CourseTesting
import Testing

@Suite("The texts are in step with the code", .waits, .enabled(if: isCourse))
struct TextsTests {
  @Test("every swift and python block stands word for word in a file", arguments: allTexts)
  func quotesAreReal(_ text: String) throws {
    for block in try Markdown(text).blocks {
      guard ["swift", "python", "py"].contains(block.language) else { continue }
      let sources = block.language == "swift" ? Self.swiftFiles : Self.pythonFiles
      let quoted = unindented(block.lines)
      if sources.contains(where: { contains($0.lines, quoted) }) { continue }
      let nearest = nearestLine(quoted, sources)
      Issue.record(
        "\(text):\(block.line): no file has this block. \(nearest)",
        sourceLocation: place(block))
    }
  }

  @Test("every console block is what its command prints", arguments: allTexts)
  func runsAreReal(_ text: String) throws {
    var markdown = try Markdown(text)
    let blocks = markdown.blocks.filter { $0.language == "console" }
    var scene = try Scene(text)
    var heading = ""
    var results: [(Block, [String])] = []
    for block in blocks {
      if block.heading != heading { scene = try Scene(text) }
      heading = block.heading
      results.append((block, try scene.play(block)))
    }
    for (block, lines) in results.reversed() where lines != block.lines {
      if regenerates {
        markdown.replace(block, with: lines)
        continue
      }
      let index = (0..<max(lines.count, block.lines.count)).first {
        lines.dropFirst($0).first != block.lines.dropFirst($0).first
      }
      let at = index ?? 0
      Issue.record(
        """
        \(text):\(block.line + at + 1): the run shows something else. Scripts/regenerate writes it anew.
        text: \(block.lines.dropFirst(at).first ?? "(nothing)")
        run:  \(lines.dropFirst(at).first ?? "(nothing)")
        """, sourceLocation: place(block, at + 1))
    }
    if regenerates, try read(text) != markdown.text { try hold(text, to: markdown.text) }
  }

  @Test("every link within the package leads somewhere", arguments: allTexts)
  func linksLead(_ text: String) throws {
    let folder = URL(fileURLWithPath: "\(PackageFolder.root)/\(text)").deletingLastPathComponent()
    for (line, target) in try Markdown(text).links where !target.hasPrefix("http") {
      let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      let path =
        parts[0].isEmpty
        ? "\(PackageFolder.root)/\(text)" : folder.appendingPathComponent(String(parts[0])).path
      guard FileManager.default.fileExists(atPath: path) else {
        Issue.record("\(text):\(line): \(target) leads nowhere")
        continue
      }
      guard parts.count == 2, path.hasSuffix(".md") else { continue }
      let headings = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        .filter { $0.hasPrefix("#") }.map(anchor)
      #expect(headings.contains(String(parts[1])), "\(text):\(line): no heading #\(parts[1])")
    }
  }

  @Test("a lesson has its sections, in their order", arguments: lessonFolders)
  func sectionsAreThere(_ lesson: String) throws {
    let headings = try read("Lessons/\(lesson)/README.md").split(separator: "\n")
      .filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }
    let wanted = [
      "Run it", "Predict", "How it works", "Break it", "Exercises", "The same in Python",
      "In the real world", "Checkpoint",
    ]
    let found = wanted.compactMap { word in headings.firstIndex { $0.hasPrefix(word) } }
    #expect(found.count == wanted.count && found == found.sorted(), "\(headings)")
  }

  @Test("every exercise has its section and three hints", arguments: allExercises)
  func hintsAreThere(_ exercise: Exercise) throws {
    let text = try read("\(PackageFolder.lesson(exercise.lesson))/README.md")
    let sections = text.components(separatedBy: "\n### ")
    let section = try #require(
      sections.first { $0.hasPrefix("\(exercise.id) ") }, "no section ### \(exercise.id) …")
    let own = section.components(separatedBy: "\n## ")[0]
    for number in 1...3 { #expect(own.contains("<summary>Hint \(number)")) }
    #expect(
      own.contains(exercise.command) || own.contains(exercise.testCommand),
      "the section names the command that checks it")
  }

  // MARK: Quotes

  private struct Source: Sendable {
    let path: String
    let lines: [String]
  }

  private static let swiftFiles = ["Lessons", "Solutions", "Sources"].flatMap { load($0, ".swift") }
  private static let pythonFiles = load("Lessons", ".py")

  private static func load(_ folder: String, _ ending: String) -> [Source] {
    files(below: folder, ending: ending).map { path in
      Source(path: path, lines: ((try? read(path)) ?? "").components(separatedBy: "\n"))
    }
  }

  private func contains(_ lines: [String], _ quoted: [String]) -> Bool {
    guard let first = quoted.first, lines.count >= quoted.count else { return false }
    return (0...lines.count - quoted.count).contains { start in
      lines[start].hasSuffix(first)
        && unindented(Array(lines[start..<start + quoted.count])) == quoted
    }
  }

  /// Says where a file goes another way than the block, for the block that is nearly right.
  private func nearestLine(_ quoted: [String], _ sources: [Source]) -> String {
    let known = Set(sources.flatMap { $0.lines.map { $0.trimmingCharacters(in: .whitespaces) } })
    let strange = quoted.first { !known.contains($0.trimmingCharacters(in: .whitespaces)) }
    return strange.map { "This line is in none: \($0)" } ?? "Its lines are, but not in this order."
  }

  private func unindented(_ lines: [String]) -> [String] {
    let indents = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }
    let common = indents.min() ?? 0
    return lines.map { String($0.dropFirst(common)) }
  }

  private func anchor(_ heading: Substring) -> String {
    heading.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces).lowercased()
      .filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
      .replacing(" ", with: "-")
  }

  private func place(_ block: Block, _ offset: Int = 0) -> SourceLocation {
    SourceLocation(
      fileID: "texts/\(block.file)", filePath: "\(PackageFolder.root)/\(block.file)",
      line: block.line + offset, column: 1)
  }
}
