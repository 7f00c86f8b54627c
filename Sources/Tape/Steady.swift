/// Replaces what is different in each run, in the bytes of a whole stream: ports, times, the name
/// of the machine. So a picture is the same every time.
///
/// - `127.0.0.1:39112` becomes `127.0.0.1:50001`; further ports count on from there.
/// - `1795574852.072400` becomes `1593600000.123456`, later times as much later as they were, to
///   half a second; `21.11.2026 13:45:10` is that date.
/// - `from <this machine's name>` becomes `from my-computer`.
struct Steady {
  private let host: String
  private var ports: [String: String] = [:]
  private var firstTime: Double?

  /// - Parameter host: this machine's name.
  init(host: String) { self.host = host }

  /// The moments with their bytes replaced, and with the counts that belong to those.
  mutating func steadied(_ moments: [Moment]) -> [Moment] {
    var streams: [Way: Replaced] = [:]
    for moment in moments where moment.isSend && streams[Way(moment)] == nil {
      let stream = moments.filter { $0.isSend && Way($0) == Way(moment) }.flatMap(\.bytes)
      streams[Way(moment)] = replaced(stream)
    }
    var positions: [String: Int] = [:]
    return moments.map { moment in
      let way = Way(moment)
      guard !moment.bytes.isEmpty, let stream = streams[way] else { return moment }
      let start = positions["\(way) \(moment.isReceive)", default: 0]
      let end = start + moment.bytes.count
      positions["\(way) \(moment.isReceive)"] = end
      var moment = moment
      let isWhole = moment.call == .send(of: moment.bytes.count)
      moment.bytes = stream.slice(start, end)
      if isWhole { moment.call = .send(of: moment.bytes.count) }
      return moment
    }
  }

  /// One direction of one connection.
  private struct Way: Hashable {
    let client: Int
    let sender: Side

    init(_ moment: Moment) {
      client = moment.client
      sender = moment.isReceive ? moment.side.other : moment.side
    }
  }

  /// A stream's bytes after the replacement, and where each of the old ones has gone.
  private struct Replaced {
    var bytes: [UInt8] = []
    /// For each place in the old stream, its end included, the place in the new one.
    var places: [Int] = []

    func slice(_ start: Int, _ end: Int) -> [UInt8] {
      guard end < places.count, start <= end else { return [] }
      return Array(bytes[places[start]..<places[end]])
    }
  }

  private mutating func replaced(_ stream: [UInt8]) -> Replaced {
    // A character a byte, so that places in the text are places in the stream.
    let text = String(String.UnicodeScalarView(stream.map { UnicodeScalar($0) }))
    var result = Replaced()
    var rest = text[...]
    func append(_ old: Substring, _ new: String) {
      let begin = result.bytes.count
      result.bytes += new.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
      let grown = result.bytes.count - begin
      result.places += old.unicodeScalars.indices.enumerated().map { begin + min($0.0, grown) }
    }
    while let (range, new) = firstChange(in: rest) {
      append(rest[..<range.lowerBound], String(rest[..<range.lowerBound]))
      append(rest[range], new)
      rest = rest[range.upperBound...]
    }
    append(rest, String(rest))
    result.places.append(result.bytes.count)
    return result
  }

  private mutating func firstChange(in text: Substring) -> (Range<String.Index>, String)? {
    let pattern = /127\.0\.0\.1:(\d{4,5})|(\d{10}\.\d{6})|(\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d)/
      .asciiOnlyDigits()
    let match = text.firstMatch(of: pattern)
    let from = host.isEmpty ? nil : text.firstRange(of: "from \(host)")
    if let from, match.map({ from.lowerBound < $0.range.lowerBound }) ?? true {
      return (from, "from my-computer")
    }
    guard let match else { return nil }
    if let port = match.output.1 { return (match.range, "127.0.0.1:" + name(String(port))) }
    if let time = match.output.2 { return (match.range, moment(String(time))) }
    return (match.range, "21.11.2026 13:45:10")
  }

  private mutating func name(_ port: String) -> String {
    if let known = ports[port] { return known }
    let new = "\(50001 + ports.count)"
    ports[port] = new
    return new
  }

  private mutating func moment(_ text: String) -> String {
    let moment = Double(text) ?? 0
    let first = firstTime ?? moment
    firstTime = first
    let halves = Int(((moment - first) * 2).rounded())
    return "\(1_593_600_000 + halves / 2).\(halves % 2 == 0 ? "123456" : "623456")"
  }
}
