import Framing
import LessonKit
import Sockets
import Synchronization

/// Prints what others say, and sends what is typed: two threads, for both may take any time.
func runClient(_ context: Context) throws {
  let server = try context.connect()
  let trouble = Mutex<(any Error)?>(nil)
  context.startThread { speak(to: server, trouble, context) }
  let header = LengthHeader(width: width, limit: context.limit + longestPrefix)
  var messages = MessageReader(server, header: header)
  while let text = try messages.nextText() { context.print(context.readable(text.utf8)) }
  if let error = trouble.withLock({ $0 }) { throw error }
  context.print("the server closed")
}

/// Sends each line that is typed, and a goodbye when there are no more.
func speak(to server: any ByteStream, _ trouble: borrowing Mutex<(any Error)?>, _ context: Context)
{
  while let line = context.readLine(), line != goodbye {
    if line.utf8.count <= context.limit {
      say(line, to: server, trouble)
    } else {
      context.print("not sent: a line has at most \(context.limit.bytes). --limit BYTES raises it.")
    }
  }
  say(goodbye, to: server, trouble)
}

/// Sends a message. The error of a connection is told once, to one of the two threads: if it is this
/// one, the other sees the end of the stream only, and finds the reason behind the lock.
func say(_ text: String, to server: any ByteStream, _ trouble: borrowing Mutex<(any Error)?>) {
  trouble.withLock { trouble in
    do {
      try server.sendAll(frame(text))
    } catch {
      trouble = trouble ?? error
      server.shutdown()  // wakes the other thread
    }
  }
}
