import Checks
import Foundation
import Processes

/// A clone of the course for a test: its texts, its starters and its solutions, and a `swift` that
/// compiles nothing.
///
/// What the learner's code does is said in a comment: `// plays 2.3/dropsSurplus` runs that wrong
/// program of the catalogue, `// plays solution02` the solution. A line with BROKEN in it does not
/// compile. So the tests need no compiler, and the verdicts are real.
final class TinyClone: Sendable {
  let root: String

  init() throws {
    root = NSTemporaryDirectory() + "clone-\(UUID().uuidString)"
    let manager = FileManager.default
    try manager.createDirectory(atPath: "\(root)/bin", withIntermediateDirectories: true)
    try write("Package.swift", "")
    try write("Sources/Checks/Check.swift", "checks")
    // What is only read need not be copied.
    try manager.createSymbolicLink(
      atPath: "\(root)/Solutions", withDestinationPath: "\(PackageFolder.root)/Solutions")
    for lesson in Set(Course.exercises.map(\.lesson)) {
      let folder = PackageFolder.lesson(lesson)
      let name = (folder as NSString).lastPathComponent
      try manager.createDirectory(
        atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
      try manager.createSymbolicLink(
        atPath: "\(root)/\(folder)/README.md",
        withDestinationPath: "\(PackageFolder.root)/\(folder)/README.md")
      try manager.copyItem(
        atPath: "\(root)/Solutions/\(name)/Starter", toPath: "\(root)/\(folder)/Exercises")
      try manager.removeItem(atPath: "\(root)/\(folder)/Exercises/Export.swift")
      try write("\(folder)/Exercises/main.swift", "")
    }
    try write("bin/swift", Self.compiler)
    try write("bin/python3", "#!/bin/sh\necho 3.11.7\n")
    for name in ["swift", "python3"] {
      try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(root)/bin/\(name)")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// Stands in for SwiftPM: `swift build --product exercise02`, or of all exercises.
  private static let compiler = #"""
    #!/bin/sh
    if [ "$1" = --version ]; then echo Swift version 6.3.1; exit; fi
    if [ "$LESSON" ]; then echo "error: LESSON is still there"; exit 1; fi
    if [ "$2" = --product ]; then wanted=${3#exercise}; else wanted=*; fi
    mkdir -p .build/debug
    rm -f .build/debug/exercise$wanted
    for folder in Lessons/$wanted-*; do
      echo $folder
      for starter in Solutions/${folder#Lessons/}/Starter/*_*.swift; do
        if [ -e "$starter" ]; then echo "$starter"; fi
      done
    done > .build/names
    grep -n -e BROKEN -e '^extension Exercises: ' -e '^// plays ' \
      Lessons/$wanted-*/Exercises/*.swift /dev/null |
      awk -F: -v folder="$PWD" -v rehearsal='\#(PackageFolder.program("rehearsal"))' '
        function lesson(path) { sub("^[^/]*/", "", path); sub("-.*", "", path); return path }
        function fails(said) { print folder "/" said; exit failed = 1 }
        FILENAME != "-" { names[++count] = $0; next }
        { at = lesson($1) }
        /BROKEN/ && !(at in broken) { broken[at] = $1 ":" $2 }
        $3 == "extension Exercises" { name = $4; gsub("[^A-Za-z0-9_]", "", name); found[name]++ }
        $3 ~ "^// plays " && !(at in player) {
          player[at] = substr($3, 10); sub("[[:cntrl:]].*", "", player[at])
        }
        END {
          for (i = 1; i <= count; i++) {
            at = lesson(names[i])
            if (names[i] ~ "^Lessons") {
              place = names[i] "/Exercises/"
              if (at in broken)
                fails(broken[at] ":3: error: cannot find '\''BROKEN'\'' in scope")
              program = ".build/debug/exercise" at
              plays = at in player ? player[at] : "starter" at
              print "#!/bin/sh\nexec \"" rehearsal "\" " plays " \"$@\"" > program
              close(program)
              continue
            }
            name = names[i]; sub(".*/", "", name); sub(".swift$", "", name)
            if (!found[name])
              fails(place "main.swift:3:17: error: static method '\''lesson" at "'\'' requires that " \
                "'\''Exercises'\'' conform to '\''" name "'\''")
            if (found[name] > 1) fails(place name ".swift:13:8: error: invalid redeclaration")
          }
          exit failed
        }' .build/names - || exit 1
    chmod +x .build/debug/exercise*

    """#

  func exercise(_ id: String) -> Exercise {
    Course.exercises.first { $0.id == id } ?? Course.exercises[0]
  }

  func path(_ id: String) -> String { "\(root)/\(exercise(id).path)" }

  func write(_ path: String, _ text: String) throws {
    let file = URL(fileURLWithPath: "\(root)/\(path)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: false, encoding: .utf8)
  }

  func read(_ path: String) -> String {
    String(
      decoding: FileManager.default.contents(atPath: "\(root)/\(path)") ?? Data(), as: UTF8.self)
  }

  /// Has the learner answer an exercise, in a file that is no starter any more.
  func answer(_ id: String, plays player: String, _ more: String = "") throws {
    let starter = read(exercise(id).path).components(separatedBy: "\n// plays")[0]
    try write(exercise(id).path, starter + "\n// plays \(player)\n" + more)
  }

  /// Runs the coach on this clone, to its end.
  func coach(
    _ words: [String], environment: [String: String] = [:],
    terminal: (columns: Int, rows: Int)? = nil
  ) throws -> Saying {
    let child = try start(words, environment: environment, terminal: terminal)
    let ending = child.wait(within: .seconds(20))
    return Saying(ending: ending, output: child.standardOutput, errors: child.standardError)
  }

  func start(
    _ words: [String], environment: [String: String] = [:],
    terminal: (columns: Int, rows: Int)? = nil
  ) throws -> ChildProcess {
    try ChildProcess(
      PackageFolder.program("coach"), ["--folder", root] + words,
      environment: self.environment.merging(environment) { $1 }, terminal: terminal)
  }

  var environment: [String: String] {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return ["PATH": "\(root)/bin:\(path)", "TERM": "xterm", "NO_COLOR": ""]
  }
}

/// What the coach has said.
struct Saying {
  let ending: ChildProcess.Ending
  let output: String
  let errors: String

  var lines: [String] {
    output.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
  }

  /// The output as one line, however it was broken.
  var words: String { output.replacing(/\s+/, with: " ") }

  /// The last line of what was said; of the complaint if there was one.
  var last: String {
    let text = ending == .status(0) || errors.hasSuffix(" …\n") ? output : output + errors
    return text.split(whereSeparator: \.isNewline).last { !$0.hasSuffix(" …") }.map(String.init)
      ?? ""
  }
}
