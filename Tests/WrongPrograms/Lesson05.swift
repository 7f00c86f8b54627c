import Checks
import Dispatch
import Foundation
import Framing
import Sockets
import Synchronization
import Workbook

/// A wrong program answers one exercise; the others it has not started.
private protocol Wrong: Lesson05Workbook {}

private typealias Serve = @Sendable (any ByteStream, Int, (String) -> Void) throws -> Bool
private typealias Converse = @Sendable (any ByteStream, Int, (String) -> Void) throws -> Ending
private typealias Holding = @Sendable (any ByteStream) -> Void
private typealias Run =
  @Sendable (any ClientDoor, any ServerThreads, @escaping Holding) throws ->
  Void

extension Wrong {
  func serve(_ client: any ByteStream, limit: Int, heard: (String) -> Void) throws -> Bool {
    try notStarted()
  }
  func converse(with client: any ByteStream, limit: Int, heard: (String) -> Void) throws -> Ending {
    try notStarted()
  }
  func run(
    _ door: any ClientDoor, on threads: any ServerThreads,
    serve: @escaping @Sendable (any ByteStream) -> Void
  ) throws { try notStarted() }
}

private struct Serving: Wrong {
  let answer: Serve
  func serve(_ client: any ByteStream, limit: Int, heard: (String) -> Void) throws -> Bool {
    try answer(client, limit, heard)
  }
}

private struct Conversing: Wrong {
  let answer: Converse
  func converse(with client: any ByteStream, limit: Int, heard: (String) -> Void) throws -> Ending {
    try answer(client, limit, heard)
  }
}

private struct Running: Wrong {
  let answer: Run
  func run(
    _ door: any ClientDoor, on threads: any ServerThreads,
    serve: @escaping @Sendable (any ByteStream) -> Void
  ) throws { try answer(door, threads, serve) }
}

private func goodbye(_ name: String, _ summary: String, _ answer: @escaping Serve) -> WrongProgram {
  WrongProgram(exercise: "5.1", name: name, summary: summary) {
    ExerciseProgram.lesson05(Serving(answer: answer), $0)
  }
}

private func ending(
  _ name: String, _ summary: String, _ answer: @escaping Converse
) -> WrongProgram {
  WrongProgram(exercise: "5.2", name: name, summary: summary) {
    ExerciseProgram.lesson05(Conversing(answer: answer), $0)
  }
}

private func stop(_ name: String, _ summary: String, _ answer: @escaping Run) -> WrongProgram {
  WrongProgram(exercise: "5.3", name: name, summary: summary) {
    ExerciseProgram.lesson05(Running(answer: answer), $0)
  }
}

private let reply = Array("Msg received".utf8)
private let farewell = "!DISCONNECT"

/// A right answer to 5.1, but for what its parameters change.
private func serve(
  _ client: any ByteStream, _ limit: Int, _ heard: (String) -> Void,
  isGoodbye: (String) -> Bool = { $0 == farewell }, width: Int = 64
) throws -> Bool {
  var messages = MessageReader(client, header: LengthHeader(width: width, limit: limit))
  while let text = try messages.nextText() {
    heard(text)
    try client.sendAll(reply)
    if isGoodbye(text) { return true }
  }
  return false
}

/// A right answer to 5.2, but for what `name` makes of the error that ended the conversation, or
/// of its absence.
private func converse(
  _ client: any ByteStream, _ limit: Int, _ heard: (String) -> Void,
  _ name: ((any Error)?, Bool) throws -> Ending?
) throws -> Ending {
  var saidGoodbye = false
  var failure: (any Error)?
  do {
    saidGoodbye = try serve(client, limit, heard)
  } catch {
    failure = error
  }
  if let ending = try name(failure, saidGoodbye) { return ending }
  switch failure {
  case nil: return saidGoodbye ? .saidGoodbye : .closedWithoutGoodbye
  case is CutOff: return .cutOff
  case is FramingError: return .protocolError
  case let error as SocketError where error.isPeerGone: return .reset
  case let error?: throw error
  }
}

extension WrongProgram {
  static let lesson05: [WrongProgram] = goodbyes + endings + stops

  // MARK: 5.1

