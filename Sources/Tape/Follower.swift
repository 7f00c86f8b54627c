/// Follows one direction of a stream, and says of each piece which parts are in it.
struct Follower: Sendable {
  private let shape: Shape
  private var part: Shape.Part
  /// Of the current part: its first bytes, and how many there were.
  private var beginning: [UInt8] = []
  private var count = 0
  private var ended: [Shape.Ended] = []
  private static let kept = 1024
  /// How many parts a shape may look back to.
  private static let memory = 8

  init(_ shape: Shape) {
    self.shape = shape
    part = shape.next([])
  }

  /// Takes the stream's next bytes.
  mutating func follow(_ bytes: [UInt8]) -> [Stretch] {
    var stretches: [Stretch] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      var isComplete = false
      var taken = rest
      switch part.extent {
      case .open: break
      case .bytes(let size):
        taken = rest.prefix(size - count)
        isComplete = count + taken.count == size
      case .line:
        if let end = rest.firstIndex(of: 0x0A) {
          taken = rest[...end]
          isComplete = true
        }
      }
      let isContinued = count > 0
      count += taken.count
      beginning += taken.prefix(max(0, Self.kept - beginning.count))
      if !part.accepts(beginning[...]) {
        part = .broken("no \(part.name ?? "part")")
        taken = rest
        isComplete = false
      }
      stretches.append(
        Stretch(
          kind: part.kind, name: part.name, isField: part.isField, isContinued: isContinued,
          isComplete: isComplete,
          bytes: taken))
      rest = rest.dropFirst(taken.count)
      if isComplete { endPart() }
    }
    return stretches
  }

  private mutating func endPart() {
    repeat {
      ended = ended.suffix(Self.memory - 1) + [.init(name: part.name, bytes: beginning)]
      beginning = []
      count = 0
      part = shape.next(ended)
      // An empty payload has no bytes to be drawn.
    } while part.isEmpty
  }
}

extension Shape.Part {
  fileprivate var isEmpty: Bool {
    if case .bytes(let size) = extent { size <= 0 } else { false }
  }
}
