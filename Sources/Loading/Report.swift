import Tape

/// What an outcome means, in words: the text at the end of a run.
public struct Report {
  private let outcome: Outcome
  private let paint: Paint

  public init(_ outcome: Outcome, paint: Paint) {
    self.outcome = outcome
    self.paint = paint
  }

  /// The report's lines, none wider than 80 columns.
  public var lines: [String] {
    if outcome.seconds == 0 {
      guard let finding = outcome.finding else {
        return ["Stopped before the first message of the load: nothing was measured."]
      }
      return lines(for: finding)
        + ["", "So no load was thrown at it; --anyway would throw it all the same."]
    }
    return heading + findingLines + latencyLines + troubleLines + remarks
  }

  // MARK: Parts

  private var heading: [String] {
    let plan = outcome.plan
    let what =
      "\(count(plan.clients, "client")) at \(plan.server), \(plan.clients == 1 ? "" : "each ")with "
      + "\(count(plan.depth, "message")) under way at a time: 64 bytes of header, "
      + "\(grouped(plan.size)) of payload."
    if outcome.latencies.total == 0 { return wrapped(what) }
    let time = outcome.seconds.seconds + (outcome.wasStopped ? ", then stopped" : "")
    let rate = grouped(Int(outcome.messagesPerSecond.rounded()))
    return wrapped(what) + [
      "", "\(rate) messages a second (\(count(outcome.answeredInTime, "reply")) in \(time))",
    ]
  }

  private var findingLines: [String] {
    guard let finding = outcome.finding else { return [] }
    return [""] + lines(for: finding)
  }

  private var latencyLines: [String] {
    let latencies = outcome.latencies
    guard let median = latencies.percentile(0.5), let p99 = latencies.percentile(0.99) else {
      return ["", "No message was answered."]
    }
    let rows = [
      ("p50", median, "half of the replies took this long or less"),
      ("p99", p99, "99 of 100 took this long or less; 1 of 100 took longer"),
      ("max", latencies.max, "the slowest one"),
    ]
    return ["", "Latency, from sending a message to having its reply:"]
      + rows.map { "  \($0)  \(padded(figure(nanoseconds: $1), 8))  \($2)" }
      + ["", "How the replies are spread; a row begins where the one above it ends:"]
      + Chart(latencies).lines(paint)
  }

  private var troubleLines: [String] {
    if outcome.troubles.isEmpty {
      return outcome.finding == nil && outcome.latencies.total > 0
        ? ["", paint("Every reply was right.", .green)] : []
    }
    let sum = "\(count(outcome.errors, "error")), \(count(outcome.wrongReplies, "wrong reply"))"
    let heading = "\(sum); each of them ended its client:"
    return ["", paint(heading, .red)]
      + Trouble.Kind.allCases.flatMap { kind in
        outcome.troubles[kind].map { lines(for: kind, $0) } ?? []
      } + suspicion
  }

  private var remarks: [String] {
    var remarks: [String] = []
    if outcome.leftOpen > 0 {
      remarks.append(
        "\(count(outcome.leftOpen, "connection")) stayed open after the client had closed: does "
          + "the server notice the empty receive, and close its side?")
    }
    if outcome.openingSeconds > 1, outcome.served == outcome.plan.clients {
      remarks.append(
        "It took \(outcome.openingSeconds.seconds) until all clients were connected and had a first "
          + "answer: the server's backlog is short, or it is slow to accept.")
    }
    return remarks.flatMap { [""] + wrapped($0) }
  }

  // MARK: Sentences

  private func lines(for finding: Finding) -> [String] {
    [paint("One client had a look, and something is wrong: \(finding.id)", .red)]
      + wrapped(finding.sentence, indent: "  ")
      + wrapped("Next: " + finding.advice, indent: "  ")
  }

  private func lines(for kind: Trouble.Kind, _ troubled: Outcome.Troubled) -> [String] {
    let patience = figure(outcome.plan.patience)
    return wrapped(
      "\(count(troubled.clients, "client")): \(troubled.example.sentence(patience)) (\(kind.rawValue))",
      indent: "  ")
      + wrapped(
        "for instance client \(troubled.client), at message \(grouped(troubled.message))"
          + (troubled.example.reason.map { ": \($0)" } ?? "") + ".", indent: "    ")
      + wrapped(troubled.example.advice, indent: "    ")
  }

  /// What several figures together make likely.
  private var suspicion: [String] {
    guard let silent = outcome.troubles[.noAnswer], outcome.served > 0,
      silent.neverAnswered > outcome.served
    else { return [] }
    return wrapped(
      "\(count(outcome.served, "client")) of \(grouped(outcome.plan.clients)) had answers and "
        + "\(grouped(silent.neverAnswered)) never got one: does it serve one client after the "
        + "other, or only so many?", indent: "  ")
  }
}

extension Double {
  /// `5.00 s`.
  var seconds: String { figure(nanoseconds: UInt64(self * 1e9)) }
}
