import Foundation
import LessonKit
import Sockets
import Workbook

/// The examination of exercise 8.3: one thread puts in, another one takes out, and of both it is
/// known whether they wait.
struct OutboxExamination<Outbox: ClientOutbox> {
  private let mostMessages = 256
  private let mostBytes = 4 << 20

  func run(_ trial: inout Trial) throws {
    let messages = (1...5).map { _ in trial.bytes(trial.number(in: 3...6)) }
    try keepsTheOrder(messages)
    try keepsTheRest(messages)
    try wakes(messages[0])
    try wakesAtTheEnd()
    try countsMessages()
    try countsBytes()
    try getsRoomAgain(messages[0])
    try OutboxRaces<Outbox>().run()
  }

  // MARK: One after the other

  private func keepsTheOrder(_ messages: [[UInt8]]) throws {
    let scene = try scene()
    let all = messages + [[]]
    for message in all { try scene.mustPut(message) }
    var taken: [[UInt8]?] = []
    for index in all.indices {
      let one = try scene.next(OutboxFaults.waitsForNothing)
      // It may have taken the others out with it: nothing would be left to ask for.
      let several = all.indices.dropFirst(index + 1).map { Array(all[index...$0].joined()) }
      if let one, one != all[index], several.contains(one) {
        throw OutboxFaults.joins(scene.events)
      }
      taken.append(one)
    }
    if taken == all { return }
    let isReversed = taken.compactMap(\.self) == all.reversed()
    throw Mistake(
      isReversed ? "wrongOrder" : "wrongResult",
      isReversed
        ? "The message that was put in last comes out first: the others would read the talk backwards."
        : "What comes out is not what was put in.",
      drawing: scene.events, advice: "put in at the end (`append`), take out of the front.")
  }

  private func keepsTheRest(_ messages: [[UInt8]]) throws {
    let scene = try scene()
    let late = Array("late".utf8)
    for message in messages { try scene.mustPut(message) }
    try scene.close()
    if try scene.put(late, OutboxFaults.holdsTheLock) {
      throw Mistake(
        "takesAfterTheEnd",
        "The outbox is closed, and put takes one more message. Nobody is there any more to whom it "
          + "could be sent.",
        drawing: scene.events, advice: "remember that it was closed, and return false then.")
    }
    var taken: [[UInt8]?] = []
    for _ in 0...messages.count { taken.append(try scene.next(OutboxFaults.waitsAfterTheEnd)) }
    if taken == messages + [nil] { return }
    throw Mistake(
      taken.contains(late) ? "putsAnyway" : "losesTheRest",
      taken.contains(late)
        ? "put has returned false, and the message is in the queue all the same."
        : "The outbox is closed with \(messages.count) messages in it, and not all of them come out. "
          + "Somebody who says goodbye would miss what was said before.",
      drawing: scene.events,
      advice: "closed means that nothing more goes in; next is nil when it is closed *and* empty.")
  }

  // MARK: Waiting

  private func wakes(_ message: [UInt8]) throws {
    for isLate in [false, true] {
      let scene = try scene()
      if isLate {
        // A queue that was used before.
        try scene.mustPut(message)
        _ = try scene.next(OutboxFaults.waitsForNothing)
      }
      let taking = try scene.waitingNext(isFirst: !isLate)
      guard try scene.put(message, OutboxFaults.holdsTheLock) else {
        throw refusesGood(scene)
      }
      guard let taken = scene.ends(taking) else { throw OutboxFaults.wakesNobody(scene.events) }
      if taken == message { continue }
      throw Mistake(
        "wrongResult", "It has waited for a message, and returns another one.",
        drawing: scene.events, advice: "look into the queue again after waiting.")
    }
  }

  private func wakesAtTheEnd() throws {
    let scene = try scene()
    let taking = try scene.waitingNext()
    try scene.close()
    guard let taken = scene.ends(taking) else { throw OutboxFaults.sleepsAfterTheEnd(scene.events) }
    guard taken != nil else { return }
    throw Mistake(
      "wrongResult", "It is closed and empty, and next returns a message.", drawing: scene.events,
      advice: "return nil when there is none and none will come.")
  }

