import Workbook

/// The examination of exercise 6.3: days of readings, the summary compared after each.
struct SummaryExamination<Readings: SensorReadings> {
  private typealias Reading = (sensor: String, celsius: Double)

  func run(_ trial: inout Trial) throws {
    try examine([("kitchen", 21.5)])
    try examine([("kitchen", 20), ("kitchen", 23)])
    try examine([("kitchen", 20), ("kitchen", 30), ("kitchen", 40)])
    try examine([("cellar", -8), ("cellar", -3.5), ("cellar", -12)])
    try examine([("hall", 1), ("hall", 2), ("hall", 2)])
    try examine([("kiln", 1200), ("kiln", 1300)])
    try examine([("moon", -270), ("moon", -271)])
    try examine([("kitchen", 20), ("cellar", 8), ("kitchen", 23), ("kitchen", 17), ("Cellar", 6)])
    let sensors = (0..<3).map { _ in trial.text(5) } + [""]
    try examine(
      (0..<40).map { _ in
        (sensors[trial.number(in: 0...3)], Lesson06Checks.temperature(&trial))
      })
    for huge in [1.7e308, -1.7e308] { try examineOverflow(huge) }
  }

  private func examine(_ day: [Reading]) throws {
    var readings = Readings()
    var history: [Reading] = []
    var last: Summary?
    for reading in day {
      history.append(reading)
      Judgement.isGiven(list(history))
      let yours: Summary
      do {
        yours = try readings.add(reading.celsius, of: reading.sensor)
      } catch let error where !(error is NotStarted) {
        throw Mistake.refusal(error, of: "the reading \(say(reading))", drawing: recent(history))
      }
      let right = summary(history.filter { $0.sensor == reading.sensor }, reading.sensor)
      if !agree(yours, right) {
        // Whether it counts from the next reading on what it has left out now.
        let next = history.count == 1 ? try? readings.add(0, of: reading.sensor) : nil
        throw yours.count == 0 && next?.count == 1
          ? comesTooEarly(yours, right, history) : mistake(yours, right, history, before: last)
      }
      last = yours
    }
  }

  // MARK: What is right

  private func summary(_ readings: [Reading], _ sensor: String) -> Summary {
    let degrees = readings.map(\.celsius)
    return Summary(
      sensor: sensor, count: degrees.count, minimum: degrees.min() ?? 0,
      maximum: degrees.max() ?? 0, mean: degrees.reduce(0, +) / Double(max(1, degrees.count)))
  }

  private func agree(_ one: Summary, _ other: Summary) -> Bool {
    one.sensor == other.sensor && one.count == other.count && one.minimum == other.minimum
      && one.maximum == other.maximum && isNear(one.mean, other.mean)
  }

  /// A mean may be worked out in several ways, whose last digits differ.
  private func isNear(_ one: Double, _ other: Double) -> Bool {
    abs(one - other) <= 1e-9 * max(1, abs(other))
  }

  // MARK: What is wrong

  private func mistake(
    _ yours: Summary, _ right: Summary, _ history: [Reading], before last: Summary?
  ) -> Mistake {
    let drawing =
      recent(history) + ["", "expected  \(say(right))", "yours     \(say(yours))"]
    let (id, sentence, advice) =
      Set(history.map(\.sensor)).count > 1
      ? amongSensors(yours, right, history) : ofOne(yours, right, history, last)
    return Mistake(id, sentence, drawing: drawing, advice: advice)
  }

  private func comesTooEarly(
    _ yours: Summary, _ right: Summary, _ history: [Reading]
  ) -> Mistake {
    Mistake(
      "wrongResult",
      "The summary is that of the readings before this one: its count is \(yours.count), and with "
        + "this one it is \(right.count).",
      drawing: recent(history) + ["", "expected  \(say(right))", "yours     \(say(yours))"],
      advice: "the reading itself belongs to the summary: take it in, and make the summary then.")
  }

  private typealias Finding = (id: String, sentence: String, advice: String)

  /// Right for one sensor, wrong for several.
  private func amongSensors(
    _ yours: Summary, _ right: Summary, _ history: [Reading]
  ) -> Finding {
    let newest = history[history.count - 1].sensor
    let sinceTheOther = history.reversed().prefix { $0.sensor == newest }
    if yours.count == sinceTheOther.count, yours.count < right.count {
      return (
        "forgetsReadings", "It forgets a sensor when another one reports.",
        "keep what is known of each sensor, in a dictionary with the sensor's name as key."
      )
    }
    return (
      "mixesSensors",
      yours.sensor == right.sensor
        ? "The summary of one sensor has the readings of another one in it."
        : "The summary has the name of another sensor.",
      "keep what is known of each sensor by itself, in a dictionary with the sensor's name as key."
    )
  }

