import Tape

/// The last calls that an answer made on a stream, as a ladder that shows where it went wrong.
///
///     your code called
///     │ receive(8) → 8 ◀────────────── welcome·
///     │ send(12) → 5 ────────────────▶ Msg·r
///     │ ✗ receive(8): waits for ever
struct CallLog: Sendable {
  private struct Call: Sendable {
    /// `receive(8) → 8`.
    let text: String
    /// The same for calls that need not be told apart.
    let kind: String
    /// Which way bytes went; nil when none did.
    let arrow: Arrow?
    /// The first of the bytes; there is no room for more.
    let bytes: [UInt8]
  }
  private enum Arrow: Sendable {
    case inward
    case outward
  }

  /// The last ones, and how often each was made without another in between.
  private var last: [(call: Call, times: Int)] = []
  private var count = 0
  /// How many are shown; with the heading and what was left out, eight lines.
  private static let shown = 6
  /// The columns of a call and its arrow, and of the bytes behind it.
  private static let callWidth = 34
  private static let bytesWidth = 36

  mutating func received(_ bytes: [UInt8], asked: Int) {
    let outcome = bytes.isEmpty ? "0, the end" : "\(bytes.count)"
    note("receive(\(asked)) → \(outcome)", .inward, bytes)
  }

  mutating func sent(_ bytes: ArraySlice<UInt8>, of offered: Int) {
    note("send(\(offered)) → \(bytes.count)", .outward, bytes)
  }

  mutating func failedToReceive(_ asked: Int, _ outcome: String) {
    note("✗ receive(\(asked)): \(outcome)", nil, [], kind: "✗ receive \(outcome)")
  }

  mutating func failedToSend(_ offered: Int, _ outcome: String) {
    note("✗ send(\(offered)): \(outcome)", nil, [], kind: "✗ send \(outcome)")
  }

  /// A half-close or a shutdown.
  mutating func ended(_ call: String) { note(call, .outward, []) }

  private mutating func note(
    _ text: String, _ arrow: Arrow?, _ bytes: some Collection<UInt8>, kind: String? = nil
  ) {
    let call = Call(text: text, kind: kind ?? text, arrow: arrow, bytes: Array(bytes.prefix(200)))
    count += 1
    if let before = last.last?.call, before.kind == call.kind, before.bytes == call.bytes {
      last[last.count - 1].times += 1
    } else {
      last = last.suffix(Self.shown - 1) + [(call, 1)]
    }
  }

  /// The ladder, at most eight lines; empty when there was no call.
  var drawing: [String] {
    if last.isEmpty { return [] }
    let before = count - last.reduce(0) { $0 + $1.times }
    let left = before > 0 ? ["│ … \(before) \(before == 1 ? "call" : "calls") before …"] : []
    return ["your code called"] + left + last.map { row($0.call, $0.times) }
  }

  private func row(_ call: Call, _ times: Int) -> String {
    let what = call.arrow == nil ? "such calls" : "times"
    let text = call.text + (times > 1 ? " (\(times) \(what))" : "")
    let shaft = String(repeating: "─", count: max(1, Self.callWidth - text.count - 2))
    return switch call.arrow {
    case nil: "│ \(text)"
    case .inward: trimmed("│ \(text) ◀\(shaft) \(Self.text(call.bytes))")
    case .outward: trimmed("│ \(text) \(shaft)▶ \(Self.text(call.bytes))")
    }
  }

  private func trimmed(_ line: String) -> String {
    line.hasSuffix(" ") ? String(line.dropLast()) : line
  }

  /// Bytes in one line, with the many spaces of a header left out.
  private static func text(_ bytes: [UInt8]) -> String {
    let text = bytes.drawnInOneLine
    return text.count > bytesWidth ? text.prefix(bytesWidth - 1) + "…" : text
  }
}

extension Sequence<UInt8> {
  /// Bytes as text, in which eight spaces and more are told by their number.
  var drawnInOneLine: String {
    var text = ""
    var spaces = 0
    func fold() {
      text +=
        spaces < 8
        ? String(repeating: Readable.cell(0x20), count: spaces) : "·(\(spaces - 2) spaces)·"
      spaces = 0
    }
    for byte in self {
      if byte == 0x20 {
        spaces += 1
      } else {
        fold()
        text += Readable.cell(byte)
      }
    }
    fold()
    return text
  }
}

extension Mistake {
  /// The mistake with the calls that led to it.
  func after(_ calls: [String]) -> Mistake {
    if calls.isEmpty { return self }
    return Mistake(
      id, sentence, drawing: drawing + (drawing.isEmpty ? [] : [""]) + calls, advice: advice)
  }
}
