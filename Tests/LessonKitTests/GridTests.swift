import LessonKit
import Testing

@Suite("Grids")
struct GridTests {
  private func lines(_ marks: [(Int, Int, Int)], _ columns: Int, _ rows: Int) -> [String] {
    Grid(marks.map { Grid.Mark($0, x: $1, y: $2) }, columns: columns, rows: rows).lines()
  }

  @Test("each number stands at its place, 0, 0 in the middle, and is listed")
  func draws() {
    #expect(
      lines([(3, 3, 0), (1, -1, -1), (12, 0, 1)], 24, 12) == [
        "┌──────────────────────┐",
        "│                      │",
        "│          12          │",
        "│          +     3     │",
        "│        1             │",
        "│                      │",
        "└──────────────────────┘",
        "1: -1, -1   3: 3, 0",
        "12: 0, 1",
      ])
  }

  @Test("whoever is outside is drawn at the edge, the ends of Int16 included")
  func staysInside() {
    let ends = [(1, -32_768, 32_767), (200, 32_767, -32_768), (3, 0, 9), (4, -32_768, 0)]
    let drawn = lines(ends, 40, 14)
    #expect(drawn[1].hasPrefix("│1"))
    #expect(drawn[1].contains("3"))
    #expect(drawn.contains { $0.hasPrefix("│4") && $0.contains("+") })
    #expect(drawn.contains { $0.hasSuffix("200│") })
    #expect(drawn.contains { $0.contains("200: 32767, -32768") })
  }

  @Test(
    "it fits the terminal, however many there are",
    arguments: [(40, 12), (40, 24), (63, 17), (80, 24), (200, 60), (40, 5)])
  func fits(_ columns: Int, _ rows: Int) {
    let marks = (1...200).map { ($0, $0 * 37 % 101 - 50, $0 * 53 % 89 - 44) }
    let drawn = lines(marks, columns, rows)
    #expect(drawn.allSatisfy { $0.count <= min(columns, 80) })
    #expect(drawn.count < max(rows, 9))
    #expect(drawn.last?.hasPrefix("… and ") == true)
  }

  @Test("at one place the smaller number is seen; nobody at all is an empty grid")
  func overlaps() {
    #expect(lines([(2, 1, 1), (1, 1, 1)], 24, 12).contains { $0.contains("  1  ") })
    #expect(lines([], 24, 12).last == "")
  }
}
