import Checks
import CourseTesting
import Foundation
import Processes
import Testing

@testable import Coaching

@Suite("A class", .waits)
struct ClassTests {
  private let clone: TinyClone
  /// Holds the students' clones and archives.
  private let folder: String

  init() throws {
    clone = try TinyClone()
    folder = "\(clone.root)/class"
  }

  private let lesson = "Lessons/02-header-streaming/Exercises"

  /// A file of a student.
  private func hand(_ student: String, _ path: String, _ text: String) throws {
    try clone.write("class/\(student)/\(path)", text)
  }

  /// A student's answer to an exercise, which plays what it is told to.
  private func hand(_ student: String, _ id: String, plays player: String, _ more: String = "")
    throws
  {
    let starter = clone.read(clone.exercise(id).path)
    try hand(student, clone.exercise(id).path, starter + "\n// plays \(player)\n" + more)
  }

  private var results: [String] {
    clone.read("class.csv").split(separator: "\r\n").map(String.init)
  }

  @Test(
    "each student's files are judged, one broken file stops no other, and it goes on where it was")
  func judges() throws {
    try hand("anna", "2.3", plays: "solution02")
    try hand("ben", "2.3", plays: "2.3/dropsSurplus")
    try hand("ben", "2.1", plays: "2.3/dropsSurplus", "BROKEN\n")
    try hand("ben", "2.4", plays: "2.3/dropsSurplus")
    let commented = clone.read("class/ben/\(clone.exercise("2.4").path)").split(separator: "\n")
    try hand("ben", clone.exercise("2.4").path, "// " + commented.joined(separator: "\n// "))
    try hand("ben", "Package.swift", "fatalError()")
    try hand("ben", "\(lesson)/Helper.swift", "let help = 1")
    try hand("=cmd", "3.1", plays: "solution03")
    let words = [
      "class", folder, "--csv", "\(clone.root)/class.csv", "--html", "\(clone.root)/class.html",
    ]
    let said = try clone.coach(words)
    #expect(said.ending == .status(0), "\(said.errors)")
    #expect(said.errors.contains("That is\nno sandbox"))
    #expect(
      said.errors.contains("[####################] 3 of 3: ben, 0 of \(Course.exercises.count)"))
    #expect(said.lines.contains { $0.hasPrefix("anna     --- --#- --- ") }, "\(said.output)")
    #expect(said.output.contains("2.3 dropsSurplus              1  ben"), "\(said.output)")
    #expect(said.output.contains("ben: \(lesson)/Helper.swift was not taken"))
    try #require(results.count == 4)
    let columns = results[0].split(separator: ",").map(String.init)
    func outcome(_ row: Int, _ id: String) -> Substring {
      let place = columns.firstIndex(of: id) ?? 0
      return results[row].split(separator: ",")[place]
    }
    #expect(results[1].hasPrefix("'=cmd,1,"), "a spreadsheet must not take it for a formula")
    #expect(outcome(2, "2.3") == "passed")
    #expect(outcome(2, "2.1") == "not handed in")
    #expect(outcome(3, "2.1") == "does not compile")
    #expect(outcome(3, "2.4") == "does not compile")
    #expect(outcome(3, "2.3") == "dropsSurplus")
    let page = clone.read("class.html")
    #expect(page.contains("<th scope=\"row\">dropsSurplus</th>"))
    #expect(!page.contains("<script") && !page.contains("http"), "it needs nothing else")

