import Foundation
import LessonKit
import Processes
import Sockets
import Tape

extension Coach {
  /// `doctor`: is this machine fit for the course, and if not, what to do.
  func doctor() -> Int32 {
    let findings = Doctor(clone: clone).examine()
    for finding in findings {
      let colours: [Doctor.Grade: (String, Paint.Colour)] = [
        .well: ("ok   ", .green), .noted: ("note ", .yellow), .ill: ("WRONG", .red),
      ]
      let (word, colour) = colours[finding.grade] ?? ("", .green)
      let lines = finding.sentence.wrapped(to: speaker.columns - 7)
      speaker.say(speaker.paint(word, colour) + "  " + (lines.first ?? ""))
      for line in lines.dropFirst() { speaker.say("       " + line) }
      if let advice = finding.advice { speaker.tell(advice, indent: 7) }
    }
    speaker.say("")
    if findings.contains(where: { $0.grade == .ill }) {
      speaker.tell("When what is WRONG is put right (docs/setup.md helps):")
      speaker.next("swift run coach doctor")
      return 1
    }
    speaker.tell("This machine is fit for the course.")
    speaker.next("swift run coach")
    return 0
  }
}

/// Looks at what the course needs of a machine.
struct Doctor {
  enum Grade {
    case well
    /// Something is missing that one can do without.
    case noted
    case ill
  }

  struct Finding {
    let grade: Grade
    let sentence: String
    /// What to do, with the command.
    let advice: String?

    init(_ grade: Grade, _ sentence: String, _ advice: String? = nil) {
      self.grade = grade
      self.sentence = sentence
      self.advice = advice
    }
  }

  let clone: Clone

  func examine() -> [Finding] {
    [swift, folder, disk, loopback] + ports + [descriptors, python, unpacking, terminal]
  }

  // MARK: Programs

  private var swift: Finding {
    let text = output(of: "swift", ["--version"]) ?? ""
    guard let match = text.firstMatch(of: /Swift version (\d+)\.(\d+)[.\d]*/) else {
      return Finding(
        .ill, "swift --version does not say which Swift this is.",
        "Install Swift 6.3: docs/setup.md says how.")
    }
    let isNew = (Int(match.1) ?? 0, Int(match.2) ?? 0) >= (6, 3)
    return isNew
      ? Finding(.well, "\(match.0)")
      : Finding(.ill, "\(match.0), and the course needs 6.3.", "swiftly install --use 6.3")
  }

  private var python: Finding {
    let code = "import sys; print('%d.%d.%d' % sys.version_info[:3])"
    guard let version = output(of: "python3", ["-c", code])?.split(separator: "\n").first else {
      return Finding(
        .noted, "python3 is not installed. Only the experiments with Python need it.",
        "docs/setup.md, under python3, says how to get it.")
    }
    let parts = version.split(separator: ".").compactMap { Int($0) }
    guard parts.count > 1, (parts[0], parts[1]) >= (3, 9) else {
      return Finding(
        .noted, "python3 is \(version); the course's programs need 3.9.",
        "docs/setup.md, under python3, says how to get it.")
    }
    return Finding(.well, "python3 \(version)")
  }

  private var unpacking: Finding {
    let missing = ["unzip", "tar"].filter { output(of: "sh", ["-c", "command -v \($0)"]) == nil }
    return missing.isEmpty
      ? Finding(.well, "unzip and tar, for a class's archives")
      : Finding(
        .noted,
        "\(missing.joined(separator: " and ")) is not installed. Only teachers need it, "
          + "for `swift run coach class`.", "sudo apt-get install \(missing.joined(separator: " "))"
      )
  }

  /// What a program prints; nil when it cannot be started or fails.
  private func output(of program: String, _ arguments: [String]) -> String? {
    guard let child = try? ChildProcess(program, arguments, folder: clone.root),
      child.wait(within: .seconds(20)) == .status(0)
    else { return nil }
    return child.standardOutput
  }

  // MARK: Files