  private static let goodbyes: [WrongProgram] = [
    goodbye("closesWithoutReply", "returns before it answers the goodbye") {
      client, limit, heard in
      var messages = MessageReader(client, header: LengthHeader(width: 64, limit: limit))
      while let text = try messages.nextText() {
        heard(text)
        if text == farewell { return true }
        try client.sendAll(reply)
      }
      return false
    },
    goodbye("closesWithoutReply-shuttingDown", "shuts the connection down instead of an answer") {
      client, limit, heard in
      var messages = MessageReader(client, header: LengthHeader(width: 64, limit: limit))
      while let text = try messages.nextText() {
        heard(text)
        if text == farewell { client.shutdown() }
        try client.sendAll(reply)
        if text == farewell { return true }
      }
      return false
    },
    goodbye("goodbyeIsText", "answers a goodbye and goes on") { client, limit, heard in
      try serve(client, limit, heard, isGoodbye: { _ in false })
    },
    goodbye("goodbyeIsText-remembering", "remembers the goodbye and waits for the close") {
      client, limit, heard in
      var messages = MessageReader(client, header: LengthHeader(width: 64, limit: limit))
      var isOver = false
      while let text = try messages.nextText() {
        heard(text)
        try client.sendAll(reply)
        isOver = isOver || text == farewell
      }
      return isOver
    },
    goodbye("goodbyeIsText-withItsHeader", "compares the frame instead of the payload") {
      client, limit, heard in
      try serve(client, limit, heard, isGoodbye: { $0 == "11" + farewell })
    },
    goodbye("goodbyeIsText-returningFalse", "leaves the loop, and returns false") {
      client, limit, heard in
      _ = try serve(client, limit, heard)
      return false
    },
    goodbye("goodbyeInsideText", "looks for the goodbye anywhere in the text") {
      client, limit, heard in
      try serve(client, limit, heard, isGoodbye: { $0.contains(farewell) })
    },
    goodbye("goodbyeInsideText-atItsBeginning", "takes a text that begins with it") {
      client, limit, heard in
      try serve(client, limit, heard, isGoodbye: { $0.hasPrefix(farewell) })
    },
    goodbye("goodbyeInsideText-trimming", "trims the text before it compares") {
      client, limit, heard in
      try serve(
        client, limit, heard,
        isGoodbye: { $0.trimmingCharacters(in: .whitespacesAndNewlines) == farewell })
    },
    goodbye("goodbyeInsideText-anyCase", "does not tell capitals from small letters") {
      client, limit, heard in
      try serve(client, limit, heard, isGoodbye: { $0.uppercased() == farewell })
    },
    goodbye("goodbyeInsideText-anyCommand", "takes every text with a ! in front") {
      client, limit, heard in
      try serve(client, limit, heard, isGoodbye: { $0.hasPrefix("!") })
    },
    goodbye("goodbyeInsideText-ofTwoTexts", "looks for it in all that was said") {
      client, limit, heard in
      var said = ""
      return try serve(
        client, limit, heard,
        isGoodbye: { text in
          said += text
          return text == farewell || said == farewell
        })
    },
    goodbye("closeIsGoodbye", "returns true when the client has closed") { client, limit, heard in
      _ = try serve(client, limit, heard)
      return true
    },
    goodbye("answersAfterGoodbye", "answers all that one piece has brought") {
      client, limit, heard in
      var decoder = MessageDecoder(header: LengthHeader(width: 64, limit: limit))
      while true {
        let piece = try client.receive(upTo: 4096)
        if piece.isEmpty { break }
        decoder.append(piece)
        var isOver = false
        while let text = try decoder.nextText() {
          heard(text)
          try client.sendAll(reply)
          isOver = isOver || text == farewell
        }
        if isOver { return true }
      }
      if let cut = decoder.missing { throw cut }
      return false
    },
    goodbye("closesAtOnce", "shuts the connection down right behind the answer") {
      client, limit, heard in
      let isOver = try serve(client, limit, heard)
      if isOver { client.shutdown() }
      return isOver
    },
    goodbye("hidesTheGoodbye", "does not call heard with the goodbye") { client, limit, heard in
      try serve(client, limit, { if $0 != farewell { heard($0) } })
    },
    goodbye("cutOffIsClosed", "takes every error for the end") { client, limit, heard in
      (try? serve(client, limit, heard)) ?? false
    },
    goodbye("cutOffIsClosed-asGoodbye", "looks at the beginning when the end is missing") {
      client, limit, heard in
      var all: [UInt8] = []
      do {
        return try serve(
          client, limit, heard,
          isGoodbye: {
            all += $0.utf8; return $0 == farewell
          })
      } catch let cut as CutOff where cut.missing == 3 && cut.part == "the payload" {
        return true
      }
    },
    goodbye("hidesTheReset", "takes a reset for the end") { client, limit, heard in
      do {
        return try serve(client, limit, heard)
      } catch is SocketError {
        return false
      }
    },
    goodbye("repliesPerReceive", "answers each piece") { client, limit, heard in
      var decoder = MessageDecoder(header: LengthHeader(width: 64, limit: limit))
      while true {
        let piece = try client.receive(upTo: 4096)
        if piece.isEmpty { return false }
        decoder.append(piece)
        try client.sendAll(reply)
        while let text = try decoder.nextText() {
          heard(text)
          if text == farewell { return true }
        }
      }
    },
    goodbye("stopsAfterFirst", "answers the first message") { client, limit, heard in
      var messages = MessageReader(client, header: LengthHeader(width: 64, limit: limit))
      guard let text = try messages.nextText() else { return false }
      heard(text)
      try client.sendAll(reply)
      return text == farewell
    },
    goodbye("oneReceive", "takes what one receive brings for the header") {
      client, limit, heard in
      while true {
        let header = try client.receive(upTo: 64)
        if header.isEmpty { return false }
        let payload = try client.receiveExactly(
          LengthHeader(width: 64, limit: limit).payloadLength(in: header[...]))
        let text = String(decoding: payload, as: UTF8.self)
        heard(text)
        try client.sendAll(reply)
        if text == farewell { return true }
      }
    },
    goodbye("answersAfterGoodbye-twice", "answers the goodbye twice") { client, limit, heard in
      let saidGoodbye = try serve(client, limit, heard)
      if saidGoodbye { try client.sendAll(reply) }
      return saidGoodbye
    },
    goodbye("wrongResult-anotherAnswer", "answers the goodbye with a goodbye") {
      client, limit, heard in
      var messages = MessageReader(client, header: LengthHeader(width: 64, limit: limit))
      while let text = try messages.nextText() {
        heard(text)
        try client.sendAll(text == farewell ? Array("Goodbye!".utf8) : reply)
        if text == farewell { return true }
      }
      return false
    },
    goodbye("repliesEarly", "answers the header") { client, limit, heard in
      while true {
        let first = try client.receive(upTo: 1)
        if first.isEmpty { return false }
        let bytes = try first + client.receiveExactly(63)
        let length = try LengthHeader(width: 64, limit: limit).payloadLength(in: bytes[...])
        try client.sendAll(reply)
        let payload = try client.receiveExactly(length)
        guard let text = String(validating: payload, as: UTF8.self) else {
          throw FramingError.notUTF8
        }
        heard(text)
        if text == farewell { return true }
      }
    },
    goodbye("answersTooLate", "answers all messages in the end") { client, limit, heard in
      var messages = MessageReader(client, header: LengthHeader(width: 64, limit: limit))
      var (count, isOver) = (0, false)
      while !isOver, let text = try messages.nextText() {
        heard(text)
        count += 1
        isOver = text == farewell
      }
      for _ in 0..<count { try client.sendAll(Array("Msg received".utf8)) }
      return isOver
    },
    goodbye("answersNothing", "answers no message") { client, limit, heard in
      var messages = MessageReader(client, header: LengthHeader(width: 64, limit: limit))
      while let text = try messages.nextText() {
        heard(text)
        if text == farewell { return true }
      }
      return false
    },
    goodbye("keepsTheText", "does not call heard") { client, limit, _ in
      try serve(client, limit, { _ in })
    },
    goodbye("forgetsEmptyMessages", "does not answer an empty message") { client, limit, heard in
      var messages = MessageReader(client, header: LengthHeader(width: 64, limit: limit))
      while let text = try messages.nextText() {
        if text.isEmpty { continue }
        heard(text)
        try client.sendAll(reply)
        if text == farewell { return true }
      }
      return false
    },
    goodbye("ignoresShortSend", "calls send once") { client, limit, heard in
      var messages = MessageReader(client, header: LengthHeader(width: 64, limit: limit))
      while let text = try messages.nextText() {
        heard(text)
        _ = try client.send(reply[...])
        if text == farewell { return true }
      }
      return false
    },
    goodbye("replacesBadBytes", "repairs what is not UTF-8") { client, limit, heard in
      var messages = MessageReader(client, header: LengthHeader(width: 64, limit: limit))
      while let payload = try messages.next() {
        let text = String(decoding: payload, as: UTF8.self)
        heard(text)
        try client.sendAll(reply)
        if text == farewell { return true }
      }
      return false
    },
    goodbye("ignoresTheLimit", "has a limit of its own") { client, _, heard in
      try serve(client, 1 << 20, heard)
    },
    goodbye("loopsOnZero", "does not notice the end") { client, limit, heard in
      var decoder = MessageDecoder(header: LengthHeader(width: 64, limit: limit))
      while true {
        decoder.append(try client.receive(upTo: 4096))
        while let text = try decoder.nextText() {
          heard(text)
          try client.sendAll(reply)
          if text == farewell { return true }
        }
      }
    },
    goodbye("refusesGoodInput", "reads headers of ten bytes") { client, limit, heard in
      try serve(client, limit, heard, width: 10)
    },
    goodbye("wrongResult", "ends each answer with a newline") { client, limit, heard in
      var messages = MessageReader(client, header: LengthHeader(width: 64, limit: limit))
      while let text = try messages.nextText() {
        heard(text)
        try client.sendAll(reply + [0x0A])
        if text == farewell { return true }
      }
      return false
    },
  ]

