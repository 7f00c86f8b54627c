/// What one reader has not been sent yet: of each client the latest, and nothing that is older.
struct Outbox: Sendable {
  private var latest: [Int32: Update] = [:]
  /// Whose updates wait, in the order in which the first of each came.
  private var numbers: [Int32] = []
  /// How many of them have left; that cannot be skipped.
  private(set) var departures = 0
  /// Nothing more is put in.
  var isClosed: Bool

  init(isClosed: Bool = false) { self.isClosed = isClosed }

  var isEmpty: Bool { numbers.isEmpty }

  /// An update takes the place of the one before it, if that still waits.
  mutating func put(_ update: Update) {
    if isClosed { return }
    if latest.updateValue(update, forKey: update.number) == nil { numbers.append(update.number) }
    if update.position == nil { departures += 1 }
  }

  /// All that waits. Nothing waits afterwards.
  mutating func takeAll() -> [Update] {
    defer { self = Outbox(isClosed: isClosed) }
    return numbers.compactMap { latest[$0] }
  }
}
