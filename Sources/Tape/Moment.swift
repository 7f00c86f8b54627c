/// What a picture shows of an event.
struct Moment: Sendable {
  let side: Side
  /// Which client's connection it is, from 1.
  let client: Int
  var call: Event.Call
  var bytes: [UInt8]
  var stretches: [Stretch] = []
  /// How many calls it stands for.
  var calls = 1

  /// What a program printed is not on the wire.
  init?(_ entry: Recording.Entry) {
    switch entry.event.call {
    case .note, .meddling, .passage, .end, .passingReset: return nil
    default: break
    }
    side = entry.event.side
    client = entry.client
    call = entry.event.call
    bytes = entry.event.bytes
  }

  var isReceive: Bool { if case .receive = call { true } else { false } }
  var isSend: Bool { if case .send = call { true } else { false } }
  /// Whether the peer hears by it that no byte will follow.
  var endsSending: Bool { [.halfClose, .shutdown, .close].contains(call) }

  /// What is written next to its rail.
  var label: String {
    switch call {
    case .connect: "connect"
    case .accept: "accept"
    case .halfClose: "half-close"
    case .shutdown: "shutdown"
    case .close: "close"
    case .reset(let during): "✗ \(during): reset by the peer"
    case .failure: "✗ failed"
    case .send(let offered): "send(\(offered)) → \(bytes.count)"
    case .receive where calls > 1: "\(calls) receives → \(bytes.count)"
    case .receive(let asked):
      "receive(\(asked)) → \(bytes.isEmpty ? "0, the end" : "\(bytes.count)")"
    case .note, .meddling, .passage, .end, .passingReset: ""
    }
  }
}

extension [Moment] {
  /// The moments with the parts of their bytes.
  func following(_ wire: Wire) -> [Moment] {
    var followers: [String: Follower] = [:]
    return map { moment in
      let sender = moment.isReceive ? moment.side.other : moment.side
      let shape = sender == .client ? wire.toServer : wire.toClient
      var moment = moment
      moment.stretches =
        followers["\(moment.client) \(sender) \(moment.isReceive)", default: Follower(shape)]
        .follow(moment.bytes)
      return moment
    }
  }

  /// The moments with neighbouring receives made into one: those of a program that asks for the
  /// parts of a message one by one. Receives that cut a part stay as they are.
  func joiningReceives() -> [Moment] {
    var joined: [Moment] = []
    for moment in self {
      if let last = joined.last, last.isReceive, moment.isReceive, last.side == moment.side,
        last.client == moment.client, last.isOfWholeParts, moment.isOfWholeParts
      {
        joined[joined.count - 1].bytes += moment.bytes
        joined[joined.count - 1].stretches += moment.stretches
        joined[joined.count - 1].calls += 1
      } else {
        joined.append(moment)
      }
    }
    return joined
  }
}

extension Moment {
  fileprivate var isOfWholeParts: Bool {
    guard let first = stretches.first, let last = stretches.last else { return false }
    return !first.isContinued && last.isComplete
  }
}
