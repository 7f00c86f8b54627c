import Checks
import Tape

/// A class's results as one page that needs nothing else: no script, no font, no network.
struct ClassPage {
  private let report: ClassReport
  private let title: String

  init(_ report: ClassReport, title: String) {
    self.report = report
    self.title = title
  }

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>\(escaped(title)): exercises</title>
    <style>
    \(Self.style)
    </style>
    <h1>\(escaped(title))</h1>
    <p>\(summary)</p>
    <h2>Who passed what</h2>
    <p># passed &nbsp; ! a mistake &nbsp; x does not compile &nbsp; . not started &nbsp; - not handed in</p>
    <div class="wide">
    <table>
    <thead>
    \(head)
    </thead>
    <tbody>
    \(report.rows.map(row).joined(separator: "\n"))
    </tbody>
    </table>
    </div>
    <h2>Mistakes</h2>
    \(heatMap)
    \(notes)
    </html>

    """
  }

  private var summary: String {
    let passed = report.rows.map(\.passed).reduce(0, +)
    let all = report.rows.count * report.exercises.count
    return "\(report.rows.count) students, \(report.exercises.count) exercises, "
      + "\(passed) of \(all) answers passed."
  }

  private var head: String {
    "<tr><th scope=\"col\">student</th><th scope=\"col\">passed</th>"
      + report.exercises.map {
        "<th scope=\"col\" title=\"\(escaped($0.title))\">\($0.id)</th>"
      }.joined() + "</tr>"
  }

  private func row(_ row: Row) -> String {
    let cells = report.exercises.map { exercise in
      let outcome = row.outcomes[exercise.id] ?? .notHandedIn
      return "<td class=\"\(style(outcome))\" title=\"\(escaped(detail(outcome)))\">"
        + "\(outcome.mark)<span> \(escaped(outcome.words))</span></td>"
    }
    return "<tr><th scope=\"row\">\(escaped(row.student))</th>"
      + "<td>\(row.passed)</td>\(cells.joined())</tr>"
  }

  private func style(_ outcome: Outcome) -> String {
    switch outcome {
    case .passed: "passed"
    case .mistake: "wrong"
    case .doesNotCompile: "broken"
    case .notStarted, .notHandedIn: "open"
    }
  }

  private func detail(_ outcome: Outcome) -> String {
    if case .doesNotCompile(let message) = outcome { return message }
    return outcome.words
  }

  /// A row for each mistake; the more students have made it, the darker.
  private var heatMap: String {
    let most = report.mistakes.map(\.students.count).max() ?? 0
    if most == 0 { return "<p>None.</p>" }
    let rows = report.mistakes.map { count in
      let heat = 15 + 60 * count.students.count / most
      return "<tr><td>\(count.exercise.id) \(escaped(count.exercise.title))</td>"
        + "<th scope=\"row\">\(escaped(count.mistake))</th>"
        + "<td style=\"background:rgba(200,60,0,.\(heat))\">\(count.students.count)</td>"
        + "<td>\(escaped(count.students.joined(separator: ", ")))</td></tr>"
    }
    return """
      <table>
      <thead>
      <tr><th scope="col">exercise</th><th scope="col">mistake</th><th scope="col">students</th><th scope="col">who</th></tr>
      </thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      """
  }

  private var notes: String {
    let items = report.rows.flatMap { row in
      row.notes.map { "<li>\(escaped(row.student)): \(escaped($0))</li>" }
    }
    return items.isEmpty
      ? "" : "<h2>What was not taken</h2>\n<ul>\n\(items.joined(separator: "\n"))\n</ul>"
  }

  private func escaped(_ text: String) -> String { Markup.escaped(text) }

  private static let style = """
    :root { color-scheme: light dark; font: 16px/1.4 system-ui, sans-serif; }
    body { margin: 2rem; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; }
    th, td { border: 1px solid #8886; padding: .2rem .5rem; text-align: left; }
    .passed { background: rgba(0,140,60,.35); }
    .wrong { background: rgba(200,60,0,.35); }
    .broken { background: rgba(200,0,90,.35); }
    td span { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
    """
}
