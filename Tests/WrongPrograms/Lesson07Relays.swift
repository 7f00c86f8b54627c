import Checks
import Framing
import Sockets
import Workbook

private func relay(
  _ name: String, _ summary: String,
  _ answer: @escaping @Sendable (Request) throws -> Void
) -> WrongProgram {
  WrongProgram(exercise: "7.3", name: name, summary: summary) {
    ExerciseProgram.lesson07(Relaying(answer: answer), $0)
  }
}

private struct Relaying: WrongLesson07 {
  typealias Devices = Listing
  let answer: @Sendable (Request) throws -> Void
  func relay(
    from controller: any ByteStream, to target: String?, in register: any DeviceRegister,
    limit: Int
  ) throws {
    try answer(
      Request(controller: controller, target: target, register: register, limit: limit))
  }
}

/// What `relay` is given, and its steps, each of them right.
private struct Request: Sendable {
  let controller: any ByteStream
  let target: String?
  let register: any DeviceRegister
  let limit: Int

  var header: LengthHeader { LengthHeader(width: 64, limit: limit) }

  func data() throws -> [UInt8] {
    let digits = try controller.receiveExactly(64, of: "the header")
    return try controller.receiveExactly(header.payloadLength(in: digits[...]), of: "the data")
  }

  func device() -> (any RelayDevice)? {
    guard let target else { return nil }
    return register.withLock { $0[target] }
  }

  func reply(_ words: String) throws {
    try controller.sendAll(header.frame(Array(words.utf8)))
  }

  func giveUp(_ device: any RelayDevice) {
    guard let target else { return }
    register.withLock { $0[target] = nil }
    device.shutdown()
  }

  /// All the rest, but for what its parameter changes.
  func deliver(
    _ data: [UInt8], send: (any RelayDevice, [UInt8]) throws -> Void = { try $0.send($1) }
  ) throws {
    guard let device = device() else { return try reply("|target not found|") }
    var words = "data successfully sent"
    do {
      try send(device, header.frame(data))
    } catch {
      giveUp(device)
      words = "|target unreachable|"
    }
    try reply(words)
  }
}

extension WrongProgram {
  // MARK: 7.3