  // MARK: 5.2

  private static let endings: [WrongProgram] = [
    ending("cutOffIsClosed", "takes a cut for a close") { client, limit, heard in
      try converse(client, limit, heard) { error, _ in
        error is CutOff ? .closedWithoutGoodbye : nil
      }
    },
    ending("cutOffIsClosed-behindTheHeader", "forgets a header that it has read") {
      client, limit, heard in
      try converse(client, limit, heard) { error, _ in
        (error as? CutOff)?.part == "the payload" ? .closedWithoutGoodbye : nil
      }
    },
    ending("resetIsClosed", "takes a reset for a close") { client, limit, heard in
      try converse(client, limit, heard) { error, _ in
        (error as? SocketError)?.isPeerGone == true ? .closedWithoutGoodbye : nil
      }
    },
    ending("resetIsCutOff", "takes a reset for a cut") { client, limit, heard in
      try converse(client, limit, heard) { error, _ in
        (error as? SocketError)?.isPeerGone == true ? .cutOff : nil
      }
    },
    ending("closedIsCutOff", "takes every close for a cut") { client, limit, heard in
      try converse(client, limit, heard) { error, saidGoodbye in
        error == nil && !saidGoodbye ? .cutOff : nil
      }
    },
    ending("closeIsGoodbye", "takes a close for a goodbye") { client, limit, heard in
      try converse(client, limit, heard) { error, _ in error == nil ? .saidGoodbye : nil }
    },
    ending("goodbyeIsLost", "takes a goodbye for a close") { client, limit, heard in
      try converse(client, limit, heard) { error, _ in error == nil ? .closedWithoutGoodbye : nil }
    },
    ending("goodbyeIsLost-waiting", "answers a goodbye and waits for the close") {
      client, limit, heard in
      var saidGoodbye = false
      var messages = MessageReader(client, header: LengthHeader(width: 64, limit: limit))
      while let text = try messages.nextText() {
        heard(text)
        try client.sendAll(reply)
        saidGoodbye = text == farewell
      }
      return saidGoodbye ? .saidGoodbye : .closedWithoutGoodbye
    },
    ending("goodbyeIsLost-readingOn", "looks whether something comes behind the goodbye") {
      client, limit, heard in
      try converse(client, limit, heard) { error, saidGoodbye in
        guard saidGoodbye, try client.waitForBytes(until: .now) else { return nil }
        return (try? client.receive(upTo: 1)) == nil ? .reset : nil
      }
    },
    ending("protocolErrorIsLost", "takes every other error for a cut") { client, limit, heard in
      try converse(client, limit, heard) { error, _ in error is FramingError ? .cutOff : nil }
    },
    ending("protocolErrorIsLost-asReset", "takes every other error for a reset") {
      client, limit, heard in
      try converse(client, limit, heard) { error, _ in
        error != nil && !(error is CutOff) ? .reset : nil
      }
    },
    ending("ignoresTheLimit", "hands a limit of its own on") { client, _, heard in
      try converse(client, 1 << 20, heard) { _, _ in nil }
    },
    ending("throwsTheEnding", "lets every error out") { client, limit, heard in
      try converse(client, limit, heard) { error, _ in
        if let error { throw error }
        return nil
      }
    },
    ending(
      "throwsTheEnding-brokenPipe", "knows only one of the two errors of a client that is gone"
    ) {
      client, limit, heard in
      try converse(client, limit, heard) { error, _ in
        if let error = error as? SocketError, !error.isReset { throw error }
        return nil
      }
    },
    ending("throwsTheEnding-protocolError", "lets protocol errors out") { client, limit, heard in
      try converse(client, limit, heard) { error, _ in
        if error is FramingError, let error { throw error }
        return nil
      }
    },
    ending("catchesEverything", "takes every other error for a reset") { client, limit, heard in
      try converse(client, limit, heard) { error, _ in error is SocketError ? .reset : nil }
    },
    ending("loopsOnZero", "does not notice the end") { client, limit, heard in
      var decoder = MessageDecoder(header: LengthHeader(width: 64, limit: limit))
      do {
        while true {
          decoder.append(try client.receive(upTo: 4096))
          while let text = try decoder.nextText() {
            heard(text)
            try client.sendAll(reply)
            if text == farewell { return .saidGoodbye }
          }
        }
      } catch is FramingError {
        return .protocolError
      } catch let error as SocketError where error.isPeerGone {
        return .reset
      }
    },
    ending("loopsOnZero-whenCutOff", "tries again when a conversation was cut off") {
      client, limit, heard in
      while true {
        let ending = try converse(client, limit, heard) { _, _ in nil }
        if ending != .cutOff, ending != .closedWithoutGoodbye { return ending }
      }
    },
    ending("answersNothing", "finds out the ending, and answers nobody") { client, limit, heard in
      var messages = MessageReader(client, header: LengthHeader(width: 64, limit: limit))
      do {
        while let text = try messages.nextText() {
          heard(text)
          if text == farewell { return .saidGoodbye }
        }
        return .closedWithoutGoodbye
      } catch is CutOff {
        return .cutOff
      } catch is FramingError {
        return .protocolError
      } catch let error as SocketError where error.isPeerGone {
        return .reset
      }
    },
    ending("keepsTheText", "does not hand heard on") { client, limit, _ in
      try converse(client, limit, { _ in }) { _, _ in nil }
    },
    ending("wrongResult", "confuses two endings") { client, limit, heard in
      try converse(client, limit, heard) { error, _ in error is CutOff ? .reset : nil }
    },
    ending("resetIsClosed-whenSending", "does not look whether its answer was taken") {
      client, limit, heard in
      try converse(Deaf(client), limit, heard) { _, _ in nil }
    },
  ]

