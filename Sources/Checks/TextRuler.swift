import Tape

/// Draws what was expected above what came, as text, with a caret under the first character
/// that is wrong; for payloads that are text.
///
///     expected  {"kind":"goodbye"}
///     yours     {"goodbye":{}}
///                 ^
public enum TextRuler {
  /// How many characters stand in a line; with the name in front it stays within 78 columns.
  private static let width = 64

  public static func compare(expected: [UInt8], yours: [UInt8]) -> [String] {
    let (wanted, got) = (Array(Readable.text(expected)), Array(Readable.text(yours)))
    let wrong = zip(wanted, got).prefix { $0 == $1 }.count
    // A long text is shown around the character that matters.
    let start = wrong < width - 8 ? 0 : wrong - width / 2
    let caret = String(repeating: " ", count: 10 + (start > 0 ? 1 : 0) + wrong - start) + "^"
    return [row("expected", wanted, start), row("yours", got, start), caret]
  }

  /// The text, its first 64 characters.
  public static func show(_ name: String, _ bytes: [UInt8]) -> [String] {
    [row(name, Array(Readable.text(bytes.prefix(400))), 0)]
  }

  private static func row(_ name: String, _ text: [Character], _ start: Int) -> String {
    let shown = String(text.dropFirst(start).prefix(width))
    let end = start + width < text.count ? "…" : ""
    let name = name + String(repeating: " ", count: max(1, 10 - name.count))
    return name + (start > 0 ? "…" : "") + (text.isEmpty ? "(no bytes)" : shown) + end
  }
}
