/// A piece of a text: prose, which may be broken anywhere, or code, which may not.
enum Passage: Equatable {
  case prose(String)
  case code([String])
}

extension Speaker {
  /// Says passages, an empty line between them.
  func tell(_ passages: [Passage], indent: Int = 2) {
    for (index, passage) in passages.enumerated() {
      if index > 0 { say("") }
      switch passage {
      case .prose(let text): tell(text, indent: indent)
      case .code(let lines): show(lines, indent: indent + 2)
      }
    }
  }
}

/// What an exercise asks, as it stands at the head of its starter.
enum Assignment {
  /// - Parameter starter: the text of a file that begins with
  ///   `// Exercise 2.3 · Pieces in, messages out`.
  static func passages(in starter: String) -> [Passage] {
    let comment = starter.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { $0.hasPrefix("//") }.map { $0.dropFirst(2).trimmingPrefix(" ") }
    return comment.split(separator: "").compactMap { lines in
      guard let first = lines.first, !first.hasPrefix("Exercise "), !first.hasPrefix("Check it:")
      else { return nil }
      return first.hasPrefix(" ")
        ? .code(lines.map { String($0.trimmingPrefix(/[ ]+/)) })
        : .prose(lines.joined(separator: " "))
    }
  }
}
