import LessonKit
import Testing

@Suite("Words that mean something by their place")
struct OperandTests {
  private static let name = Option<String?>.optionalText("OPERATION", "OPERATION", help: "")
  private static let first = Option.number("A", "A", default: 0, in: -10...10, help: "")
  private static let second = Option.number("B", "B", default: 0, in: -10...10, help: "")
  private static let seed = Option.number("--seed", "N", default: 0, in: -10...10, help: "")

  private func read(_ words: [String]) throws -> Arguments {
    try Arguments(
      words, options: [Self.seed], operands: [Self.name, Self.first, Self.second],
      program: "lesson client")
  }

  @Test(
    "options may stand anywhere between them, and a negative number is none",
    arguments: [
      "SUMA 7 -2 --seed 3", "--seed=3 SUMA 7 -2", "SUMA --seed 3 7 -2", "SUMA +7 --seed 3 -2",
    ])
  func readsInOrder(_ line: String) throws {
    let arguments = try read(line.split(separator: " ").map(String.init))
    #expect(arguments[Self.name] == "SUMA")
    #expect(arguments[Self.first] == 7)
    #expect(arguments[Self.second] == -2)
    #expect(arguments[Self.seed] == 3)
  }

  @Test("who is missing has its default")
  func missing() throws {
    #expect(try read([])[Self.name] == nil)
    #expect(try read(["SUMA", "-7"])[Self.first] == -7)
    #expect(try read(["SUMA", "-7"])[Self.second] == 0)
    #expect(try read(["--seed", "-2"])[Self.seed] == -2)
  }

  @Test(
    "what is wrong with them is said in a sentence",
    arguments: [
      ("SUMA seven 2", "A needs to be a whole number from -10 to 10, not \"seven\"."),
      ("SUMA 7 -11", "B needs to be a whole number from -10 to 10, not \"-11\"."),
      ("SUMA 7 -0.5", "B needs to be a whole number from -10 to 10, not \"-0.5\"."),
      ("SUMA 7 -.5", "B needs to be a whole number from -10 to 10, not \"-.5\"."),
      (
        "SUMA 7 -99999999999999999999",
        "B needs to be a whole number from -10 to 10, not \"-99999999999999999999\"."
      ),
      (
        "SUMA 7 2 3",
        "\"3\" is one too many behind OPERATION A B. lesson client --help lists them."
      ),
      (
        "SUMA 7 2 -3",
        "\"-3\" is one too many behind OPERATION A B. lesson client --help lists them."
      ),
      ("SUMA 7 -x", "unknown option \"-x\". lesson client --help lists them."),
      ("SUMA 7 2 --sed 3", "unknown option \"--sed\". Did you mean --seed?"),
    ])
  func refuses(_ line: String, _ sentence: String) {
    let error = #expect(throws: UsageError.self) {
      _ = try read(line.split(separator: " ").map(String.init))
    }
    #expect(error?.description == sentence)
  }
}
