import Dispatch
import LessonKit
import Sockets

/// Tells every client where all clients are.
func runServer(_ context: Context) throws {
  let world = World()
  // What the system has taken can no longer be replaced, so it is given little.
  try context.serveEveryone(sendBuffer: 4096) { guest in
    guard let number = Int32(exactly: guest.number) else { throw Failure("no number is left") }
    let reader = Reader(guest.stream, most: context[Common.maxClients], in: context)
    world.join(reader, as: number)
    let writer = DispatchGroup()
    writer.enter()
    context.startThread {
      reader.write()
      writer.leave()
    }
    defer {
      world.leave(number)
      reader.close()
      context.wait(for: writer)
    }
    let result = Result { try follow(guest) { world.move(number, to: $0) } }
    if let loss = reader.lostBy { throw loss }
    try result.get()
    return .closedWithoutGoodbye
  }
}

/// Reads where a client goes, until it leaves.
func follow(_ guest: Guest, moved: (Position) -> Void) throws {
  try guest.stream.receivePackets(of: Position.self) { positions in
    if positions.contains(.nowhere) {
      throw ProtocolError("\(Position.nowhere) is no position: it says that somebody has left")
    }
    // Of those that came together only the last says where the client is.
    guard let latest = positions.last else { return }
    moved(latest)
    guest.log("is at \(latest)")
  }
}
