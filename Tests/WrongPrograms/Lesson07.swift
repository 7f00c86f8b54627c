import Checks
import Framing
import Sockets
import Workbook

/// A wrong program answers one exercise; the others it has not started.
protocol WrongLesson07: Lesson07Workbook where Devices == Listing {}

extension WrongLesson07 {
  func targetField(naming name: String) throws -> [UInt8] { try notStarted() }
  func targetName(in field: [UInt8]) throws -> String? { try notStarted() }
  func relay(
    from controller: any ByteStream, to target: String?, in register: any DeviceRegister,
    limit: Int
  ) throws { try notStarted() }
}

/// A list made of functions; which ones, is said by the program that is running.
struct Listing: DeviceList {
  struct Client: Sendable {
    let number: Int
    let endpoint: Endpoint
    let type: String
    var name: String { "\(endpoint)" }
    var isDevice: Bool { type == "raspberrypi" || type == "arduino" }
  }
  struct Answer: Sendable {
    var says: @Sendable (inout [Client], Client) throws -> Void = { clients, client in
      if client.isDevice { clients.append(client) }
    }
    var leaves: @Sendable (inout [Client], Int) throws -> Void = { clients, number in
      clients.removeAll { $0.number == number }
    }
    var list: @Sendable ([Client]) throws -> String = { Listing.right($0) }
  }
  nonisolated(unsafe) static var answer = Answer(list: { _ in try notStarted() })
  /// Sound: as above. For who keeps the devices here.
  nonisolated(unsafe) static var shared: [Client] = []
  private var clients: [Client] = []

  init() {}

  mutating func client(_ number: Int, at endpoint: Endpoint, isA type: String) throws {
    try Self.answer.says(&clients, Client(number: number, endpoint: endpoint, type: type))
  }
  mutating func clientLeft(_ number: Int) throws { try Self.answer.leaves(&clients, number) }
  func list() throws -> String { try Self.answer.list(clients) }

  static func right(_ clients: [Client]) -> String {
    if clients.isEmpty { return "|no raspberrypies|" }
    return clients.sorted { $0.number < $1.number }.map(\.name).joined(separator: ",")
  }
}

private struct Fields: WrongLesson07 {
  typealias Devices = Listing
  var write: @Sendable (String) throws -> [UInt8] = { try right($0) }
  var read: @Sendable ([UInt8]) throws -> String? = { rightName($0) }
  func targetField(naming name: String) throws -> [UInt8] { try write(name) }
  func targetName(in field: [UInt8]) throws -> String? { try read(field) }
}

private struct Lists: WrongLesson07 {
  typealias Devices = Listing
}

private func right(_ name: String) throws -> [UInt8] {
  if name.utf8.count > 64 { throw TargetProblem.tooLong }
  return padded(Array(name.utf8))
}

private func padded(_ bytes: [UInt8], _ length: Int? = nil) -> [UInt8] {
  bytes + Array(repeating: 0x20, count: max(0, 64 - (length ?? bytes.count)))
}

private func rightName(_ field: [UInt8]) -> String? {
  var bytes = field[...]
  while bytes.last == 0x20 { bytes.removeLast() }
  return String(validating: bytes, as: UTF8.self)
}

private func writing(
  _ name: String, _ summary: String, _ answer: @escaping @Sendable (String) throws -> [UInt8]
) -> WrongProgram {
  WrongProgram(exercise: "7.1", name: name, summary: summary) {
    ExerciseProgram.lesson07(Fields(write: answer), $0)
  }
}

private func reading(
  _ name: String, _ summary: String, _ answer: @escaping @Sendable ([UInt8]) throws -> String?
) -> WrongProgram {
  WrongProgram(exercise: "7.1", name: name, summary: summary) {
    ExerciseProgram.lesson07(Fields(read: answer), $0)
  }
}

private func list(_ name: String, _ summary: String, _ answer: Listing.Answer) -> WrongProgram {
  WrongProgram(exercise: "7.2", name: name, summary: summary) {
    // Sound: set once, before anything else runs, in a process of one thread.
    Listing.answer = answer
    ExerciseProgram.lesson07(Lists(), $0)
  }
}

extension WrongProgram {
  static let lesson07: [WrongProgram] = fields + lists + relays

  // MARK: 7.1

