import Sockets
import Synchronization
import Tape

/// Where a program's lines appear, and with `--trace` the ladder between them.
final class Stage: Sendable {
  enum Style {
    /// One side in its own terminal.
    case alone
    /// Both sides of a demo in one terminal, each line with its side in front; the clients' names.
    case labelled([String])
  }

  private let style: Style
  private let tracing: Bool
  private let left: Side
  /// What the messages look like.
  private let wire: Wire
  /// Where a demo's events are kept, when a picture is to be drawn of them.
  private let recording: Recording?
  private let ladder: Ladder
  private struct Peers {
    /// The clients of a demo by their own ends; alone, the peers in the order of their coming.
    var numbers: [Endpoint: Int] = [:]
    /// Whether the ladder of a demo has its heading.
    var hasHeading = false
  }
  private let peers = Mutex(Peers())

  init(
    _ style: Style, tracing: Bool, left: Side, wire: Wire = .raw, recording: Recording? = nil
  ) {
    self.style = style
    self.tracing = tracing
    self.left = left
    self.wire = wire
    self.recording = recording
    let isLabelled = if case .labelled = style { true } else { false }
    ladder = Ladder(
      left: left, showsBoth: isLabelled, columns: Screen.columns, paint: Screen.paint)
  }

  /// Whether the lines are one program's own, in its own terminal.
  var isAlone: Bool { if case .alone = style { !tracing } else { false } }

  /// - Parameter actor: which client of a demo, from 1.
  func write(_ line: String, _ side: Side, _ actor: Int?) {
    switch style {
    case .alone: Console.standard.write(line)
    case .labelled where tracing: draw(.note(line), side, actor)
    case .labelled(let names):
      let name = actor.map { names[$0 - 1] } ?? "\(side)"
      let width = names.map(\.count).max() ?? 0
      let gap = String(repeating: " ", count: max(0, max(width, 6) - name.count))
      Console.standard.write("\(name)\(gap) │ \(line)")
    }
  }

  /// Says which client of a demo has that end of a connection.
  func introduce(_ end: Endpoint, as actor: Int) {
    peers.withLock { $0.numbers[end] = actor }
  }

  /// The tape for a new connection; nil when nobody watches.
  func tape(for side: Side, _ connection: Connection, _ actor: Int?) -> Tape? {
    guard tracing || recording != nil else { return nil }
    if case .labelled = style {
      let number = actor ?? peers.withLock { $0.numbers[connection.peer] }
      return Tape(wire) { [self] in
        if tracing { draw($0, number) }
        recording?.add($0, client: number ?? 1)
      }
    }
    let number = peers.withLock { peers in
      peers.numbers[connection.peer] = peers.numbers.count + 1
      return peers.numbers.count
    }
    let peer = "\(side.other) \(connection.peer)"
    head("\(side)", tag(number).map { "\($0) \(peer)" } ?? peer)
    return Tape(wire) { [self] in draw($0, number) }
  }

  private func draw(_ call: Event.Call, _ side: Side, _ actor: Int?) {
    let tape = Tape { [self] in draw($0, actor) }
    tape.note(side, nil, call)
  }

  private func draw(_ event: Event, _ number: Int?) {
    if case .labelled(let names) = style {
      let isFirst = peers.withLock { peers in
        defer { peers.hasHeading = true }
        return !peers.hasHeading
      }
      if isFirst {
        let tagged = names.enumerated().map { [tag($0 + 1), $1].compactMap(\.self) }
        head("server", tagged.map { $0.joined(separator: " ") }.joined(separator: "  "))
      }
    }
    for line in ladder.lines(for: event, tag: tag(number)) { Console.standard.write(line) }
  }

  /// How a client is told from the others, where there are others: `[2]`.
  private func tag(_ number: Int?) -> String? {
    guard let number else { return nil }
    switch style {
    case .alone: return number > 1 ? "[\(number)]" : nil
    case .labelled(let names): return names.count > 1 ? "[\(number)]" : nil
    }
  }

  private func head(_ leftName: String, _ rightName: String) {
    Console.standard.write(ladder.heading(leftName, rightName))
  }
}