  private func ofOne(
    _ yours: Summary, _ right: Summary, _ history: [Reading], _ last: Summary?
  ) -> Finding {
    if yours.sensor != right.sensor {
      return (
        "wrongResult", "The summary is not named after its sensor.",
        "give the Summary the `sensor` that was reported."
      )
    }
    if yours.count != right.count {
      let isStuck = yours.count == last?.count ?? 1
      return (
        isStuck ? "forgetsReadings" : "wrongResult",
        isStuck
          ? "It has forgotten the readings before: the count is \(yours.count) again."
          : "The count is \(yours.count), and it has taken in \(right.count).",
        "keep the count in a stored property, and store what you have changed."
      )
    }
    if yours.minimum == right.maximum, yours.maximum == right.minimum,
      right.minimum < right.maximum
    {
      return (
        "wrongResult", "Minimum and maximum have changed places.",
        "give the Summary the smallest reading as its minimum, the largest as its maximum."
      )
    }
    if yours.minimum != right.minimum {
      return extreme("minimum", "forgetsMinimum", yours.minimum, history, ".infinity")
    }
    if yours.maximum != right.maximum {
      return extreme("maximum", "forgetsMaximum", yours.maximum, history, "-.infinity")
    }
    return wrongMean(yours, right, history, last)
  }

  private func extreme(
    _ name: String, _ id: String, _ yours: Double, _ history: [Reading], _ start: String
  ) -> Finding {
    let degrees = history.map(\.celsius)
    let newest = degrees[degrees.count - 1]
    if yours.isInfinite {
      return (
        id, "The \(name) is still \(yours), with which it began: no reading was compared with it.",
        "compare each reading with both; behind an `else if` the first one is compared with one only."
      )
    }
    let symptom =
      degrees.contains(yours)
      ? (yours == newest
        ? "The \(name) is the newest reading, whatever came before."
        : "The \(name) is another reading than it should be.")
      : "The \(name) is \(yours), and no reading was: it is what the \(name) began with."
    return (
      id, symptom,
      "begin with \(start), or with the first reading; then keep the "
        + (name == "minimum" ? "smaller" : "larger") + " of the two."
    )
  }

  private func wrongMean(
    _ yours: Summary, _ right: Summary, _ history: [Reading], _ last: Summary?
  ) -> Finding {
    let newest = history[history.count - 1].celsius
    if let last, isNear(yours.mean, (last.mean + newest) / 2) {
      return (
        "meanOfMeans",
        "Its mean is that of the last mean and the newest reading, as if all the readings before "
          + "were one. Each weighs the same.",
        "keep the sum of all readings, and divide it by their count."
      )
    }
    if yours.mean == yours.mean.rounded(), abs(yours.mean - right.mean) < 1 {
      return (
        "integerMean", "Its mean is a whole number, and the mean of these is not.",
        "divide Doubles: sum / Double(count)."
      )
    }
    let isMiddle = isNear(yours.mean, (yours.minimum + yours.maximum) / 2)
    return (
      "wrongResult",
      "The mean is \(yours.mean), and it should be \(right.mean)."
        + (isMiddle ? " It is the middle between minimum and maximum." : ""),
      "keep the sum of all readings, divide it by their count, and do not round."
    )
  }

  /// Two readings whose sum no Double holds.
  private func examineOverflow(_ huge: Double) throws {
    var readings = Readings()
    do {
      _ = try readings.add(huge, of: "sun")
    } catch let error where !(error is NotStarted) {
      throw refuses(huge, error)
    }
    Judgement.isGiven(list([("sun", huge), ("sun", huge)]))
    if let taken = try? readings.add(huge, of: "sun") {
      throw Mistake(
        "sumsToInfinity",
        "The sum of these two is more than a Double holds: it becomes infinite, and JSON has no such "
          + "number. The second must be refused; it returns a mean of \(taken.mean).",
        drawing: list([("sun", huge), ("sun", huge)]),
        advice: "throw BadField(\"celsius\", …) when the sum is not finite: sum.isFinite.")
    }
    let after = Result { try readings.add(-huge, of: "sun") }
    let symptom: String
    switch after {
    case .success(let summary):
      if summary.count == 2, summary.mean == 0 { return }
      symptom = "the count is \(summary.count) and the mean \(summary.mean)"
    case .failure(let error):
      // Alone as well? Then it is this reading that it does not like.
      var fresh = Readings()
      if (try? fresh.add(-huge, of: "sun")) == nil { throw refuses(-huge, error) }
      symptom = "it throws: \(error)"
    }
    throw Mistake(
      "countsTheRefused",
      "The second reading was refused, and it has left its trace: at the next one \(symptom). It "
        + "should be as if the second had never come.",
      drawing: list([("sun", huge), ("sun", huge), ("sun", -huge)])
        + ["", "expected  count 2, minimum \(-abs(huge)), maximum \(abs(huge)), mean 0.0"],
      advice: "work on a copy, and store it when you know that the sum is finite.")
  }

  private func refuses(_ celsius: Double, _ error: any Error) -> Mistake {
    Mistake(
      "refusesGoodInput",
      "It throws on the reading sun \(celsius), whose sum is finite: \(error)",
      drawing: list([("sun", celsius)]),
      advice:
        "refuse only a sum that is not finite; what a sensor can measure is not for us to know.")
  }

  // MARK: Wording

  private func recent(_ history: [Reading]) -> [String] {
    list(history.suffix(8), from: max(1, history.count - 7))
  }

  private func list(_ readings: some Collection<Reading>, from first: Int = 1) -> [String] {
    readings.enumerated().map { "reading \(first + $0.offset): \(say($0.element))" }
  }

  private func say(_ reading: Reading) -> String { "\(reading.sensor) \(reading.celsius)" }

  private func say(_ summary: Summary) -> String {
    "\(summary.sensor): count \(summary.count), minimum \(summary.minimum), "
      + "maximum \(summary.maximum), mean \(summary.mean)"
  }
}
