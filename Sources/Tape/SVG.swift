/// Writes the elements of an SVG file: lines, arrows, texts, light and dark.
struct SVG {
  private var elements: [String] = []
  /// The width of a character and the height of a line, in the file's own units.
  static let character = 8.4
  static let line = 20.0

  enum Anchor: String {
    case start
    case middle
    case end
  }

  /// - Parameters:
  ///   - style: a class of the style sheet below.
  ///   - isFixed: whether the text keeps its width in whatever font the reader has.
  mutating func text(
    _ text: String, _ x: Double, _ y: Double, _ style: String, _ anchor: Anchor = .start,
    isFixed: Bool = false
  ) {
    let place = anchor == .start ? "" : #" text-anchor="\#(anchor.rawValue)""#
    let width =
      isFixed ? #" textLength="\#(number(Double(text.count) * Self.character))""# : ""
    elements.append(
      #"<text x="\#(number(x))" y="\#(number(y))" class="\#(style)"\#(place)\#(width)>\#(Markup.escaped(text))</text>"#
    )
  }

  mutating func line(_ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ style: String)
  {
    elements.append(
      #"<line x1="\#(number(from.x))" y1="\#(number(from.y))" x2="\#(number(to.x))" y2="\#(number(to.y))" class="\#(style)"/>"#
    )
  }

  /// A line with a head at its end.
  mutating func arrow(_ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ style: String)
  {
    line(from, to, style)
    let length = ((to.x - from.x) * (to.x - from.x) + (to.y - from.y) * (to.y - from.y))
      .squareRoot()
    guard length > 0 else { return }
    let (dx, dy) = ((to.x - from.x) / length, (to.y - from.y) / length)
    let back = (x: to.x - 11 * dx, y: to.y - 11 * dy)
    let corners = [
      (to.x, to.y), (back.x - 5 * dy, back.y + 5 * dx), (back.x + 5 * dy, back.y - 5 * dx),
    ]
    let points = corners.map { "\(number($0.0)),\(number($0.1))" }.joined(separator: " ")
    elements.append(#"<polygon points="\#(points)" class="head"/>"#)
  }

  mutating func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String) {
    elements.append(
      #"<rect x="\#(number(x))" y="\#(number(y))" width="\#(number(width))" height="\#(number(height))" rx="3" class="\#(style)"/>"#
    )
  }

  mutating func dot(_ x: Double, _ y: Double) {
    elements.append(#"<circle cx="\#(number(x))" cy="\#(number(y))" r="4" class="dot"/>"#)
  }

  /// The whole file.
  ///
  /// - Parameters:
  ///   - title: what it shows, in a few words.
  ///   - description: the same as the picture, for who does not see it.
  func file(width: Double, height: Double, title: String, description: String) -> String {
    let size = "\(number(width)) \(number(height))"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" width="\(number(width))" height="\(number(height))" role="img" aria-labelledby="title description">
      <title id="title">\(Markup.escaped(title))</title>
      <desc id="description">\(Markup.escaped(description))</desc>
      <style>
      \(Self.style)
      </style>
      <rect width="100%" height="100%" rx="8" class="paper"/>
      \(elements.joined(separator: "\n"))
      </svg>

      """
  }

  private static let style = """
    text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1f2328 }
    .paper { fill: #ffffff; stroke: #d0d7de }
    .name { font-weight: bold; font-size: 16px }
    .call { font-weight: bold }
    .caption, .part { fill: #59636e }
    .rail { stroke: #59636e; stroke-width: 2 }
    .lead { stroke: #afb8c1; stroke-dasharray: 1 4 }
    .dot, .head { fill: #0550ae }
    .sent { stroke: #0550ae; stroke-width: 1.8 }
    .sign { stroke: #0550ae; stroke-width: 1.4; stroke-dasharray: 5 4 }
    .cross { stroke: #59636e; stroke-width: 2.5 }
    .plain { fill: #eff1f3 }
    .header { fill: #ddf4ff; stroke: #54aeff }
    .payload { fill: #dafbe1; stroke: #4ac26b }
    .wrong { fill: #ffebe9; stroke: #ff8182 }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .paper { fill: #0d1117; stroke: #3d444d }
      .caption, .part { fill: #9198a1 }
      .rail, .cross { stroke: #9198a1 }
      .lead { stroke: #565e67 }
      .dot, .head { fill: #79c0ff }
      .sent, .sign { stroke: #79c0ff }
      .plain { fill: #21262d }
      .header { fill: #0c2d6b; stroke: #1f6feb }
      .payload { fill: #033a16; stroke: #238636 }
      .wrong { fill: #67060c; stroke: #da3633 }
    }
    """

  /// At most one decimal, and no locale's comma.
  private func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    return tenths % 10 == 0
      ? "\(tenths / 10)" : "\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}
