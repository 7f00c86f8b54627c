import Foundation
import Sockets
import Synchronization
import Tape
import Testing

@testable import Loading

@Suite("What a load says at its end, and meanwhile")
struct ReportTests {
  private let plan = Plan(
    server: Endpoint(host: "127.0.0.1", port: 5050), clients: 2000, duration: .seconds(5), size: 64)
  private let colour = Paint(isTerminal: true, environment: ["TERM": "xterm"])

  /// 240 053 replies from 20 µs to 3 s.
  private func outcome() -> Outcome {
    var outcome = Outcome(plan)
    outcome.seconds = 5
    outcome.served = 2000
    for nanoseconds in stride(from: 20_000, through: 4_000_000, by: 17) {
      outcome.latencies.add(UInt64(nanoseconds))
    }
    for _ in 0..<5934 { outcome.latencies.add(40_000_000) }
    outcome.latencies.add(3_000_000_000)
    outcome.answeredInTime = outcome.latencies.total
    return outcome
  }

  private func troubled() -> Outcome {
    var outcome = outcome()
    outcome.finding = .servesOneAtATime(.seconds(1))
    outcome.leftOpen = 3
    outcome.openingSeconds = 2.5
    for (index, kind) in Trouble.Kind.allCases.enumerated() {
      let came: [UInt8] = Array(repeating: kind == .tooEarly ? 0xFF : 0x78, count: 300)
      outcome.note(
        Trouble(kind, came: kind.isWrongReply ? came : [], reason: "no buffer space (ENOBUFS)"),
        of: 1000 + index, after: index)
    }
    return outcome
  }

  @Test("the report says what the figures mean")
  func words() {
    let lines = Report(outcome(), paint: .none).lines
    let text = lines.joined(separator: "\n")
    for words in [
      "2 000 clients at 127.0.0.1:5050", "48 011 messages a second (240 053 replies in 5.00 s)",
      "p50", "half of the replies took this long or less",
      "p99   40.1 ms  99 of 100 took this long or less; 1 of 100 took longer",
      "max    3.00 s", "Every reply was right.",
    ] {
      #expect(text.contains(words), "no “\(words)” in\n\(text)")
    }
  }

  @Test("every trouble stands in the report with its name")
  func troubles() {
    let lines = Report(troubled(), paint: .none).lines
    for kind in Trouble.Kind.allCases {
      #expect(lines.joined(separator: " ").contains("(\(kind.rawValue))"))
    }
    #expect(!lines.contains("Every reply was right."))
    #expect(lines.contains { $0.hasPrefix("3 connections stayed open") })
    #expect(lines.contains { $0.hasPrefix("It took 2.50 s until all clients were connected") })
  }

  @Test("no line is wider than 80 columns")
  func widths() {
    for outcome in [outcome(), troubled(), Outcome(plan, finding: .servesOneAtATime(.seconds(1)))] {
      for line in Report(outcome, paint: .none).lines {
        #expect(line.count <= 80, "\(line.count) columns: \(line)")
      }
    }
  }

  @Test("what came is quoted as it came, spaces and all, and never broken")
  func quotes() {
    var outcome = Outcome(plan, wasStopped: true)
    outcome.seconds = 1
    outcome.note(
      Trouble(.wrongReply, came: Array("12          Msg received".utf8)), of: 1, after: 0)
    let lines = Report(outcome, paint: .none).lines
    #expect(lines.contains { $0.contains("“12          Msg received”") }, "\(lines)")
    #expect(Trouble(.wrongReply, came: Array("a\u{1B}b".utf8)).quoted == "“a\\x1Bb”")
    #expect(wrapped("a “b  c” d", columns: 7) == ["a", "“b  c”", "d"])
  }

