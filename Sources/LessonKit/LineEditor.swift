/// Bytes from a keyboard in, lines out; it knows nothing of any terminal.
///
///     var editor = LineEditor(most: 1 << 20)
///     editor.append(bytes)                      // whatever one read gave
///     while let entry = editor.next() {         // none, one or several lines
///
/// Return ends a line, Backspace takes a whole character away, Ctrl-U all of them and Ctrl-W a word;
/// Ctrl-D on an empty line is the end. Arrows and other keys that send an escape sequence do
/// nothing.
struct LineEditor {
  enum Entry: Equatable {
    case line(String)
    case end
  }

  /// What has been typed of the line so far.
  private(set) var line = ""
  /// The longest line in bytes; what is typed beyond it is dropped.
  private let most: Int
  private var waiting: [UInt8] = []
  /// The bytes of a character, or of an escape sequence, that is not complete yet.
  private var unfinished: [UInt8] = []

  init(most: Int) { self.most = most }

  mutating func append(_ bytes: [UInt8]) { waiting += bytes }

  /// The next line that is complete, nil when more must be typed.
  mutating func next() -> Entry? {
    for (index, byte) in waiting.enumerated() {
      guard let entry = take(byte) else { continue }
      waiting.removeFirst(index + 1)
      return entry
    }
    waiting = []
    return nil
  }

  private mutating func take(_ byte: UInt8) -> Entry? {
    if unfinished.first == Key.escape {
      followEscape(byte)
    } else if byte >= 0x80 || !unfinished.isEmpty && byte >= 0x20 {
      followCharacter(byte)
    } else {
      unfinished = []
      switch byte {
      case Key.newline, Key.carriageReturn:
        defer { line = "" }
        return .line(line)
      case Key.controlD: return line.isEmpty ? .end : nil
      case Key.backspace, Key.delete: _ = line.popLast()
      case Key.controlU: line = ""
      case Key.controlW: removeWord()
      case Key.escape: unfinished = [byte]
      case Key.tab: insert(" ")
      case 0x20...: insert(String(UnicodeScalar(byte)))
      default: break
      }
    }
    return nil
  }

  /// `ESC [ A`, `ESC [ 1 ; 5 C`, `ESC O P`, or one key together with Alt.
  private mutating func followEscape(_ byte: UInt8) {
    unfinished.append(byte)
    let isIntroduced = unfinished.count > 1 && [0x5B, 0x4F].contains(unfinished[1])
    let isLast = unfinished.count > 2 && (0x40...0x7E).contains(byte)
    if !isIntroduced || isLast || unfinished.count > 32 { unfinished = [] }
  }

  /// A character of several bytes goes into the line when it is whole; what is none is dropped.
  private mutating func followCharacter(_ byte: UInt8) {
    if byte & 0xC0 != 0x80 { unfinished = [] }
    if byte < 0x80 { return insert(String(UnicodeScalar(byte))) }
    unfinished.append(byte)
    let length = unfinished[0] >= 0xF0 ? 4 : unfinished[0] >= 0xE0 ? 3 : 2
    guard unfinished.count >= length else { return }
    if let text = String(validating: unfinished, as: UTF8.self) { insert(text) }
    unfinished = []
  }

  private mutating func insert(_ text: String) {
    if line.utf8.count + text.utf8.count <= most { line += text }
  }

  private mutating func removeWord() {
    while line.last == " " { line.removeLast() }
    while let last = line.last, last != " " { line.removeLast() }
  }

  private enum Key {
    static let controlD: UInt8 = 0x04
    static let backspace: UInt8 = 0x08
    static let tab: UInt8 = 0x09
    static let newline: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let controlU: UInt8 = 0x15
    static let controlW: UInt8 = 0x17
    static let escape: UInt8 = 0x1B
    static let delete: UInt8 = 0x7F
  }
}
