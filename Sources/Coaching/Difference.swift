/// How two texts differ, line by line, as `diff -u` shows it.
struct Difference {
  /// Each line of both: in both (` `), only in the first (`-`), only in the second (`+`).
  private let lines: [(mark: Character, text: String)]

  init(from first: String, to second: String) {
    let (old, new) = (Self.lines(of: first), Self.lines(of: second))
    let changes = new.difference(from: old)
    let removed = Set(
      changes.removals.map { if case .remove(let at, _, _) = $0 { at } else { -1 } })
    let inserted = Set(
      changes.insertions.map { if case .insert(let at, _, _) = $0 { at } else { -1 } })
    var lines: [(mark: Character, text: String)] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if i < old.count, removed.contains(i) {
        lines.append(("-", old[i]))
        i += 1
      } else if j < new.count, inserted.contains(j) {
        lines.append(("+", new[j]))
        j += 1
      } else {
        lines.append((" ", old[i]))
        (i, j) = (i + 1, j + 1)
      }
    }
    self.lines = lines
  }

  var isEmpty: Bool { lines.allSatisfy { $0.mark == " " } }

  /// The changes with so many lines around each; `@@` stands where lines were left out.
  func hunks(around context: Int = 3) -> [(mark: Character, text: String)] {
    let changed = lines.indices.filter { lines[$0].mark != " " }
    var shown: [(mark: Character, text: String)] = []
    var last = -1
    for index in lines.indices
    where changed.contains(where: { abs($0 - index) <= context }) {
      if index != last + 1 { shown.append(("@", "@@ line \(index + 1) @@")) }
      shown.append(lines[index])
      last = index
    }
    return shown
  }

  private static func lines(of text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
