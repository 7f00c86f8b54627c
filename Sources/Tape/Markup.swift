/// Text that stands in SVG or HTML, between tags or inside of an attribute's quotes.
package enum Markup {
  /// Looks at the scalars, as a browser does: for Swift, a quote with an accent on it is one character,
  /// and not a quote.
  ///
  /// - Source: the HTML standard, 13.3 (escaping a string).
  package static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;".unicodeScalars
      case "<": result += "&lt;".unicodeScalars
      case ">": result += "&gt;".unicodeScalars
      case "\"": result += "&quot;".unicodeScalars
      case "'": result += "&#39;".unicodeScalars
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
