import Dispatch
import Framing
import LessonKit
import Sockets

/// The room: what one client says, all others hear.
func runServer(_ context: Context) throws {
  let room = Room()
  try context.serveEveryone { try serve($0, in: room, context) }
}

/// Two threads serve a client. This one receives; the other one sends what waits in the outbox.
func serve(_ guest: Guest, in room: Room, _ context: Context) throws -> Guest.Ending {
  let outbox = Outbox(in: context)
  let writer = DispatchGroup()
  writer.enter()
  context.startThread {
    send(outbox, to: guest.stream)
    writer.leave()
  }
  room.enter(.init(number: guest.number, stream: guest.stream, outbox: outbox))
  defer {
    room.leave(guest.number)
    outbox.close()  // what was said until now still goes out
    context.wait(for: writer)
  }
  do {
    if try listen(to: guest, in: room, context) { return .saidGoodbye }
  } catch {
    throw outbox.loss ?? error
  }
  if let loss = outbox.loss { throw loss }
  return .closedWithoutGoodbye
}

/// Passes on what a client says, until it says goodbye (true) or closes (false).
func listen(to guest: Guest, in room: Room, _ context: Context) throws -> Bool {
  let header = LengthHeader(width: width, limit: context.limit)
  var messages = MessageReader(guest.stream, header: header)
  while let text = try messages.nextText() {
    if text == goodbye { return true }
    guest.log("says: \(context.shortened(text))")
    try room.say(text, by: guest.number)
  }
  return false
}

/// Sends what waits, until nothing more will come. The only one who waits for a slow reader is this
/// thread.
func send(_ outbox: Outbox, to stream: any ByteStream) {
  do {
    while let piece = try outbox.next() { try stream.sendAll(piece) }
  } catch {
    outbox.giveUp(error)
    stream.shutdown()
  }
}