  // MARK: 5.3

  private static let stops: [WrongProgram] = [
    stop("closesListenerOnly", "returns when the door is closed") { door, threads, serve in
      while let client = try door.accept() { threads.start { serve(client) } }
    },
    stop("leavesThreads", "shuts all clients down and returns") { door, threads, serve in
      try runAll(door, threads, serve) { clients in for client in clients { client.shutdown() } }
    },
    stop("leavesThreads-afterAWhile", "waits for half a second instead of the threads") {
      door, threads, serve in
      try runAll(door, threads, serve) { clients in
        for client in clients { client.shutdown() }
        Thread.sleep(forTimeInterval: 0.5)
      }
    },
    stop("leavesThreads-ofItsOwn", "starts threads that nobody waits for") { door, threads, serve in
      let clients = Mutex<[any ByteStream]>([])
      while let client = try door.accept() {
        clients.withLock { $0.append(client) }
        Thread.detachNewThread {
          serve(client)
          clients.withLock { all in all.removeAll { $0 === client } }
        }
      }
      for client in clients.withLock({ $0 }) { client.shutdown() }
      threads.waitForAll()
    },
    stop("waitsForIdleClients", "waits for the threads, and shuts nobody down") {
      door, threads, serve in
      while let client = try door.accept() { threads.start { serve(client) } }
      threads.waitForAll()
    },
    stop("waitsForIdleClients-first", "waits first, and shuts down then") { door, threads, serve in
      try runAll(door, threads, serve) { clients in
        threads.waitForAll()
        for client in clients { client.shutdown() }
      }
    },
    stop("waitsForIdleClients-oneByOne", "shuts one down, and waits, and then the next") {
      door, threads, serve in
      try runAll(door, threads, serve) { clients in
        for client in clients {
          threads.waitForAll()
          client.shutdown()
        }
      }
    },
    stop("waitsForIdleClients-inAGroup", "waits in a group of its own, and shuts nobody down") {
      door, threads, serve in
      let group = DispatchGroup()
      while let client = try door.accept() {
        group.enter()
        threads.start {
          serve(client)
          group.leave()
        }
      }
      group.wait()
    },
    stop("halfClosesOnly", "half-closes all clients and waits") { door, threads, serve in
      try runAll(door, threads, serve) { clients in
        for client in clients { try? client.finishSending() }
        threads.waitForAll()
      }
    },
    stop("lingersWithEach", "waits for a second for each client") { door, threads, serve in
      try runAll(door, threads, serve) { clients in
        for client in clients { client.lingeringClose() }
        threads.waitForAll()
      }
    },
    stop("holdsTheLock", "waits for the threads while it holds their lock") {
      door, threads, serve in
      let clients = Mutex<[ObjectIdentifier: any ByteStream]>([:])
      while let client = try door.accept() {
        let name = ObjectIdentifier(client)
        clients.withLock { $0[name] = client }
        threads.start {
          serve(client)
          clients.withLock { $0[name] = nil }
        }
      }
      clients.withLock { clients in
        for client in clients.values { client.shutdown() }
        threads.waitForAll()
      }
    },
    stop("waitsForIdleClients-behindALock", "serves inside of the lock") { door, threads, serve in
      let clients = Mutex<[ObjectIdentifier: any ByteStream]>([:])
      while let client = try door.accept() {
        let name = ObjectIdentifier(client)
        clients.withLock { $0[name] = client }
        threads.start {
          clients.withLock {
            serve(client)
            $0[name] = nil
          }
        }
      }
      for client in clients.withLock({ Array($0.values) }) { client.shutdown() }
      threads.waitForAll()
    },
    stop("holdsTheLock-whileAccepting", "accepts inside of the lock") { door, threads, serve in
      let clients = Mutex<[ObjectIdentifier: any ByteStream]>([:])
      try clients.withLock { all in
        while let client = try door.accept() {
          let name = ObjectIdentifier(client)
          all[name] = client
          threads.start {
            if clients.withLock({ $0[name] }) != nil { serve(client) }
            clients.withLock { $0[name] = nil }
          }
        }
      }
      for client in clients.withLock({ Array($0.values) }) { client.shutdown() }
      threads.waitForAll()
    },
    stop("missesTheLatest", "lets each thread note its own client") { door, threads, serve in
      let clients = Mutex<[ObjectIdentifier: any ByteStream]>([:])
      while let client = try door.accept() {
        let name = ObjectIdentifier(client)
        threads.start {
          clients.withLock { $0[name] = client }
          serve(client)
          clients.withLock { $0[name] = nil }
        }
      }
      for client in clients.withLock({ Array($0.values) }) { client.shutdown() }
      threads.waitForAll()
    },
    stop("missesSome", "shuts only the first client down") { door, threads, serve in
      try runAll(door, threads, serve) { clients in
        clients.first?.shutdown()
        threads.waitForAll()
      }
    },
    stop("missesSome-numbersByCount", "numbers a client after those who are there") {
      door, threads, serve in
      let clients = Mutex<[Int: any ByteStream]>([:])
      while let client = try door.accept() {
        let number = clients.withLock { clients in
          let number = clients.count
          clients[number] = client
          return number
        }
        threads.start {
          serve(client)
          clients.withLock { $0[number] = nil }
        }
      }
      for client in clients.withLock({ Array($0.values) }) { client.shutdown() }
      threads.waitForAll()
    },
    stop("keepsTheDead-enteredTooLate", "enters a client when its thread has been started") {
      door, threads, serve in
      let clients = Mutex<[ObjectIdentifier: any ByteStream]>([:])
      while let client = try door.accept() {
        let name = ObjectIdentifier(client)
        threads.start {
          serve(client)
          clients.withLock { $0[name] = nil }
        }
        clients.withLock { $0[name] = client }
      }
      for client in clients.withLock({ Array($0.values) }) { client.shutdown() }
      threads.waitForAll()
    },
    stop("hidesTheDoorsError", "takes every error for the end") { door, threads, serve in
      try runAll(Ajar(door), threads, serve) { clients in
        for client in clients { client.shutdown() }
        threads.waitForAll()
      }
    },
    stop("hidesTheDoorsError-tryingAgain", "tries again whatever goes wrong") {
      door, threads, serve in
      try runAll(Ajar(door, triesAgain: true), threads, serve) { clients in
        for client in clients { client.shutdown() }
        threads.waitForAll()
      }
    },
    stop("waitsInCircles", "looks again and again whether all have left") { door, threads, serve in
      let left = Mutex(0)
      try runAll(
        door, threads,
        { client in
          left.withLock { $0 += 1 }
          serve(client)
          left.withLock { $0 -= 1 }
        }
      ) { clients in
        for client in clients { client.shutdown() }
        while left.withLock({ $0 }) > 0 {}
      }
    },
    stop("keepsTheDead", "keeps every client that ever came") { door, threads, serve in
      var clients: [any ByteStream] = []
      while let client = try door.accept() {
        clients.append(client)
        threads.start { serve(client) }
      }
      for client in clients { client.shutdown() }
      threads.waitForAll()
    },
    stop("throwsOut", "shuts a client down when the next one comes") { door, threads, serve in
      var last: (any ByteStream)?
      while let client = try door.accept() {
        last?.shutdown()
        last = client
        threads.start { serve(client) }
      }
      last?.shutdown()
      threads.waitForAll()
    },
    stop("servesOneAtATime", "serves on the thread that accepts") { door, threads, serve in
      while let client = try door.accept() { serve(client) }
    },
    stop("servesOneAtATime-waiting", "waits for each thread") { door, threads, serve in
      while let client = try door.accept() {
        threads.start { serve(client) }
        threads.waitForAll()
      }
    },
    stop("servesTwice", "starts two threads for a client") { door, threads, serve in
      while let client = try door.accept() {
        for _ in 1...2 { threads.start { serve(client) } }
      }
    },
    stop("dropsClients", "serves nobody") { door, threads, serve in
      while let client = try door.accept() { threads.start { _ = client } }
    },
    stop("dropsClients-afterTheFirst", "accepts once") { door, threads, serve in
      guard let client = try door.accept() else { return }
      threads.start { serve(client) }
    },
    stop("loopsOnNil", "goes on when the door is closed") { door, threads, serve in
      while true {
        if let client = try door.accept() { threads.start { serve(client) } }
      }
    },
    stop("neverEnds", "enters a group for itself, too") { door, threads, serve in
      let group = DispatchGroup()
      group.enter()
      try runAll(door, threads, serve) { clients in
        for client in clients { client.shutdown() }
        threads.waitForAll()
        group.wait()
      }
    },
    stop("crashes", "asks for a client that is not there") { door, threads, serve in
      while true {
        let client = [try door.accept()].compactMap { $0 }[0]
        threads.start { serve(client) }
      }
    },
  ]
}

