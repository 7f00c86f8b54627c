import Foundation
import Processes
import Sockets
import Testing

/// A program that is held to a lesson's wire format: the lesson's own, the same in Python, the
/// workbench on the solutions, or whatever stands in LESSON02_SERVER.
public struct Subject: Sendable, CustomTestStringConvertible {
  public let testDescription: String
  /// The program and its arguments; `{port}` stands for the port.
  let command: [String]
  /// Whether its lines and exit status are the lesson's own, and not only its bytes.
  public let isOurs: Bool

  public enum Role: String, Sendable {
    case server
    case client
    /// A further party, which connects to the server as a client does: lesson 7 has one.
    case device
  }

  /// All that must speak as this lesson's server or client does.
  public static func all(_ role: Role, lesson: String) -> [Subject] {
    let environment = ProcessInfo.processInfo.environment
    let name = "LESSON\(lesson)_\(role.rawValue.uppercased())"
    if let command = environment[name] {
      return [
        Subject(testDescription: "\(name)=\(command)", command: words(command), isOurs: false)
      ]
    }
    let port = ["--port", "{port}"]
    let program = PackageFolder.program("lesson\(lesson)")
    let peer = "\(PackageFolder.root)/\(PackageFolder.lesson(lesson))/Python/\(role.rawValue).py"
    var subjects = [
      Subject(
        testDescription: "lesson\(lesson) \(role.rawValue)",
        command: [program, role.rawValue] + port, isOurs: true),
      Subject(
        testDescription: "\(role.rawValue).py",
        command: [python ?? "python3", "-I", "-S", peer] + port,
        isOurs: true),
    ]
    // With LESSON=02 only that lesson is built, and the solutions are not.
    if environment["LESSON"] == nil {
      subjects.append(
        Subject(
          testDescription: "solution\(lesson) \(role.rawValue)",
          command: [PackageFolder.program("rehearsal"), "solution\(lesson)", role.rawValue] + port,
          isOurs: false))
    }
    return subjects
  }

  /// Whether the course's own programs are under test, and not somebody's own.
  public static let isWhole = !ProcessInfo.processInfo.environment.keys.contains {
    $0.wholeMatch(of: /LESSON\d\d_(SERVER|CLIENT|DEVICE)/) != nil
  }

  /// Whether the machine has what it is written in; if not, the test says so and is cancelled.
  func requireInterpreter() throws {
    if takesOptions, command[0] == "python3" { try Self.requirePython() }
  }

  /// Cancels the test where there is no python3, and says so.
  public static func requirePython() throws {
    guard python == nil else { return }
    try Test.cancel("not run: python3 is not installed (docs/setup.md says how)")
  }

  /// Starts it.
  ///
  /// - Parameter more: further arguments; left out when a foreign program is tested.
  public func start(
    port: UInt16, _ more: [String] = [], takesInput: Bool = false
  ) throws -> ChildProcess {
    try requireInterpreter()
    let words = command.map { $0.replacing("{port}", with: "\(port)") }
    return try ChildProcess(
      words[0], Array(words.dropFirst()) + (takesOptions ? more : []),
      environment: ["PYTHONUNBUFFERED": "1"], folder: PackageFolder.root,
      takesInput: takesInput)
  }

  /// Whether it is the course's own program in Python.
  public var isPython: Bool { testDescription.hasSuffix(".py") && takesOptions }

  /// Whether it takes the options of this course's programs.
  public var takesOptions: Bool { !testDescription.hasPrefix("LESSON") }

  /// The interpreter itself, and not a script that looks for it; nil when there is none.
  public static let python: String? = {
    let child = try? ChildProcess("python3", ["-c", "import sys; print(sys.executable)"])
    guard let child, child.wait() == .status(0) else { return nil }
    return child.nextLine()
  }()

  /// Splits a command as a shell would that knows only quotes.
  private static func words(_ command: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in command {
      switch (character, quote) {
      case (let mark, let open?) where mark == open: quote = nil
      case ("'", nil), ("\"", nil):
        quote = character
        word = word ?? ""
      case (" ", nil):
        if let word { words.append(word) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }
}