  private var folder: Finding {
    let places = ["", ".build", ".coach", Backups.folder] + clone.lessons.map(\.exerciseFolder)
    let closed = places.map { $0.isEmpty ? clone.root : clone.path($0) }.first {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder) else { return false }
      return !isFolder.boolValue || !FileManager.default.isWritableFile(atPath: $0)
    }
    guard let closed else { return Finding(.well, "the folder can be written: \(clone.root)") }
    let sentence = "\(closed) is no folder that can be written to."
    if closed.hasPrefix(clone.path(".coach")) {
      return Finding(
        .ill, sentence,
        "Whose is it: ls -ld '\(closed)'. The coach makes a new one when it is out of the way: "
          + "mv .coach old-coach")
    }
    return Finding(
      .ill, sentence,
      "It belongs to another user, perhaps: ls -ld '\(closed)'. Was it built with sudo once? "
        + "sudo rm -rf .build, and then without sudo.")
  }

  private var disk: Finding {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: clone.root)
    guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value else {
      return Finding(.noted, "the disk does not say how much of it is free.")
    }
    let text = "\(free / 1_000_000) MB of the disk are free"
    return free > 1_000_000_000
      ? Finding(.well, text)
      : Finding(.noted, "\(text); a build takes up to 1000.", "rm -rf .build, and build again")
  }

  private var descriptors: Finding {
    let limit = DescriptorLimit.raise()
    return limit >= 1024
      ? Finding(.well, "\(limit) files and connections at once")
      : Finding(
        .noted,
        "only \(limit) files and connections at once; from lesson 4 on many clients want "
          + "more.", "ulimit -n 4096, in this terminal")
  }

  // MARK: Network

  private var loopback: Finding {
    do {
      let listener = try Listener(on: Endpoint(host: "127.0.0.1", port: 0))
      let client = try Connection(to: listener.endpoint)
      let server = try listener.accept()
      try client.sendAll(Array("hello".utf8))
      let isThere = try server?.waitForBytes(until: .now + .seconds(2)) ?? false
      let heard = isThere ? try server?.receive(upTo: 16) : nil
      if heard == Array("hello".utf8) { return Finding(.well, "127.0.0.1 carries bytes") }
      return Finding(
        .ill, "what is sent to 127.0.0.1 does not arrive.",
        "Does a firewall watch over it? No lesson can run without.")
    } catch {
      return Finding(.ill, "\(error)", "No lesson can run without 127.0.0.1: ip addr show lo")
    }
  }

  /// One line for each port that a lesson has.
  private var ports: [Finding] {
    let text = clone.text("docs/protocols.md") ?? ""
    var lessons: [UInt16: [String]] = [:]
    for section in text.components(separatedBy: "\n## Lesson ").dropFirst() {
      guard let port = section.firstMatch(of: /port (\d+)/).flatMap({ UInt16($0.1) }) else {
        continue
      }
      lessons[port, default: []].append(String(section.prefix { $0.isNumber }))
    }
    return lessons.sorted { $0.key < $1.key }.map { port, lessons in
      let whose =
        "port \(port), of lesson" + (lessons.count == 1 ? " " : "s ")
        + lessons.joined(separator: ", ")
      do {
        _ = try Listener(on: Endpoint(host: "127.0.0.1", port: port))
        return Finding(.well, "\(whose): free")
      } catch let error as SocketError where error.reason == .errno(.addressInUse) {
        let holder = PortHolder.find(port)
        return Finding(
          .noted,
          "\(whose): taken" + (holder.map { " by \($0.name), process \($0.id)" } ?? "") + ".",
          holder.map { "Ctrl-C in its terminal, or kill \($0.id); or --port 0 for a free one." }
            ?? "--port 0 takes a free one.")
      } catch {
        return Finding(.ill, "\(whose): \(error)")
      }
    }
  }

  private var terminal: Finding {
    guard isatty(STDOUT_FILENO) == 1 else {
      return Finding(.well, "no terminal: plain text, without colour")
    }
    let environment = ProcessInfo.processInfo.environment
    let encoding = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first {
      !$0.isEmpty
    }
    let isUTF8 = encoding?.uppercased().replacing("-", with: "").contains("UTF8") ?? false
    let text = "terminal: \(Screen.columns) columns"
    if !isUTF8 {
      return Finding(
        .noted,
        "\(text), and it does not say that it knows UTF-8; pictures of the wire may look "
          + "broken.", "export LANG=C.UTF-8")
    }
    return Screen.columns < 60
      ? Finding(.noted, "\(text); pictures of the wire need 80.", "Make the window wider.")
      : Finding(.well, text)
  }
}