  // MARK: Its bounds

  private func countsMessages() throws {
    let scene = try scene()
    @Sendable func line(_ number: Int) -> [UInt8] { Array("line \(number)".utf8) }
    let refused = try scene.inARow { calls in
      var refused: [Int] = []
      for number in 1...1000 {
        if number == mostMessages + 1, refused.isEmpty {
          scene.note("put 256 times, and nobody takes anything out: true each time")
        }
        if try !calls.put(line(number)) { refused.append(number) }
      }
      return refused
    }
    let accepted = 1000 - refused.count
    scene.note(
      refused.first.map { "put 1000 times: \(accepted) times true, false from the \($0)th on" }
        ?? "put 1000 times: true each time")
    try scene.close()
    let taken = try scene.inARow { calls in
      var taken: [[UInt8]] = []
      while taken.count <= 1000, let one = try calls.next(OutboxFaults.waitsAfterTheEnd) {
        taken.append(one)
      }
      return taken
    }
    scene.note("closed; next gives \(taken.count) messages, then nil")
    let isRight = taken == (1...mostMessages).map(line)
    if isRight, accepted == mostMessages { return }
    throw OutboxFaults.count(
      accepted: accepted, taken: taken.count, isRight: isRight, most: mostMessages, scene.events)
  }

  private func countsBytes() throws {
    let mebibyte = Array(repeating: UInt8(ascii: "x"), count: 1 << 20)
    let empty = try scene()
    if try empty.put(Array(repeating: mebibyte[0], count: mostBytes + 1)) {
      throw OutboxFaults.forgetsTheBytes(empty.events)
    }
    let scene = try scene()
    for _ in 1...4 {
      guard try scene.put(mebibyte) else {
        throw Mistake(
          "wrongResult", "There is room for exactly 4 MiB, and it is refused.",
          drawing: scene.events, advice: "compare with `<=`; 4 MiB are 4 << 20 bytes.")
      }
    }
    if try scene.put([1]) { throw OutboxFaults.forgetsTheBytes(scene.events) }
  }

  private func getsRoomAgain(_ message: [UInt8]) throws {
    let kibibytes = Array(repeating: UInt8(ascii: "x"), count: 64 << 10)
    for (message, count, what) in [
      (message, 300, "300 short messages"), (kibibytes, 100, "100 messages of 64 KiB"),
    ] {
      let scene = try scene()
      let refused = try scene.inARow { calls in
        for number in 1...count {
          if try !calls.put(message) { return number }
          _ = try calls.next(OutboxFaults.waitsForNothing)
        }
        return 0
      }
      if refused > 0 {
        throw OutboxFaults.neverGetsRoomAgain(
          "With \(what), each of which is taken out at once: the \(refused)th is refused",
          scene.events)
      }
    }
    // Full, and one taken out: there is room for one.
    let scene = try scene()
    let isFull = try scene.inARow { calls in
      try (1...mostMessages).allSatisfy { _ in try calls.put(message) }
    }
    if !isFull { throw scene.refusesGood }
    _ = try scene.put(Array(repeating: 0, count: mostBytes))
    scene.note("… with 256 messages in the queue")
    _ = try scene.next(OutboxFaults.waitsForNothing)
    guard try scene.put(message) else {
      throw OutboxFaults.neverGetsRoomAgain(
        "The queue was full, one was taken out, and one more is refused", scene.events)
    }
  }

  // MARK: The scene

  private func scene() throws -> OutboxScene<Outbox> { OutboxScene(Outbox()) }

  private func refusesGood(_ scene: OutboxScene<Outbox>) -> Mistake {
    Mistake(
      "refusesGoodInput", "put returns false, and there is room.", drawing: scene.events,
      advice: "return true when the message is in the queue.")
  }
}
