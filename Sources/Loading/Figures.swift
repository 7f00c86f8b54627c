import Foundation

// Numbers as people read them.

/// `48 213`: digits in groups of three.
func grouped(_ number: Int) -> String {
  let digits = Array(String(number))
  return digits.enumerated().map { index, digit in
    let follow = digits.count - index
    return (index > 0 && follow % 3 == 0 && digits[index - 1] != "-" ? " " : "") + String(digit)
  }.joined()
}

/// Three digits and the unit that suits them: `87 µs`, `1.35 ms`, `35.2 ms`, `5.01 s`.
func figure(nanoseconds: UInt64) -> String {
  let value = Double(nanoseconds)
  return switch value {
  case ..<999.5: "\(nanoseconds) ns"
  case ..<999_500: "\(threeDigits(value / 1e3)) µs"
  case ..<999_500_000: "\(threeDigits(value / 1e6)) ms"
  default: "\(threeDigits(value / 1e9)) s"
  }
}

/// The same without zeros at the end: `5 s`, `0.5 s` is `500 ms`.
func figure(_ duration: Duration) -> String {
  let seconds = duration / .seconds(1)
  if seconds >= 1, seconds == seconds.rounded() { return "\(grouped(Int(seconds))) s" }
  if seconds >= 1 { return "\(threeDigits(seconds)) s" }
  let milliseconds = seconds * 1000
  return milliseconds == milliseconds.rounded()
    ? "\(Int(milliseconds)) ms" : "\(threeDigits(milliseconds)) ms"
}

private func threeDigits(_ value: Double) -> String {
  // Always with a point, whatever the language of the machine.
  let places = value < 9.995 ? 2 : value < 99.95 ? 1 : 0
  return String(format: "%.\(places)f", locale: nil, value)
}

/// `1 client`, `2 clients`.
func count(_ number: Int, _ noun: String) -> String {
  let many = noun.hasSuffix("reply") ? noun.dropLast() + "ies" : noun + "s"
  return "\(grouped(number)) \(number == 1 ? noun : many)"
}

/// Words in lines of at most `columns`, each line behind `indent`. What stands between “ and ” is
/// bytes that came, and stays as it is.
func wrapped(_ text: String, indent: String = "", columns: Int = 78) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in words(of: text) {
    if !line.isEmpty, indent.count + line.count + 1 + word.count > columns {
      lines.append(indent + line)
      line = ""
    }
    line += (line.isEmpty ? "" : " ") + word
  }
  return line.isEmpty ? lines : lines + [indent + line]
}

private func words(of text: String) -> [String] {
  var words = [""]
  var isQuoted = false
  for character in text {
    if character == "“" { isQuoted = true }
    if character == "”" { isQuoted = false }
    if character == " ", !isQuoted {
      words.append("")
    } else {
      words[words.count - 1].append(character)
    }
  }
  return words.filter { !$0.isEmpty }
}
