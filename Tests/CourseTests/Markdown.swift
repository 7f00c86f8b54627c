import Foundation

/// A fenced block of a text.
struct Block: Sendable {
  let file: String
  /// The line of its opening fence, from 1.
  let line: Int
  /// What stands behind the fence: `swift`, or `console` and what is said about the run.
  let info: [String]
  let lines: [String]
  /// The heading it stands under; blocks of one heading share their terminals.
  let heading: String

  var language: String { info.first ?? "" }

  /// The value of `key=value` behind the fence.
  func attribute(_ key: String) -> String? {
    info.first { $0.hasPrefix("\(key)=") }.map { String($0.dropFirst(key.count + 1)) }
  }
}

/// A text of the package, taken apart.
struct Markdown {
  let file: String
  private(set) var lines: [String]
  private(set) var blocks: [Block] = []

  init(_ file: String) throws {
    self.file = file
    lines = try read(file).components(separatedBy: "\n")
    var heading = ""
    var opening: (line: Int, info: String)?
    for (index, line) in lines.enumerated() {
      if let start = opening {
        guard line.hasPrefix("```") else { continue }
        blocks.append(
          Block(
            file: file, line: start.line + 1, info: start.info.components(separatedBy: " "),
            lines: Array(lines[start.line + 1..<index]), heading: heading))
        opening = nil
      } else if line.hasPrefix("```") {
        opening = (index, String(line.dropFirst(3)))
      } else if line.hasPrefix("#") {
        heading = line
      }
    }
  }

  /// The text with the lines of a block replaced; blocks must be replaced from the last to
  /// the first.
  mutating func replace(_ block: Block, with lines: [String]) {
    self.lines.replaceSubrange(block.line..<block.line + block.lines.count, with: lines)
  }

  var text: String { lines.joined(separator: "\n") }

  /// The targets of all links `[…](target)`, with their lines.
  var links: [(line: Int, target: String)] {
    lines.enumerated().flatMap { index, line in
      line.matches(of: /\]\(([^)\s]+)\)/).map { (index + 1, String($0.1)) }
    }
  }
}

/// All texts of the package: the README, the lessons, docs/ and the rest.
let allTexts: [String] =
  ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
  + files(below: "Lessons", ending: ".md") + files(below: "docs", ending: ".md")
