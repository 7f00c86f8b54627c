/// A mistake in the arguments: exit status 64, one sentence, and what to type instead.
public struct UsageError: Error, CustomStringConvertible {
  public let description: String

  /// - Parameter description: names the argument, and says what to type: `--to needs --message TEXT
  ///   beside it.`
  public init(description: String) { self.description = description }
}

/// The values of a program's options, given or standard.
public struct Arguments: Sendable {
  private var values: [String: any Sendable] = [:]

  /// Reads `--name VALUE` and `--name=VALUE`, and words that stand for something by their place.
  ///
  /// - Parameters:
  ///   - operands: what a word without a name in front of it means, in order. A number may be
  ///     negative: `-2` is no option.
  ///   - program: as it was started, for the sentence that sends to `--help`.
  /// - Throws: `UsageError`, naming the argument and the value given.
  public init(
    _ words: some Collection<String>, options: [any ProgramOption],
    operands: [any ProgramOption] = [], program: String
  ) throws {
    var rest = Array(words)[...]
    var places = operands[...]
    while let word = rest.popFirst() {
      if !word.isOption, let operand = places.popFirst() {
        guard let value = operand.value(of: word) else {
          throw UsageError(
            description: "\(operand.placeholder ?? operand.name) needs to be \(operand.expects), "
              + "not \"\(word)\".")
        }
        values[operand.name] = value
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard let option = options.first(where: { $0.name == name }) else {
        throw Self.unknown(word, among: options, operands, program)
      }
      guard option.placeholder != nil else {
        guard parts.count == 1 else {
          throw UsageError(description: "\(name) takes no value, but \"\(parts[1])\" was given.")
        }
        values[name] = option.value(of: "")
        continue
      }
      guard let text = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
        throw UsageError(
          description: "\(name) needs \(option.expects) after it; nothing was given.")
      }
      guard let value = option.value(of: text) else {
        throw UsageError(
          description: "\(name) needs \(option.expects), not \"\(text)\".")
      }
      values[name] = value
    }
  }

  /// The value of an option, given on the command line or standard.
  public subscript<Value>(option: Option<Value>) -> Value {
    values[option.name] as? Value ?? option.standard
  }

  private static func unknown(
    _ word: String, among options: [any ProgramOption], _ operands: [any ProgramOption],
    _ program: String
  ) -> UsageError {
    if !word.isOption, !operands.isEmpty {
      let places = operands.compactMap(\.placeholder).joined(separator: " ")
      return UsageError(
        description: "\"\(word)\" is one too many behind \(places). \(program) --help lists them.")
    }
    let kind = word.isOption ? "option" : "argument"
    let nearest = options.map(\.name).first { $0.isNear(word) }
    let advice = nearest.map { "Did you mean \($0)?" } ?? "\(program) --help lists them."
    return UsageError(description: "unknown \(kind) \"\(word)\". \(advice)")
  }
}

extension String {
  /// Whether it begins as an option does, and not as a negative number: `-2` and `-0.5` are words.
  fileprivate var isOption: Bool {
    hasPrefix("-") && !(dropFirst().first.map { $0.isNumber || $0 == "." } ?? false)
  }

  /// Whether one is a beginning of the other, or they differ in few letters.
  func isNear(_ other: String) -> Bool {
    if count > 3, hasPrefix(other) || other.hasPrefix(self) { return true }
    let changes = Array(other).difference(from: Array(self)).count
    return changes <= 2
  }
}