  private static let fields: [WrongProgram] = [
    writing("unpadded", "leaves the name as long as it is") {
      if $0.utf8.count > 64 { throw TargetProblem.tooLong }
      return Array($0.utf8)
    },
    writing("unpadded-zeros", "fills up with zero bytes") {
      if $0.utf8.count > 64 { throw TargetProblem.tooLong }
      return Array($0.utf8) + Array(repeating: 0, count: 64 - $0.utf8.count)
    },
    writing("unpadded-twenty", "fills up with the byte 20, in decimal") {
      if $0.utf8.count > 64 { throw TargetProblem.tooLong }
      return Array($0.utf8) + Array(repeating: 20, count: 64 - $0.utf8.count)
    },
    writing("headerInFront", "makes a message of the name") {
      if $0.utf8.count > 64 { throw TargetProblem.tooLong }
      return try LengthHeader(width: 64).frame(Array($0.utf8))
    },
    writing("headerInFront-ofTheField", "puts a header in front of the field") {
      try LengthHeader(width: 64).frame(right($0))
    },
    writing("countsCharacters", "fills characters up to 64") {
      if $0.count > 64 { throw TargetProblem.tooLong }
      return padded(Array($0.utf8), $0.count)
    },
    writing("cutsACharacter", "takes the first 64 bytes of a name that is too long") {
      padded(Array($0.utf8.prefix(64)))
    },
    writing("cutsTheName", "takes as many characters as fit") {
      var name = $0
      while name.utf8.count > 64 { name.removeLast() }
      return padded(Array(name.utf8))
    },
    writing("overflowsTheField", "lets a name be longer than the field") {
      padded(Array($0.utf8))
    },
    writing("wrongResult", "puts the spaces in front") {
      if $0.utf8.count > 64 { throw TargetProblem.tooLong }
      return Array(repeating: 0x20, count: 64 - $0.utf8.count) + Array($0.utf8)
    },
    writing("refusesGoodInput", "takes 64 bytes for too many") {
      if $0.utf8.count >= 64 { throw TargetProblem.tooLong }
      return try right($0)
    },
    writing("crashes", "fills up with a negative number of spaces") {
      Array($0.utf8) + Array(repeating: 0x20, count: 64 - $0.utf8.count)
    },
    reading("keepsTheSpaces", "makes a text of all 64 bytes") {
      String(validating: $0, as: UTF8.self)
    },
    reading("keepsTheSpaces-one", "leaves one space behind a name") {
      guard let name = rightName($0) else { return nil }
      return name.utf8.count < 64 && name.utf8.count > 40 ? name + " " : name
    },
    reading("trimsInside", "takes every space away") {
      String(validating: $0.filter { $0 != 0x20 }, as: UTF8.self)
    },
    reading("trimsInside-firstWord", "takes what stands in front of the first space") {
      String(validating: $0.prefix { $0 != 0x20 }, as: UTF8.self)
    },
    reading("trimsTooMuch-inFront", "takes spaces away at both ends") {
      String(validating: $0, as: UTF8.self)?.trimmed { $0 == " " }
    },
    reading("trimsTooMuch", "takes away whatever looks like a space") {
      guard var text = String(validating: $0, as: UTF8.self) else { return nil }
      while let last = text.last, last.isWhitespace { text.removeLast() }
      return text
    },
    reading("replacesBadBytes", "repairs bytes that are no text") {
      var bytes = $0[...]
      while bytes.last == 0x20 { bytes.removeLast() }
      return String(decoding: bytes, as: UTF8.self)
    },
    reading("wrongResult-emptyName", "takes a field of spaces for none") {
      guard let name = rightName($0), !name.isEmpty else { return nil }
      return name
    },
    reading("wrongResult-latin1", "takes each byte for a character") {
      if String(validating: $0, as: UTF8.self) == nil { return nil }
      var bytes = $0[...]
      while bytes.last == 0x20 { bytes.removeLast() }
      return String(String.UnicodeScalarView(bytes.map { UnicodeScalar($0) }))
    },
    reading("refusesGoodInput-otherBytes", "throws on bytes that are no text") {
      guard let name = rightName($0) else { throw FramingError.notUTF8 }
      return name
    },
    reading("crashes-onSpaces", "looks for the last byte that is no space, and needs one") {
      var end = $0.count - 1
      while $0[end] == 0x20 { end -= 1 }
      return String(validating: $0[...end], as: UTF8.self)
    },
  ]

  // MARK: 7.2

