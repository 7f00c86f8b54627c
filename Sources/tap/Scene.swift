import LessonKit
import Sockets
import Synchronization
import Tape
import Tapping

/// What a tap shows: ladders, or with `--quiet` a line for each client that has gone.
final class Scene: Sendable {
  private let wire: Wire
  private let isQuiet: Bool
  private let server: Endpoint
  private let sketch = Sketch(columns: Screen.columns, paint: Screen.paint) { print($0) }

  init(wire: Wire, isQuiet: Bool, server: Endpoint) {
    self.wire = wire
    self.isQuiet = isQuiet
    self.server = server
    sketch.start()
  }

  /// Says where to connect, and how unkind it will be.
  func open(_ endpoint: Endpoint, _ mischief: Mischief) {
    sketch.say("listening on \(endpoint)")
    if !["127.0.0.1", "::1"].contains(endpoint.host) {
      sketch.say("whoever reaches this machine at \(endpoint.host) can now connect")
    }
    sketch.say("clients that connect to port \(endpoint.port) get to \(server)")
    if let cut = mischief.cut, cut > 1 {
      sketch.say("--cut \(cut) --seed \(mischief.seed) cuts in the same places again")
    }
  }

  /// Draws what is left.
  func close() { sketch.finish() }

  /// The tape of a client's conversation.
  func tape(_ number: Int, _ client: Endpoint) -> Tape? {
    if isQuiet { return nil }
    let tag = tag(number)
    sketch.head(
      [tag, "client \(client)"].compactMap(\.self).joined(separator: " "), "server \(server)")
    return Tape(wire) { [sketch] in sketch.add($0, tag: tag) }
  }

  func hear(_ news: Tap.News) {
    switch news {
    case .arrived: break
    case .refused(let number, let sentence):
      sketch.say("\(number.map { "client \($0)" } ?? "a client") was refused: \(sentence)")
    case .ended(let number, let toServer, let toClient):
      if isQuiet {
        sketch.say("client \(number): \(toServer.bytes) to the server, \(toClient.bytes) back")
      }
    }
  }

  /// How a client is told from others, where there are others.
  private func tag(_ number: Int) -> String? { number > 1 ? "[\(number)]" : nil }
}
