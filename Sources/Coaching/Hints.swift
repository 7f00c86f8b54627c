import Foundation

/// The folded hints of an exercise, out of its lesson's text.
struct Hints {
  struct Hint: Equatable {
    /// `Hint 2: which rule`
    let title: String
    let passages: [Passage]
  }

  let hints: [Hint]

  /// - Parameters:
  ///   - text: the lesson's README.md.
  ///   - folder: where it lies, `Lessons/02-header-streaming`: its links begin there.
  init(of exercise: String, in text: String, folder: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let section = lines.drop { !$0.hasPrefix("### \(exercise) ") }.dropFirst()
      .prefix { !$0.hasPrefix("## ") && !$0.hasPrefix("### ") }
    var hints: [Hint] = []
    var rest = section
    while let start = rest.firstIndex(where: { $0.hasPrefix("<details><summary>Hint") }) {
      let title = String(rest[start]).replacing("<details><summary>", with: "")
        .replacing("</summary>", with: "")
      let body = rest[(start + 1)...].prefix { !$0.hasPrefix("</details>") }
      hints.append(Hint(title: title, passages: Self.passages(body, folder)))
      rest = rest[body.endIndex...]
    }
    self.hints = hints
  }

  private static func passages(_ body: ArraySlice<Substring>, _ folder: String) -> [Passage] {
    var passages: [Passage] = []
    var code: [String]?
    var paragraph: [Substring] = []
    func endParagraph() {
      if !paragraph.isEmpty {
        passages.append(.prose(plain(paragraph.joined(separator: " "), folder)))
      }
      paragraph = []
    }
    for line in body {
      if line.hasPrefix("```") {
        endParagraph()
        if let lines = code { passages.append(.code(lines)) }
        code = code == nil ? [] : nil
      } else if code != nil {
        code?.append(String(line))
      } else if line.isEmpty {
        endParagraph()
      } else {
        // Each point of a list is a paragraph of its own.
        if line.hasPrefix("- ") { endParagraph() }
        paragraph.append(line)
      }
    }
    endParagraph()
    return passages
  }

  /// A link as a terminal can show it: `[Register.swift](Program/Register.swift)` becomes
  /// `Register.swift (Lessons/05-disconnect-message/Program/Register.swift)`.
  private static func plain(_ text: String, _ folder: String) -> String {
    text.replacing(/\[([^\]]+)\]\(([^)]+)\)/) { link in
      let target = String(link.2)
      if target.hasPrefix("http") { return "\(link.1) (\(target))" }
      if target.hasPrefix("#") { return "\(link.1) (\(folder)/README.md\(target))" }
      // What is relative to the lesson's folder, from the clone's on.
      var parts = folder.split(separator: "/").map(String.init)
      for part in target.split(separator: "/") {
        if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(String(part)) }
      }
      return "\(link.1) (\(parts.joined(separator: "/")))"
    }
  }
}
