import Sockets
import Tape
import Workbook

/// The examination of exercise 7.2: clients come, say what they are and leave; after each of these
/// the list must be right.
struct DeviceListExamination<Devices: DeviceList> {
  private enum Event {
    case says(Int, Endpoint, String)
    case leaves(Int)
  }

  /// A story, and the mistake that it is told for.
  private struct Story {
    let id: String
    let events: [Event]
    /// Whether the list is looked at only when all has happened.
    var onlyAtTheEnd = false

    init(_ id: String, _ events: [Event], onlyAtTheEnd: Bool = false) {
      self.id = id
      self.events = events
      self.onlyAtTheEnd = onlyAtTheEnd
    }
  }

  func run(_ trial: inout Trial) throws {
    let port = UInt16(trial.number(in: 50_001...59_000))
    for story in stories(port) { try tell(story) }
  }

  private func stories(_ port: UInt16) -> [Story] {
    func at(_ number: Int) -> Endpoint {
      // Ports that do not ascend with the numbers: who sorts by name is found out.
      Endpoint(host: "127.0.0.1", port: port + UInt16(number * 130 % 211))
    }
    func pi(_ number: Int) -> Event { .says(number, at(number), "raspberrypi") }
    func arduino(_ number: Int) -> Event { .says(number, at(number), "arduino") }
    func controller(_ number: Int, _ type: String) -> Event { .says(number, at(number), type) }
    let five = (1...5).map { $0 % 2 == 0 ? arduino($0) : pi($0) }
    let many = (1...30).map { pi($0 * 7) }
    return [
      Story("sendsAnEmptyList", []),
      Story("trailingComma", [pi(1)]),
      Story("forgetsArduinos", [arduino(1)]),
      Story("trailingComma", [pi(1), pi(2)]),
      Story("bareIPv6", [.says(1, Endpoint(host: "::1", port: port), "arduino")]),
      Story("listsControllers", [controller(1, "python")]),
      Story("listsControllers", [pi(1), controller(2, "swift"), controller(2, "swift"), pi(3)]),
      Story("losesTheOrder", five),
      Story("losesTheOrder", many),
      Story("listsTheDead", [pi(1), .leaves(1)]),
      Story("listsTheDead", five + [.leaves(3), .leaves(1), .leaves(5), .leaves(2)]),
      // Numbers are no places in an array: those of controllers, and of the dead, are missing.
      Story("listsTheDead", [controller(1, "swift"), pi(2), .leaves(1), pi(3), .leaves(2)]),
      Story("listsTheDead", [pi(1), .leaves(9), .leaves(1), .leaves(1), arduino(12)]),
      Story("ordersByAnnouncement", [pi(2), arduino(1), pi(4), pi(3)]),
      Story(
        "removesTheNamesake", [pi(1), .says(2, at(1), "raspberrypi"), .leaves(1)],
        onlyAtTheEnd: true),
    ]
  }

  private func tell(_ story: Story) throws {
    var devices = Devices()
    var present: [(number: Int, name: String)] = []
    var happened: [String] = []
    func look() throws {
      Judgement.isGiven(happened + ["list()"])
      let expected = present.sorted { $0.number < $1.number }.map(\.name)
      let yours = try answering(happened) { try devices.list() }
      if yours.utf8.elementsEqual(Self.text(expected).utf8) { return }
      throw mistake(story, happened, expected, yours)
    }
    if !story.onlyAtTheEnd { try look() }
    for event in story.events {
      happened.append(describe(event))
      Judgement.isGiven(happened)
      switch event {
      case .says(let number, let endpoint, let type):
        try answering(happened) { try devices.client(number, at: endpoint, isA: type) }
        if Self.isDevice(type) { present.append((number, "\(endpoint)")) }
      case .leaves(let number):
        try answering(happened) { try devices.clientLeft(number) }
        present.removeAll { $0.number == number }
      }
      if !story.onlyAtTheEnd { try look() }
    }
    try look()
  }

  private static func text(_ names: [String]) -> String {
    names.isEmpty ? "|no raspberrypies|" : names.joined(separator: ",")
  }

  private static func isDevice(_ type: String) -> Bool {
    type == "raspberrypi" || type == "arduino"
  }

  private func describe(_ event: Event) -> String {
    switch event {
    case .says(let number, let endpoint, let type):
      "client \(number) at \(endpoint) is a\(type == "arduino" ? "n" : "") \(type)"
    case .leaves(let number): "client \(number) has left"
    }
  }

  /// An error where there is no reason for one is a mistake.
  private func answering<Result>(_ happened: [String], _ body: () throws -> Result) throws -> Result
  {
    do {
      return try body()
    } catch let error where !(error is NotStarted) {
      throw Mistake.refusal(
        error, of: "what happens to every relay", drawing: Array(happened.suffix(12)))
    }
  }

  // MARK: What was wrong

