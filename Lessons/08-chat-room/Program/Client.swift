import Framing
import LessonKit
import Sockets
import Synchronization

/// Prints what others say, and sends what is typed: two threads, for both may take any time.
func runClient(_ context: Context) throws {
  let server = try context.connect()
  let trouble = Mutex<(any Error)?>(nil)
  context.startThread {
    do {
      try speak(to: server, context)
    } catch {
      trouble.withLock { $0 = error }
      server.shutdown()  // wakes the other thread
    }
  }
  let header = LengthHeader(width: width, limit: context.limit + longestPrefix)
  var messages = MessageReader(server, header: header)
  while let text = try messages.nextText() { context.print(context.readable(text.utf8)) }
  if let error = trouble.withLock({ $0 }) { throw error }
  context.print("the server closed")
}

/// Sends each line that is typed, and a goodbye when there are no more.
func speak(to server: any ByteStream, _ context: Context) throws {
  while let line = context.readLine(), line != goodbye {
    if line.utf8.count > context.limit {
      context.print("not sent: a line has at most \(context.limit.bytes). --limit BYTES raises it.")
      continue
    }
    try server.sendAll(frame(line))
  }
  try server.sendAll(frame(goodbye))
}
