import CourseTesting
import Foundation
import Processes
import Testing

@Suite("The pictures are in step with the programs", .waits, .enabled(if: isCourse))
struct PicturesTests {
  @Test("a lesson's picture is what its demo draws", arguments: lessonFolders)
  func pictureIsReal(_ lesson: String) throws {
    let program = "lesson\(lesson.prefix(2))"
    let file = FileManager.default.temporaryDirectory.path + "/\(program)-\(UUID()).svg"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let child = try ChildProcess(PackageFolder.program(program), ["--picture", file])
    try #require(child.wait(within: .seconds(10)) == .status(0), "\(child.standardError)")
    try hold("Lessons/\(lesson)/wire.svg", to: String(contentsOfFile: file, encoding: .utf8))
  }

  @Test("a lesson's text shows its picture, and says what is in it", arguments: lessonFolders)
  func textShowsIt(_ lesson: String) throws {
    let text = try read("Lessons/\(lesson)/README.md")
    let shown = text.firstMatch(of: /!\[([^\]]*)\]\(wire\.svg\)/)
    #expect(
      (shown?.1.count ?? 0) > 40,
      "Lessons/\(lesson)/README.md has no line ![what is to be seen in it](wire.svg)")
  }

  @Test("the first page shows one of them")
  func firstPageShowsOne() throws {
    #expect(try read("README.md").contains(/!\[[^\]]{40,}\]\(Lessons\/[^)]+\/wire\.svg\)/))
  }
}
