import Foundation

/// A moment in a time zone, its parts known beforehand, and the texts that a wrong format makes of
/// it.
struct Moment {
  let day: Int, month: Int, year: Int, hour: Int, minute: Int, second: Int
  let zone: TimeZone
  let date: Date

  init(
    _ day: Int, _ month: Int, _ year: Int, _ hour: Int, _ minute: Int, _ second: Int,
    minutesFromUTC: Int
  ) {
    let zone = TimeZone(secondsFromGMT: minutesFromUTC * 60) ?? .gmt
    self.init(day, month, year, hour, minute, second, in: zone)
  }

  init(
    _ day: Int, _ month: Int, _ year: Int, _ hour: Int, _ minute: Int, _ second: Int,
    in zone: TimeZone
  ) {
    (self.day, self.month, self.year) = (day, month, year)
    (self.hour, self.minute, self.second) = (hour, minute, second)
    self.zone = zone
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let parts = DateComponents(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    date = calendar.date(from: parts) ?? .distantPast
  }

  private init(_ date: Date, in zone: TimeZone) {
    (self.date, self.zone) = (date, zone)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let parts = calendar.dateComponents(in: zone, from: date)
    (day, month, year) = (parts.day ?? 0, parts.month ?? 0, parts.year ?? 0)
    (hour, minute, second) = (parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0)
  }

  func later(by seconds: Double) -> Moment { Moment(date + seconds, in: zone) }

  /// `21.11.2026 13:45:10`
  var text: String { text(day: two(day), hour: two(hour)) }

  var drawing: [String] {
    let offset = zone.secondsFromGMT() / 60
    let sign = offset < 0 ? "-" : "+"
    return [
      "the clock in the time zone UTC\(sign)\(two(abs(offset) / 60)):\(two(abs(offset) % 60)) "
        + "shows \(text)"
    ]
  }

  /// What was done wrong if this is the answer; nil when it is none of the usual.
  func fault(of answer: String) -> TimeFault? {
    if answer.last?.isNewline == true { return .sendsTheNewline }
    guard answer.hasPrefix("TIME ") else { return answer == text ? .forgetsTheWord : nil }
    let yours = String(answer.dropFirst(5))
    if let known = texts.first(where: { $0.text == yours }) { return known.fault }
    let numbers = yours.split { !$0.isNumber }.map(String.init)
    let right = text.split { !$0.isNumber }.map(String.init)
    if numbers == right { return .otherSeparators }
    if numbers.sorted() == right.sorted() { return .wrongDateOrder }
    if numbers.map(Int.init) == right.map(Int.init) { return .unpadded }
    // Whole hours and half ones that it may be off.
    let isElsewhere = stride(from: -26 * 60, through: 26 * 60, by: 15).contains { minutes in
      minutes != 0 && later(by: Double(minutes) * 60).text == yours
    }
    return isElsewhere ? .ignoresTheZone : nil
  }

  private var texts: [(fault: TimeFault, text: String)] {
    let half = (hour + 11) % 12 + 1
    return [
      (.minutesForTheMonth, text(month: two(minute))),
      (.monthForTheMinutes, text(minute: two(month))),
      (.minutesForTheMonth, text(month: two(minute), minute: two(month))),
      (.twelveHourClock, text(hour: two(half))), (.twelveHourClock, text(hour: "\(half)")),
      (.twelveHourClock, text(hour: two(hour % 12))),
      (.twelveHourClock, text(hour: two(half)) + (hour < 12 ? " AM" : " PM")),
      (.hourFromOne, text(hour: "24")),
      (.weekYear, text(year: "\(year + 1)")), (.twoDigitYear, text(year: two(year % 100))),
    ]
  }

  private func text(
    day: String? = nil, month: String? = nil, year: String? = nil, hour: String? = nil,
    minute: String? = nil
  ) -> String {
    let date = [day ?? two(self.day), month ?? two(self.month), year ?? "\(self.year)"]
    let time = [hour ?? two(self.hour), minute ?? two(self.minute), two(second)]
    return date.joined(separator: ".") + " " + time.joined(separator: ":")
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