  private static let lists: [WrongProgram] = [
    list(
      "sendsAnEmptyList", "writes nothing when there is nobody",
      .init(list: { clients in
        clients.isEmpty ? "" : Listing.right(clients)
      })),
    list(
      "trailingComma", "writes a comma behind each name",
      .init(list: { clients in
        clients.isEmpty ? Listing.right([]) : Listing.right(clients) + ","
      })),
    list(
      "trailingComma-inFront", "writes a comma in front of each name",
      .init(list: { clients in
        clients.isEmpty ? Listing.right([]) : "," + Listing.right(clients)
      })),
    list(
      "forgetsArduinos", "takes only raspberrypies for devices",
      .init(says: { clients, client in
        if client.type == "raspberrypi" { clients.append(client) }
      })),
    list(
      "bareIPv6", "puts host and port together",
      .init(list: { clients in
        if clients.isEmpty { return Listing.right([]) }
        return clients.sorted { $0.number < $1.number }
          .map { "\($0.endpoint.host):\($0.endpoint.port)" }.joined(separator: ",")
      })),
    list(
      "listsControllers", "lists everyone",
      .init(says: { clients, client in
        if !clients.contains(where: { $0.number == client.number }) { clients.append(client) }
      })),
    list(
      "losesTheOrder", "keeps the devices in a dictionary",
      .init(list: { clients in
        if clients.isEmpty { return Listing.right([]) }
        let byNumber = Dictionary(uniqueKeysWithValues: clients.map { ($0.number, $0) })
        return byNumber.values.map(\.name).joined(separator: ",")
      })),
    list(
      "losesTheOrder-newestFirst", "puts a newcomer in front",
      .init(list: { clients in
        if clients.isEmpty { return Listing.right([]) }
        return clients.sorted { $0.number > $1.number }.map(\.name).joined(separator: ",")
      })),
    list(
      "losesTheOrder-byName", "sorts by name",
      .init(list: { clients in
        if clients.isEmpty { return Listing.right([]) }
        return clients.map(\.name).sorted().joined(separator: ",")
      })),
    list("listsTheDead", "forgets nobody", .init(leaves: { _, _ in })),
    list(
      "listsTheDead-numberIsPlace", "takes a number for a place",
      .init(leaves: {
        clients, number in
        if clients.indices.contains(number - 1) { clients.remove(at: number - 1) }
      })),
    list(
      "crashes-numberIsPlace", "takes a number for a place, unasked",
      .init(leaves: {
        clients, number in clients.remove(at: number - 1)
      })),
    list(
      "ordersByAnnouncement", "keeps the order of the calls",
      .init(list: { clients in
        clients.isEmpty ? Listing.right([]) : clients.map(\.name).joined(separator: ",")
      })),
    list(
      "removesTheNamesake", "forgets all of that name",
      .init(leaves: { clients, number in
        let name = clients.first { $0.number == number }?.name
        clients.removeAll { $0.name == name }
      })),
    list(
      "wrongResult", "writes spaces behind the commas",
      .init(list: { clients in
        clients.isEmpty
          ? Listing.right([]) : Listing.right(clients).split(separator: ",").joined(separator: ", ")
      })),
    list(
      "wrongResult-hostOnly", "names a device by its host alone",
      .init(list: { clients in
        if clients.isEmpty { return Listing.right([]) }
        return clients.map(\.endpoint.host).joined(separator: ",")
      })),
    list(
      "wrongResult-shared", "keeps the devices in a variable that all lists share",
      .init(
        says: { _, client in if client.isDevice { Listing.shared.append(client) } },
        leaves: { _, number in Listing.shared.removeAll { $0.number == number } },
        list: { _ in Listing.right(Listing.shared) })),
    list(
      "wrongResult-onlyTheLast", "remembers one device",
      .init(says: { clients, client in
        if client.isDevice { clients = [client] }
      })),
    list(
      "refusesGoodInput", "throws for a number that it does not know",
      .init(leaves: {
        clients, number in
        guard let place = clients.firstIndex(where: { $0.number == number }) else {
          throw TargetProblem.tooLong
        }
        clients.remove(at: place)
      })),
  ]
}

extension String {
  fileprivate func trimmed(_ isTrimmed: (Character) -> Bool) -> String {
    var text = self[...]
    while let first = text.first, isTrimmed(first) { text.removeFirst() }
    while let last = text.last, isTrimmed(last) { text.removeLast() }
    return String(text)
  }
}