  static let relays: [WrongProgram] = [
    relay("answersTheDevice", "sends the answer to the device") {
      let data = try $0.data()
      guard let device = $0.device() else { return try $0.reply("|target not found|") }
      try device.send($0.header.frame(data))
      try device.send($0.header.frame(Array("data successfully sent".utf8)))
    },
    relay("forgetsTheHeader", "sends the device the data alone") {
      let data = try $0.data()
      try $0.deliver(data) { device, frame in try device.send(Array(frame.dropFirst(64))) }
    },
    relay("forgetsTheHeader-ofTheAnswer", "answers without a header") {
      let data = try $0.data()
      guard let device = $0.device() else {
        return try $0.controller.sendAll(Array("|target not found|".utf8))
      }
      try device.send($0.header.frame(data))
      try $0.controller.sendAll(Array("data successfully sent".utf8))
    },
    relay("sendsToOthers", "sends to all devices") { request in
      let data = try request.data()
      guard request.device() != nil else { return try request.reply("|target not found|") }
      for device in request.register.withLock({ Array($0.values) }) {
        try device.send(request.header.frame(data))
      }
      try request.reply("data successfully sent")
    },
    relay("sendsToOthers-anybody", "takes any device for one that is unknown") { request in
      let data = try request.data()
      let device = request.device() ?? request.register.withLock { $0.values.first }
      try device?.send(request.header.frame(data))
      try request.reply("data successfully sent")
    },
    relay("oneReceive", "takes what one receive brings for the header") {
      let length = try $0.header.payloadLength(in: $0.controller.receive(upTo: 64)[...])
      try $0.deliver(try $0.controller.receiveExactly(length))
    },
    relay("oneReceive-ofTheData", "takes what one receive brings for the data") {
      let header = try $0.controller.receiveExactly(64)
      let length = try $0.header.payloadLength(in: header[...])
      try $0.deliver(length == 0 ? [] : try $0.controller.receive(upTo: length))
    },
    relay("oneReceive-ofAnyData", "takes what one receive brings, also where there is no data") {
      let header = try $0.controller.receiveExactly(64)
      let length = try $0.header.payloadLength(in: header[...])
      try $0.deliver(try $0.controller.receive(upTo: length))
    },
    relay("leavesDataUnread", "answers at once when there is no such target") {
      guard $0.device() != nil else { return try $0.reply("|target not found|") }
      try $0.deliver(try $0.data())
    },
    relay("swallowsTheNextRequest", "receives with a reader that reads ahead") {
      var messages = MessageReader($0.controller, header: $0.header)
      guard let data = try messages.next() else { throw CutOff(missing: 64) }
      try $0.deliver(data)
    },
    relay("reframesAsText", "makes a text of the data") {
      let text = String(decoding: try $0.data(), as: UTF8.self)
      try $0.deliver(Array(text.utf8))
    },
    relay("reframesAsText-strictly", "refuses data that is no text") {
      let data = try $0.data()
      guard String(validating: data, as: UTF8.self) != nil else { throw FramingError.notUTF8 }
      try $0.deliver(data)
    },
    relay("mixesFrames", "sends header and data in two calls") {
      let data = try $0.data()
      try $0.deliver(data) { device, frame in
        try device.send(Array(frame.prefix(64)))
        try device.send(Array(frame.dropFirst(64)))
      }
    },
    relay("ignoresShortSend", "calls send once for the answer") {
      let data = try $0.data()
      guard let device = $0.device() else { return try $0.reply("|target not found|") }
      try device.send($0.header.frame(data))
      _ = try $0.controller.send($0.header.frame(Array("data successfully sent".utf8))[...])
    },
    relay("diesWithTheDevice", "lets the device's error out") {
      let data = try $0.data()
      guard let device = $0.device() else { return try $0.reply("|target not found|") }
      try device.send($0.header.frame(data))
      try $0.reply("data successfully sent")
    },
    relay("saysSentAnyway", "takes no notice of the device's error") {
      let data = try $0.data()
      try $0.deliver(data) { device, frame in try? device.send(frame) }
    },
    relay("saysSentAnyway-first", "answers before it sends") {
      let data = try $0.data()
      guard let device = $0.device() else { return try $0.reply("|target not found|") }
      try $0.reply("data successfully sent")
      do {
        try device.send($0.header.frame(data))
      } catch {
        $0.giveUp(device)
        try $0.reply("|target unreachable|")
      }
    },
    relay("saysSentAnyway-andDies", "answers before it sends, and lets the device's error out") {
      let data = try $0.data()
      guard let device = $0.device() else { return try $0.reply("|target not found|") }
      try $0.reply("data successfully sent")
      try device.send($0.header.frame(data))
    },
    relay("keepsTheStuck", "leaves a stuck device in the register") {
      let data = try $0.data()
      guard let device = $0.device() else { return try $0.reply("|target not found|") }
      guard (try? device.send($0.header.frame(data))) != nil else {
        return try $0.reply("|target unreachable|")
      }
      try $0.reply("data successfully sent")
    },
    relay("keepsTheStuck-open", "takes a stuck device out, and does not shut it down") { request in
      let data = try request.data()
      guard let target = request.target, let device = request.device() else {
        return try request.reply("|target not found|")
      }
      guard (try? device.send(request.header.frame(data))) != nil else {
        request.register.withLock { $0[target] = nil }
        return try request.reply("|target unreachable|")
      }
      try request.reply("data successfully sent")
    },
    relay("keepsTheStuck-forAMoment", "answers, and then takes a stuck device out") { request in
      let data = try request.data()
      guard let device = request.device() else { return try request.reply("|target not found|") }
      guard (try? device.send(request.header.frame(data))) != nil else {
        try request.reply("|target unreachable|")
        return request.giveUp(device)
      }
      try request.reply("data successfully sent")
    },
    relay("mixesFrames-inPieces", "sends 4096 bytes at a time") {
      let data = try $0.data()
      try $0.deliver(data) { device, frame in
        for start in stride(from: 0, to: frame.count, by: 4096) {
          try device.send(Array(frame[start..<min(start + 4096, frame.count)]))
        }
      }
    },
    relay("wrongResult-width", "makes a header of ten bytes") {
      let data = try $0.data()
      try $0.deliver(data) { device, _ in
        try device.send(LengthHeader(width: 10).frame(data))
      }
    },
    relay("stallsOnStuckDevice", "sends while it holds the lock") { request in
      let data = try request.data()
      let reply = try request.register.withLock { devices in
        guard let target = request.target, let device = devices[target] else {
          return "|target not found|"
        }
        let frame = try request.header.frame(data)
        if (try? device.send(frame)) != nil { return "data successfully sent" }
        devices[target] = nil
        device.shutdown()
        return "|target unreachable|"
      }
      try request.reply(reply)
    },
    relay("stallsOnStuckDevice-allOfIt", "does everything with the lock held") { request in
      try request.register.withLock { devices in
        let data = try request.data()
        guard let target = request.target, let device = devices[target] else {
          return try request.reply("|target not found|")
        }
        do {
          try device.send(request.header.frame(data))
        } catch {
          devices[target] = nil
          device.shutdown()
          return try request.reply("|target unreachable|")
        }
        try request.reply("data successfully sent")
      }
    },
    relay("looksTwice", "looks whether there is a device, and then takes it") { request in
      let data = try request.data()
      guard let target = request.target, request.register.withLock({ $0[target] != nil }) else {
        return try request.reply("|target not found|")
      }
      guard let device = request.device() else { fatalError("it was there a moment ago") }
      do {
        try device.send(request.header.frame(data))
      } catch {
        request.giveUp(device)
        return try request.reply("|target unreachable|")
      }
      try request.reply("data successfully sent")
    },
    relay("looksTwice-optional", "sends, if the device is still there, and says so anyway") {
      request in
      let data = try request.data()
      guard request.device() != nil else { return try request.reply("|target not found|") }
      do {
        try request.device()?.send(request.header.frame(data))
      } catch {
        request.device().map(request.giveUp)
        return try request.reply("|target unreachable|")
      }
      try request.reply("data successfully sent")
    },
    relay("stallsOnStuckDevice-again", "tries three times") {
      let data = try $0.data()
      try $0.deliver(data) { device, frame in
        for _ in 1...2 where (try? device.send(frame)) != nil { return }
        try device.send(frame)
      }
    },
    relay("waitsWhileLocked", "receives while it holds the lock") { request in
      let (data, device) = try request.register.withLock { devices in
        (try request.data(), request.target.flatMap { devices[$0] })
      }
      guard device != nil else { return try request.reply("|target not found|") }
      try request.deliver(data)
    },
    relay("locksTwice", "locks inside of the lock") { request in
      let data = try request.data()
      let device = request.register.withLock { _ in request.device() }
      guard device != nil else { return try request.reply("|target not found|") }
      try request.deliver(data)
    },
    relay("forwardsHalfAMessage", "copies bytes as they come") {
      let header = try $0.controller.receiveExactly(64)
      var rest = try $0.header.payloadLength(in: header[...])
      guard let device = $0.device() else {
        _ = try $0.controller.receiveExactly(rest)
        return try $0.reply("|target not found|")
      }
      var frame = header
      while rest > 0 {
        let piece = try $0.controller.receive(upTo: rest)
        if piece.isEmpty {
          try device.send(frame)
          throw CutOff(missing: rest)
        }
        rest -= piece.count
        frame += piece
      }
      try $0.deliver(Array(frame.dropFirst(64)))
    },
    relay("mixesFrames-copyingPieces", "sends each piece as it comes") {
      let header = try $0.controller.receiveExactly(64)
      var rest = try $0.header.payloadLength(in: header[...])
      guard let device = $0.device() else {
        _ = try $0.controller.receiveExactly(rest)
        return try $0.reply("|target not found|")
      }
      try device.send(header)
      while rest > 0 {
        let piece = try $0.controller.receive(upTo: rest)
        try device.send(piece)
        rest -= piece.count
      }
      try $0.reply("data successfully sent")
    },
    relay("hidesTheCut", "returns when the controller has gone") {
      guard let data = try? $0.data() else { return }
      try $0.deliver(data)
    },
    relay("loopsOnZero", "does not notice that the controller has closed") {
      let header = try $0.controller.receiveExactly(64)
      let length = try $0.header.payloadLength(in: header[...])
      var data: [UInt8] = []
      while data.count < length { data += try $0.controller.receive(upTo: length - data.count) }
      try $0.deliver(data)
    },
    relay("blamesTheDevice", "takes every error for the device's") {
      let data = try $0.data()
      guard let device = $0.device() else { return try $0.reply("|target not found|") }
      do {
        try device.send($0.header.frame(data))
        try $0.reply("data successfully sent")
      } catch {
        $0.giveUp(device)
        try $0.reply("|target unreachable|")
      }
    },
    relay("blamesTheDevice-all", "takes every device out") { request in
      let data = try request.data()
      try request.deliver(data) { device, frame in
        do {
          try device.send(frame)
        } catch {
          request.register.withLock { $0.removeAll() }
          throw error
        }
      }
    },
    relay("forgetsTheDevice", "takes the device out to look at it") { request in
      let data = try request.data()
      guard let target = request.target,
        let device = request.register.withLock({ $0.removeValue(forKey: target) })
      else { return try request.reply("|target not found|") }
      try device.send(request.header.frame(data))
      try request.reply("data successfully sent")
    },
    relay("forgetsTheDevice-meanwhile", "takes the device out while it sends") { request in
      let data = try request.data()
      guard let target = request.target,
        let device = request.register.withLock({ $0.removeValue(forKey: target) })
      else { return try request.reply("|target not found|") }
      try device.send(request.header.frame(data))
      request.register.withLock { $0[target] = device }
      try request.reply("data successfully sent")
    },
    relay("closesTheController", "answers and closes") {
      let data = try $0.data()
      try $0.deliver(data)
      try $0.controller.finishSending()
    },
    relay("closesTheController-withTheDevice", "shuts both down when the device has gone") {
      request in
      let data = try request.data()
      guard let device = request.device() else { return try request.reply("|target not found|") }
      do {
        try device.send(request.header.frame(data))
      } catch {
        request.giveUp(device)
        request.controller.shutdown()
        return try request.reply("|target unreachable|")
      }
      try request.reply("data successfully sent")
    },
    relay("wrongResult-widthOfBoth", "reads and makes headers of ten bytes") { request in
      let header = LengthHeader(width: 10, limit: request.limit)
      let digits = try request.controller.receiveExactly(10)
      let data = try request.controller.receiveExactly(header.payloadLength(in: digits[...]))
      guard let device = request.device() else { return try request.reply("|target not found|") }
      try device.send(header.frame(data))
      try request.reply("data successfully sent")
    },
    relay("wrongResult-twice", "answers twice") {
      let data = try $0.data()
      try $0.deliver(data)
      try $0.reply("data successfully sent")
    },
    relay("waitsWhileLocked-answering", "answers while it holds the lock") { request in
      let data = try request.data()
      guard let device = request.device() else { return try request.reply("|target not found|") }
      do {
        try device.send(request.header.frame(data))
      } catch {
        request.giveUp(device)
        return try request.register.withLock { _ in try request.reply("|target unreachable|") }
      }
      try request.reply("data successfully sent")
    },
    relay("trustsHugeLength", "has a limit of its own") {
      let header = try $0.controller.receiveExactly(64)
      let length = try LengthHeader(width: 64, limit: 1 << 50).payloadLength(in: header[...])
      try $0.deliver(try $0.controller.receiveExactly(length))
    },
    relay("acceptsGarbage", "reads the header with Int") {
      let header = try $0.controller.receiveExactly(64)
      let digits = String(decoding: header, as: UTF8.self).filter { "0"..."9" ~= $0 }
      guard let length = Int(digits), length <= $0.limit else { throw FramingError.notUTF8 }
      try $0.deliver(try $0.controller.receiveExactly(length))
    },
    relay("wrongResult", "says nothing when there is no such target") {
      let data = try $0.data()
      if $0.device() != nil { try $0.deliver(data) }
    },
    relay("wrongResult-words", "answers with other words") {
      let data = try $0.data()
      guard let device = $0.device() else { return try $0.reply("target not found") }
      try device.send($0.header.frame(data))
      try $0.reply("data successfully sent")
    },
    relay("refusesGoodInput", "throws when there is no such target") {
      let data = try $0.data()
      guard $0.device() != nil else { throw TargetProblem.tooLong }
      try $0.deliver(data)
    },
    relay("waitsForBytes", "waits for a byte that nobody has announced") {
      let data = try $0.data()
      _ = try $0.controller.receive(upTo: 1)
      try $0.deliver(data)
    },
    relay("crashes-onNoText", "expects that a target is a text") {
      let data = try $0.data()
      if $0.target == nil { fatalError("no target") }
      try $0.deliver(data)
    },
    relay("stallsOnStuckDevice-forEver", "sends again until it works") {
      let data = try $0.data()
      try $0.deliver(data) { device, frame in
        while (try? device.send(frame)) == nil {}
      }
    },
  ]
}