  private func mistake(
    _ story: Story, _ happened: [String], _ expected: [String], _ yours: String
  ) -> Mistake {
    let id = name(story, happened, expected, yours)
    let missing = expected.first { !yours.contains($0) }
    let other: (String, String) =
      if happened.isEmpty, yours.contains(":") {
        (
          "This list is new, and there are devices on it that another one was told of.",
          "keep the devices in a stored property, not in a `static` or global variable, which all "
            + "lists share."
        )
      } else if isHostAlone(yours, expected) {
        (
          "A name is host and port: many devices may come from one address.",
          "write `\\(endpoint)`, which is both."
        )
      } else if expected.isEmpty {
        (
          "There is no device, and this is not how the relay says so.",
          "return `|no raspberrypies|`, word for word."
        )
      } else if let missing {
        (
          "\(missing) is there, and not on the list.",
          "keep every device under its number, until that number has left."
        )
      } else {
        (
          "This is not the list of the devices.",
          "join the devices' names, `\\(endpoint)`, by a comma, without a space."
        )
      }
    let (sentence, advice) = explanation[id] ?? other
    return Mistake(
      id, sentence,
      drawing: (happened.isEmpty ? ["nobody has said anything yet"] : Array(happened.suffix(12)))
        + [""] + comparison(Self.text(expected), yours),
      advice: advice)
  }

  private func isHostAlone(_ yours: String, _ expected: [String]) -> Bool {
    let names = yours.split(separator: ",").map(String.init)
    return !names.isEmpty && names.count == expected.count
      && names.allSatisfy { name in expected.contains { $0.hasPrefix(name + ":") } }
  }

  /// The mistake is what the list shows, and only then what the story was told for.
  private func name(
    _ story: Story, _ happened: [String], _ expected: [String], _ yours: String
  ) -> String {
    let entries = yours.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let names = entries.filter { !$0.isEmpty }
    func says(_ name: String) -> String? { happened.last { $0.contains(" at \(name) is a") } }
    if yours.isEmpty && expected.isEmpty {
      return "sendsAnEmptyList"
    }
    if entries.count > names.count, names == expected { return "trailingComma" }
    if names.contains(where: { says($0)?.hasSuffix(" python") == true })
      || names.contains(where: { says($0)?.hasSuffix(" swift") == true })
    {
      return "listsControllers"
    }
    if Set(names).subtracting(expected).contains(where: { says($0) != nil }) {
      return "listsTheDead"
    }
    if names.sorted() == expected.sorted() {
      return story.id == "ordersByAnnouncement" ? story.id : "losesTheOrder"
    }
    if happened.isEmpty || isHostAlone(yours, expected), story.id != "bareIPv6" {
      return "wrongResult"
    }
    let hasPlace = ["removesTheNamesake", "bareIPv6", "forgetsArduinos"].contains(story.id)
    if story.id == "bareIPv6", yours.contains("["), yours.contains("]") { return "wrongResult" }
    return hasPlace ? story.id : "wrongResult"
  }

  private func comparison(_ expected: String, _ yours: String) -> [String] {
    let (wanted, found) = (Array(expected.utf8), Array(yours.utf8))
    if wanted.count <= 84, found.count <= 84 {
      return [
        "expected  \"\(expected)\"", "yours     \"\(Readable.text(found))\"",
      ]
    }
    return ByteRuler.compare(expected: wanted, yours: found)
  }

  private let explanation = [
    "sendsAnEmptyList": (
      "There is no device, and the list is empty. Its reader would look for a name in it.",
      "return `|no raspberrypies|` when there are none, also when the only ones there are arduinos "
        + "that have left."
    ),
    "trailingComma": (
      "There is a comma too many: whoever splits the list there finds a device without a name.",
      "`joined(separator: \",\")` writes commas between the names, and nowhere else."
    ),
    "forgetsArduinos": (
      "An arduino is a device, too, though the words for none speak of raspberrypies only.",
      "take both, `raspberrypi` and `arduino`, into the list."
    ),
    "bareIPv6": (
      "An IPv6 address has colons in it: without brackets nobody can say where the port begins.",
      "write `\\(endpoint)` instead of putting host and port together."
    ),
    "listsControllers": (
      "A controller is on the list. It waits for answers, and not for data from others.",
      "remember only those whose type is `raspberrypi` or `arduino`."
    ),
    "losesTheOrder": (
      "All devices are there, and they are not in order of arrival.",
      "a dictionary and a set have no order, and texts sort as texts; sort by the clients' numbers, "
        + "the smallest first."
    ),
    "listsTheDead": (
      "A device that has left is on the list. Whoever sends to it sends to nobody.",
      "forget a device in `clientLeft`; find it by its number, which is no place in an array."
    ),
    "ordersByAnnouncement": (
      "The order is that in which they have said what they are. Which of two threads is the first "
        + "to say it is chance; the numbers are the order of arrival.",
      "sort by the clients' numbers."
    ),
    "removesTheNamesake": (
      "A device has come back from the same endpoint before its old connection was reported as "
        + "gone. Now it is, and the new one is off the list with it.",
      "keep each device under its number, and forget the one with that number only."
    ),
  ]
}