    // Again, with a swift that builds nothing: what is known needs no build but the first.
    try clone.write("bin/swift", "#!/bin/sh\n[ -e built ] && exit 1\ntouch built\n")
    let again = try clone.coach(words)
    #expect(again.ending == .status(0), "\(again.errors)")
    #expect(again.output == said.output)
  }

  @Test("Ctrl-C in the middle of a student loses nobody who is done")
  func interrupted() throws {
    try hand("anna", "2.3", plays: "solution02")
    try hand("ben", "2.3", plays: "2.3/dropsSurplus", "// SLOW\n")
    let swift = clone.read("bin/swift")
    let slow = "if grep -q SLOW $(dirname Lessons/02*/x)/Exercises/*; then exec sleep 100; fi"
    try clone.write("bin/swift", swift.replacing("#!/bin/sh\n", with: "#!/bin/sh\n\(slow)\n"))
    let child = try clone.start(["class", folder])
    #expect(child.complains("1 of 2: anna, 1 of"))
    #expect(child.interrupt() == .signal(SIGINT))
    #expect(child.standardError.hasSuffix("the same command goes on where it was.\n"))
    try clone.write("bin/swift", swift)
    let record = clone.read(ClassRecord.path)
    #expect(record.contains("anna") && !record.contains("ben"))
    let said = try clone.coach(["class", folder])
    #expect(said.lines.contains { $0.hasPrefix("anna     --- --#- --- ") })
    #expect(said.lines.contains { $0.hasPrefix("ben      --- --!- --- ") }, "\(said.output)")
  }

  @Test("archives give the exercises' files, and nothing else")
  func archives() throws {
    let answer = clone.read(clone.exercise("2.3").path) + "\n// plays solution02\n"
    try clone.write("in/repo-main/\(lesson)/Exercise2_3.swift", answer)
    try clone.write(
      "in/repo-main/\(lesson)/Exercise2_1.swift", answer + String(repeating: "x", count: 300_000))
    try clone.write("in/\(lesson)/Exercise2_4.swift", answer)
    try FileManager.default.createSymbolicLink(
      atPath: "\(clone.root)/in/repo-main/\(lesson)/Exercise2_2.swift",
      withDestinationPath: "/etc/passwd")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let pack = """
      cd "$0/in/repo-main" && tar -czPf "$0/class/tarred.tar.gz" ./Lessons ../Lessons || exit 1
      cd "$0/in" && { zip -qry "$0/class/zipped.zip" repo-main || cp "$0/class/tarred.tar.gz" "$0/class/zipped.tgz"; }
      echo broken > "$0/class/broken.zip"
      """
    let packer = try ChildProcess("sh", ["-c", pack, clone.root])
    #expect(packer.wait() == .status(0), "\(packer.standardError)")
    let wanted = Bench(Clone(root: clone.root), note: { _ in }).wanted
    for name in try HandIn.paths(in: folder) where !name.contains("broken") {
      let handIn = HandIn(name, wanted: wanted)
      #expect(handIn.files.keys.sorted() == ["\(lesson)/Exercise2_3.swift"], "\(name)")
      #expect(handIn.files.values.first == Data(answer.utf8))
    }
    #expect(HandIn("\(folder)/broken.zip", wanted: wanted).notes == ["the archive cannot be read"])
    #expect(HandIn("\(folder)/zipped.zip", wanted: wanted).student == "zipped")
  }

  @Test("links lead nowhere, and a folder without exercises is told")
  func links() throws {
    try hand("anna", "2.3", plays: "solution02")
    let manager = FileManager.default
    try manager.createDirectory(
      atPath: "\(folder)/ben/Lessons/02-header-streaming", withIntermediateDirectories: true)
    try manager.createSymbolicLink(
      atPath: "\(folder)/ben/\(lesson)", withDestinationPath: "\(folder)/anna/\(lesson)")
    try manager.createSymbolicLink(atPath: "\(folder)/carl", withDestinationPath: "\(folder)/anna")
    try manager.createDirectory(atPath: "\(folder)/dora", withIntermediateDirectories: true)
    let paths = try HandIn.paths(in: folder)
    #expect(paths.map { ($0 as NSString).lastPathComponent } == ["anna", "ben", "dora"])
    let wanted = Bench(Clone(root: clone.root), note: { _ in }).wanted
    let ben = HandIn(paths[1], wanted: wanted)
    #expect(ben.files.isEmpty)
    #expect(ben.notes.allSatisfy { $0.hasSuffix("is a link, and was not taken") })
    #expect(HandIn(paths[2], wanted: wanted).notes == ["no exercise file is in it"])
  }

  @Test(
    "a program that leaves its group of processes is found, its environment empty, its files gone")
  func containment() throws {
    let program = "\(clone.root)/program"
    let file = "\(clone.root)/said"
    try clone.write(
      "program",
      """
      #!/bin/sh
      env > '\(file)'; pwd >> '\(file)'; ulimit -v >> '\(file)'
      /usr/bin/env > left-behind
      setsid sleep 1000 2>&- & echo $! > '\(file).pid'
      exit 0
      """)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    let room = "\(clone.root)/room"
    let containment = try Containment(in: room)
    let reports = containment.judge([clone.exercise("2.3")]) { _ in program }
    containment.clean()
    #expect(reports.count == 1)
    let said = clone.read("said")
    #expect(said.contains("HOME=\(room)") && said.contains("\n\(room)\n"))
    #expect(!said.contains("PATH=/") || !said.contains("USER="), "nothing of ours: \(said)")
    #expect(!said.contains("SEED") && !said.contains("TSAN_OPTIONS"))
    #expect(said.hasSuffix("4194304\n") || said.hasSuffix("unlimited\n"))
    #expect(!FileManager.default.fileExists(atPath: room))
    let left = try #require(
      Int32(clone.read("said.pid").trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(isGone(left), "what it has started has ended")
  }

  /// Whether a process has ended, though nobody may have asked for its status yet.
  private func isGone(_ process: Int32) -> Bool {
    if kill(process, 0) != 0 { return true }
    let status = FileManager.default.contents(atPath: "/proc/\(process)/stat") ?? Data()
    return String(decoding: status, as: UTF8.self).contains(") Z")
  }

  @Test("a table within 60 columns, a page with nothing but text of theirs")
  func reports() {
    let lessons = Clone(root: PackageFolder.root).lessons
    let exercises = lessons.flatMap(\.exercises)
    let rows = [
      Row(
        student: "<b>&'\"", outcomes: ["1.1": .passed, "2.3": .mistake("<i>")],
        notes: ["\u{1B}[31mred"]),
      Row(
        student: "a student with a name that has no end",
        outcomes: ["2.3": .mistake("dropsSurplus")],
        notes: []),
      Row(
        student: "c",
        outcomes: ["2.3": .mistake("dropsSurplus"), "1.2": .doesNotCompile(message: "m")],
        notes: []),
    ]
    let report = ClassReport(rows: rows, lessons: lessons)
    let table = report.table(columns: 60)
    #expect(table.allSatisfy { $0.count <= 60 })
    #expect(!table.joined().contains("\u{1B}"))
    #expect(
      MistakeCount.all(rows, exercises).map {
        "\($0.exercise.id) \($0.mistake) \($0.students.count)"
      }
        == ["2.3 dropsSurplus 2", "1.2 does not compile 1", "2.3 <i> 1"])
    let page = ClassPage(report, title: "<x>").html
    for word in ["<b>", "<i>", "<x>"] { #expect(!page.contains(word)) }
    #expect(page.contains("&lt;b&gt;&amp;&#39;&quot;"))
  }

  @Test("a sign with an accent on it is escaped like others: a browser sees two signs there")
  func accents() {
    let lessons = Clone(root: PackageFolder.root).lessons
    let accent: Unicode.Scalar = "\u{301}"
    let exercises = lessons.flatMap(\.exercises)
    let signs = "\"\(accent) <\(accent) '\(accent) &\(accent)"
    let mistake = Outcome.mistake("\(signs) onmouseover=alert(1)")
    let names = ["=\(accent)1", "a\"\(accent),b", "c\r\n=d"]
    let report = ClassReport(
      rows: names.map { Row(student: $0, outcomes: [exercises[0].id: mistake], notes: []) },
      lessons: lessons)
    let page = ClassPage(report, title: signs).html.unicodeScalars
    for sign: Unicode.Scalar in ["\"", "<", "'", "&"] {
      #expect(!zip(page, page.dropFirst()).contains { $0 == (sign, accent) }, "\(sign)")
    }
    let lines = report.csv.unicodeScalars.split(separator: "\n").map { Array($0) }
    #expect(lines[1].starts(with: "'=\(accent)1,".unicodeScalars))
    #expect(lines[2].starts(with: "\"a\"\"\(accent),b\",".unicodeScalars))
    #expect(lines[3].starts(with: "\"c".unicodeScalars))
  }
}