  @Test("colour changes nothing but the colour, and only where it is wanted")
  func colours() {
    let plain = Report(troubled(), paint: .none).lines.joined(separator: "\n")
    let painted = Report(troubled(), paint: colour).lines.joined(separator: "\n")
    #expect(!plain.contains("\u{1B}"))
    #expect(painted.contains("\u{1B}"))
    #expect(painted.replacing(/\x{1B}\[\d+m/, with: "") == plain)
    for environment in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
      #expect(Paint(isTerminal: true, environment: environment)("x", .red) == "x")
    }
    #expect(Paint(isTerminal: false, environment: [:])("x", .red) == "x")
    #expect(Paint(isTerminal: true, environment: ["NO_COLOR": ""])("x", .red) != "x")
  }

  @Test("the steps of the chart go 1, 2, 5, 10")
  func steps() {
    let steps = [0, 999, 1000, 1001, 2000, 4999, 5001, 10_000, 10_001, 999_999_999, 1_000_000_001]
      .map { Chart.step(atLeast: $0) }
    #expect(
      steps == [
        1000, 1000, 1000, 2000, 2000, 5000, 10_000, 10_000, 20_000, 1_000_000_000, 2_000_000_000,
      ])
  }

  @Test("the chart's rows hold every reply, with the empty rows between them")
  func rows() {
    var histogram = Histogram()
    for duration: UInt64 in [3000, 3000, 90_000] { histogram.add(duration) }
    let chart = Chart(histogram)
    #expect(chart.rows.map(\.upTo) == [5000, 10_000, 20_000, 50_000, 100_000])
    #expect(chart.rows.map(\.count) == [2, 0, 0, 0, 1])
    let lines = chart.lines(.none)
    #expect(lines[1].hasSuffix("#  p50"))
    #expect(lines[2] == "     10 µs          0")
    #expect(lines[5].hasSuffix("#  p99"))
    #expect(Chart(outcome().latencies).rows.reduce(0) { $0 + $1.count } == 240_053)
    #expect(Chart(Histogram()).lines(.none).isEmpty)
  }

  @Test("the longest bar is the fullest row, and the others are in proportion")
  func bars() {
    var histogram = Histogram()
    for (duration, count) in [(1500, 1000), (4000, 500), (9000, 1)] {
      for _ in 0..<count { histogram.add(UInt64(duration)) }
    }
    let bars = Chart(histogram).lines(.none).dropFirst().map { $0.count { $0 == "#" } }
    #expect(bars == [46, 23, 1])
  }

  @Test("--json is one object, and decodes as what it was")
  func json() throws {
    for outcome in [outcome(), troubled(), Outcome(plan, wasStopped: true)] {
      let record = Record(outcome)
      let text = try record.json()
      #expect(!text.contains("\n"))
      #expect(try JSONDecoder().decode(Record.self, from: Data(text.utf8)) == record)
    }
    let record = Record(troubled())
    #expect(!record.ok && record.firstLook?.id == "servesOneAtATime")
    #expect(record.errors == 10 && record.wrongReplies == 3 && record.troubles["noAnswer"] == 1)
    #expect(record.wrongReplyExample == "“\(String(repeating: "x", count: 44))…”")
    #expect(Record(outcome()).ok && Record(outcome()).latencyMicroseconds?.max == 3_000_000)
  }

  private func snapshot(_ elapsed: Double, _ answered: Int, isOpening: Bool = false) -> Snapshot {
    Snapshot(
      elapsed: elapsed, duration: 5, answered: answered, clients: 100, atWork: 99, troubled: 1,
      isOpening: isOpening)
  }

  /// What a progress line writes when it is shown all of `snapshots`.
  private func written(_ snapshots: [Snapshot], isTerminal: Bool) -> [String] {
    let pieces = Pieces()
    let line = ProgressLine(isTerminal: isTerminal) { text in
      pieces.all.withLock { $0.append(text) }
    }
    for snapshot in snapshots { line.show(snapshot) }
    line.clear()
    return pieces.all.withLock { $0 }
  }

  @Test("into a pipe goes one plain line a second, with the rate of that second")
  func pipedProgress() {
    let all =
      [snapshot(0, 0, isOpening: true)]
      + (1...40).map { snapshot(Double($0) * 0.0501, $0 * 1000) }
    #expect(
      written(all, isTerminal: false) == [
        "1 of 5 s: 19 960 messages a second, 99 clients at work, 1 with trouble\n",
        "2 of 5 s: 19 960 messages a second, 99 clients at work, 1 with trouble\n",
      ])
  }

  @Test("on a terminal the line is written in place, and taken away at the end")
  func progressInPlace() {
    let pieces = written(
      [snapshot(0, 0, isOpening: true), snapshot(0.3, 300), snapshot(5.3, 900)], isTerminal: true)
    #expect(pieces.count == 4)
    #expect(pieces.allSatisfy { $0.hasPrefix("\r\u{1B}[K") && !$0.contains("\n") })
    #expect(pieces.first == "\r\u{1B}[Kconnecting 100 clients")
    #expect(
      pieces[2].hasSuffix("the time is up: 99 clients wait for the last answers, 1 with trouble"))
    #expect(pieces.last == "\r\u{1B}[K")
    #expect(pieces.allSatisfy { $0.count <= 80 + 4 })
  }

  @Test(
    "numbers have three digits and a unit",
    arguments: [
      (0, "0 ns"), (999, "999 ns"), (1000, "1.00 µs"), (87_400, "87.4 µs"), (999_499, "999 µs"),
      (999_500, "1.00 ms"), (1_346_000, "1.35 ms"), (35_200_000, "35.2 ms"),
      (5_010_000_000, "5.01 s"), (600_000_000_000, "600 s"),
    ])
  func figures(_ nanoseconds: UInt64, _ text: String) {
    #expect(figure(nanoseconds: nanoseconds) == text)
  }

  @Test("large numbers are in groups of three, and count their nouns")
  func groups() {
    #expect([0, 999, 1000, 1_234_567].map(grouped) == ["0", "999", "1 000", "1 234 567"])
    #expect(count(1, "reply") == "1 reply" && count(2, "wrong reply") == "2 wrong replies")
    #expect(
      [Duration.seconds(5), .milliseconds(500), .milliseconds(1020)].map(figure)
        == ["5 s", "500 ms", "1.02 s"])
  }
}

private final class Pieces: Sendable {
  let all = Mutex<[String]>([])
}
