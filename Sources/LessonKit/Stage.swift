import Sockets
import Synchronization
import Tape

/// Where a program's lines appear, and with `--trace` the ladder between them.
final class Stage: Sendable {
  enum Style {
    /// One side in its own terminal.
    case alone
    /// Both sides of a demo in one terminal, each line with its side in front.
    case labelled
  }

  private let style: Style
  private let tracing: Bool
  private let left: Side
  /// The peers whose ladder has its heading already.
  private let headed = Mutex<Set<Endpoint?>>([])

  init(_ style: Style, tracing: Bool, left: Side) {
    self.style = style
    self.tracing = tracing
    self.left = left
  }

  func write(_ line: String, _ side: Side) {
    switch style {
    case .alone: Console.standard.write(line)
    case .labelled where tracing: draw(.note(line), side)
    case .labelled: Console.standard.write("\(side) │ \(line)")
    }
  }

  /// The tape for a new connection; nil when nobody watches.
  func tape(for side: Side, _ connection: Connection) -> Tape? {
    guard tracing else { return nil }
    if style == .alone { head(connection.peer, "\(side)", "\(side.other) \(connection.peer)") }
    return Tape { [self] in draw($0) }
  }

  private func draw(_ call: Event.Call, _ side: Side) {
    let tape = Tape { [self] in draw($0) }
    tape.note(side, nil, call)
  }

  private func draw(_ event: Event) {
    let ladder = Ladder(left: left, showsBoth: style == .labelled)
    if style == .labelled { head(nil, "\(left)", "\(left.other)") }
    for line in ladder.lines(for: event) { Console.standard.write(line) }
  }

  private func head(_ key: Endpoint?, _ leftName: String, _ rightName: String) {
    guard headed.withLock({ $0.insert(key).inserted }) else { return }
    let ladder = Ladder(left: left, showsBoth: style == .labelled)
    Console.standard.write(ladder.heading(leftName, rightName))
  }
}
