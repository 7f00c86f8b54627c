/// A ladder as a picture: an SVG file, light and dark, drawn from the recording of a run.
///
/// - The server's rail stands on the left, each client's on the right; time runs downwards.
/// - An arrow leads from a send to each receive that took a part of it; a dashed one from a connect
///   to its accept, and from a close to the receive that is empty because of it.
/// - Bytes stand at the send, and at a receive where they come in other pieces.
///
/// The same run gives the same file: what differs from run to run is replaced (`Steady`).
public struct Picture: Sendable {
  private let moments: [Moment]
  private let title: String
  private let caption: String
  private let clients: [String]

  /// - Parameters:
  ///   - wire: what the messages look like.
  ///   - title: what it shows, in a few words.
  ///   - caption: the command that it is drawn from.
  ///   - clients: the clients' names, in order.
  ///   - host: this machine's name, which is to be replaced.
  public init(
    _ recording: Recording, wire: Wire, title: String, caption: String, clients: [String],
    host: String
  ) {
    var steady = Steady(host: host)
    moments = steady.steadied(recording.entries.compactMap(Moment.init))
      .following(wire).joiningReceives()
    self.title = title
    self.caption = caption
    self.clients = clients
  }

  /// The file's text.
  public var svg: String {
    var drawing = Drawing(placed, clients: clients)
    return drawing.file(title: title, caption: caption, description: description)
  }

  // MARK: Places

  /// A moment, where it stands, and where its arrows come from.
  struct Placed {
    let moment: Moment
    let rows: [ByteRow]
    /// The moments that it is the other end of.
    let origins: [Int]
    var y = 0.0
  }

  /// From top to bottom, each a little below the one before it; the bytes of the two sides may stand
  /// side by side.
  private var placed: [Placed] {
    var placed: [Placed] = []
    var free: [Side: Double] = [:]
    var links = Links()
    for (index, moment) in moments.enumerated() {
      let origins = links.origins(of: moment, index)
      var next = Placed(moment: moment, rows: rows(moment, origins), origins: origins)
      let step = 1.3 * SVG.line
      next.y = max((placed.last?.y ?? 0) + step, free[moment.side] ?? 0)
      free[moment.side] =
        next.y + step + Double(next.rows.count) * SVG.line + (next.rows.isEmpty ? 0 : 6)
      placed.append(next)
    }
    return placed
  }

  private func rows(_ moment: Moment, _ origins: [Int]) -> [ByteRow] {
    // All of one send, and nothing else: its bytes stand there already.
    if moment.isReceive, origins.count == 1, moments[origins[0]].bytes == moment.bytes {
      return []
    }
    return ByteRow.rows(moment.stretches, width: 8, textWidth: 33)
  }

  // MARK: Words

  /// The whole picture in words.
  private var description: String {
    "From top to bottom: " + moments.map(sentence).joined(separator: " ")
  }

  private func sentence(_ moment: Moment) -> String {
    let client =
      clients.count == 1 ? "the client" : clients[max(0, min(moment.client, clients.count) - 1)]
    let who = moment.side == .server ? "the server" : client
    let whom = moment.side == .server && clients.count > 1 ? client : ""
    let count = moment.bytes.count == 1 ? "1 byte" : "\(moment.bytes.count) bytes"
    let sentence: String
    switch moment.call {
    case .connect: sentence = "\(who) connects."
    case .accept: sentence = "\(who) accepts \(clients.count == 1 ? "it" : client)."
    case .receive where moment.bytes.isEmpty:
      sentence = "\(who) receives the end\(whom.isEmpty ? "" : " from \(whom)")."
    case .receive:
      sentence = "\(who) receives \(count)\(whom.isEmpty ? "" : " from \(whom)"): \(parts(moment))."
    case .send:
      sentence = "\(who) sends \(count)\(whom.isEmpty ? "" : " to \(whom)"): \(parts(moment))."
    case .halfClose: sentence = "\(who) half-closes\(whom.isEmpty ? "" : " towards \(whom)")."
    case .shutdown:
      sentence = "\(who) shuts the connection\(whom.isEmpty ? "" : " to \(whom)") down."
    case .close: sentence = "\(who) closes\(whom.isEmpty ? "" : " the connection to \(whom)")."
    case .reset: sentence = "\(who) finds the connection reset."
    default: sentence = "a call of \(who) fails."
    }
    return sentence.prefix(1).uppercased() + sentence.dropFirst()
  }

  private func parts(_ moment: Moment) -> String {
    moment.stretches.map { stretch in
      var bytes = stretch.bytes
      while bytes.count > 1, bytes.last == 0x20 { bytes.removeLast() }
      let text = Readable.text(bytes.prefix(60)) + (bytes.count > 60 ? " …" : "")
      let name = stretch.name.map { (stretch.isContinued ? "more of the \($0)" : $0) + " " } ?? ""
      return "\(name)“\(text)”"
    }.joined(separator: ", ")
  }
}

/// Finds for each moment the ones that it is the other end of.
private struct Links {
  private struct Way: Hashable {
    let client: Int
    let sender: Side
  }
  private var sent: [Way: [(index: Int, left: Int)]] = [:]
  private var ended: [Way: Int] = [:]
  private var connected: [Int: Int] = [:]

  mutating func origins(of moment: Moment, _ index: Int) -> [Int] {
    let own = Way(client: moment.client, sender: moment.side)
    let others = Way(client: moment.client, sender: moment.side.other)
    switch moment.call {
    case .connect: connected[moment.client] = index
    case .accept: return connected[moment.client].map { [$0] } ?? []
    case .send: sent[own, default: []].append((index, moment.bytes.count))
    case .receive where moment.bytes.isEmpty: return ended[others].map { [$0] } ?? []
    case .receive: return taking(moment.bytes.count, of: others)
    case .halfClose, .shutdown, .close: ended[own] = ended[own] ?? index
    default: break
    }
    return []
  }

  private mutating func taking(_ count: Int, of way: Way) -> [Int] {
    var count = count
    var origins: [Int] = []
    while count > 0, let first = sent[way]?.first {
      let taken = min(count, first.left)
      origins.append(first.index)
      count -= taken
      sent[way]?[0].left -= taken
      if first.left == taken { sent[way]?.removeFirst() }
    }
    return origins
  }
}
