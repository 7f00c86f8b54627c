import Workbook

/// The readers of a broadcast, what happens to them, and what each of them must have been told.
struct BroadcastStage {
  enum Event {
    case comes
    /// Comes, and dies after so many sends.
    case comesDying(Int)
    case moves(Int)
    case leaves(Int)
    /// No send to it succeeds any more; nobody knows yet.
    case dies(Int)
    /// Its own thread finds the connection shut down.
    case isReportedGone(Int)
  }

  private(set) var happened: [String] = []
  private(set) var event = Event.comes
  /// The last position that somebody went to.
  private(set) var position: Position
  /// Everybody who ever came, the first at 0.
  private(set) var readers: [ScriptedReader] = []
  /// Who has not left, as far as that can be known, and how many sends they still take.
  private(set) var present: [Int: Int?] = [:]
  private(set) var positions: [Int: Position] = [:]
  /// All positions that anybody ever had.
  private(set) var past: Set<Update> = []
  /// What the last event must have told each of those who are still there.
  private(set) var expected: [Int: [Update]] = [:]
  /// Who was found dead in the last event, and who was found dead or has left before it.
  private(set) var found: Set<Int> = []
  private(set) var gone: Set<Int> = []
  private(set) var failedSends: [Int: Int] = [:]

  init(start: Int16) { position = Position(x: start, y: 0) }

  /// The one who comes now.
  var newcomer: ScriptedReader { readers[readers.count - 1] }

  /// Sets the stage for an event, and works out what must come of it.
  mutating func begin(_ event: Event) {
    self.event = event
    expected = [:]
    gone.formUnion(found)
    found = []
    failedSends = Dictionary(uniqueKeysWithValues: readers.map { ($0.place, $0.failedSends) })
    switch event {
    case .comes: arrive(dyingAfter: nil)
    case .comesDying(let count): arrive(dyingAfter: count)
    case .moves(let number):
      position = Position(x: position.x, y: position.y + 1)
      let update = Update(number: Int32(number), position: position)
      happened.append("move(\(number), to: \(position))")
      guard present.keys.contains(number) else { return }
      positions[number] = position
      past.insert(update)
      tell(update, to: Array(present.keys))
    case .leaves(let number), .isReportedGone(let number):
      happened.append("leave(\(number))")
      guard present.removeValue(forKey: number) != nil else { return }
      positions[number] = nil
      tell(Update(number: Int32(number), position: nil), to: Array(present.keys))
      gone.insert(number)
    case .dies(let number):
      happened.append("from now on, a send to client \(number) throws")
      readers[number - 1].die()
      present[number] = .some(0)
    }
  }

  private mutating func arrive(dyingAfter count: Int?) {
    let reader = ScriptedReader(readers.count + 1)
    if let count { reader.die(after: count) }
    readers.append(reader)
    happened.append(
      "join: client \(reader.place)" + (count.map { ", who takes \($0) update" } ?? ""))
    present[reader.place] = .some(count)
    for (number, position) in positions {
      tell(Update(number: Int32(number), position: position), to: [reader.place])
    }
  }

  private mutating func tell(_ update: Update, to places: [Int]) {
    var dead: [Int] = []
    for place in places {
      guard let left = present[place] else { continue }
      if left == 0 {
        dead.append(place)
        continue
      }
      expected[place, default: []].append(update)
      present[place] = .some(left.map { $0 - 1 })
    }
    for place in dead {
      present[place] = nil
      positions[place] = nil
      found.insert(place)
    }
    for place in dead { tell(Update(number: Int32(place), position: nil), to: Array(present.keys)) }
  }
}