/// A right answer to 5.3, but for its end, which is handed those who are still there.
private func runAll(
  _ door: any ClientDoor, _ threads: any ServerThreads, _ serve: @escaping Holding,
  end: ([any ByteStream]) throws -> Void
) throws {
  let clients = Mutex<[(name: ObjectIdentifier, stream: any ByteStream)]>([])
  while let client = try door.accept() {
    let name = ObjectIdentifier(client)
    clients.withLock { $0.append((name, client)) }
    threads.start {
      serve(client)
      clients.withLock { all in all.removeAll { $0.name == name } }
    }
  }
  try end(clients.withLock { $0.map(\.stream) })
}

/// A door that does not tell whether `accept` has failed.
private final class Ajar: ClientDoor {
  private let door: any ClientDoor
  private let triesAgain: Bool

  init(_ door: any ClientDoor, triesAgain: Bool = false) {
    self.door = door
    self.triesAgain = triesAgain
  }

  func accept() throws -> (any ByteStream)? {
    while true {
      do {
        return try door.accept()
      } catch {
        if !triesAgain { return nil }
      }
    }
  }
}

/// A stream that does not tell whether a send has failed.
private final class Deaf: ByteStream {
  private let client: any ByteStream

  init(_ client: any ByteStream) { self.client = client }

  var peer: Endpoint { client.peer }
  func receive(upTo count: Int) throws -> [UInt8] { try client.receive(upTo: count) }
  func send(_ bytes: ArraySlice<UInt8>) throws -> Int {
    (try? client.send(bytes)) ?? bytes.count
  }
  func finishSending() throws { try client.finishSending() }
  func shutdown() { client.shutdown() }
  func waitForBytes(until deadline: ContinuousClock.Instant) throws -> Bool {
    try client.waitForBytes(until: deadline)
  }
}
